//! One text for several tests of a field: beginnings first, endings last, the rest between.

use super::values::{Values, filled};
use ruleglot_ir::{Expr, ExprKind, Part, Pattern, Quant, Shape, Test};
use serde_json::{Value, json};

/// Texts that tests of one field ask for, by their place in the value.
#[derive(Debug, Default)]
pub(super) struct Frame {
    first: String,
    middle: Vec<String>,
    last: String,
    /// A test asks for this and nothing beside it.
    whole: Option<String>,
    tests: usize,
}

impl Frame {
    /// Of tests that shall hold; of a list the `pick`th alternative. `None` when one asks for no text.
    pub(super) fn of(leaves: &[&Expr], pick: usize) -> Option<Self> {
        let mut frame = Self::default();
        for leaf in leaves {
            match &leaf.kind {
                ExprKind::Test { quant: Quant::Any, test, .. } => frame.add(test, pick)?,
                ExprKind::Is { shape: Shape::Valued | Shape::Key | Shape::NotNull, .. } => {}
                _ => return None,
            }
        }
        Some(frame)
    }

    fn add(&mut self, test: &Test, pick: usize) -> Option<()> {
        self.tests += 1;
        if let Test::Text { any, .. } = test {
            self.place(any.get(pick % any.len().max(1))?);
            return Some(());
        }
        let sample = Values::of(test, 1).hits.into_iter().next()?;
        self.middle.push(sample.as_str()?.to_owned());
        Some(())
    }

    fn place(&mut self, pattern: &Pattern) {
        let text = filled(pattern, "");
        let open = |part: Option<&Part>| matches!(part, Some(Part::Run));
        match (open(pattern.parts().first()), open(pattern.parts().last())) {
            (false, false) => self.whole = Some(text),
            (false, true) if text.len() > self.first.len() => self.first = text,
            (true, false) if text.len() > self.last.len() => self.last = text,
            (true, true) => self.middle.push(text),
            (false, true) | (true, false) => {}
        }
    }

    /// One text for all of them; `None` for a single test, which needs no weaving.
    pub(super) fn woven(&self) -> Option<String> {
        (self.tests > 1).then(|| self.whole.clone().unwrap_or_else(|| self.laid(None)))
    }

    /// The text with another among it.
    pub(super) fn with(&self, text: &str) -> Value {
        json!(self.laid(Some(text)))
    }

    /// The text beside another, as values of their own.
    pub(super) fn beside(&self, value: &Value) -> Value {
        json!([self.whole.clone().unwrap_or_else(|| self.laid(None)), value])
    }

    fn laid(&self, text: Option<&str>) -> String {
        let pieces = [self.first.as_str()].into_iter().chain(text);
        let pieces =
            pieces.chain(self.middle.iter().map(String::as_str)).chain([self.last.as_str()]);
        pieces.filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ")
    }
}
