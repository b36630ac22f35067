//! `sigma/wildcard-instead-of-modifier`

use super::{Piece, pieces};
use crate::context::SigmaContext;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_document::{Scalar, Schema, Style, Value as Typed};
use ruleglot_sigma::ast::{Item, Value, ValueKind};
use ruleglot_source::{Diagnostic, Edit, Fix, Safety, Severity, Span};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "sigma/wildcard-instead-of-modifier",
        kind: Kind::Finding(Severity::Info),
        what: "All values of a field begin, end, or begin and end with `*`, and have no other wildcard.",
        why: "`startswith`, `endswith` and `contains` say the same, are easier to read, and some targets run them faster.",
        remedy: "Use the modifier and leave the stars out. The fix does.",
        since: "0.1.0",
    },
    run: Run::Sigma(check),
};

fn check(context: &SigmaContext<'_>, out: &mut Vec<Diagnostic>) {
    context.items(|item, map| {
        let Some(field) = item.field.as_deref().filter(|_| item.modifiers.is_empty()) else {
            return;
        };
        let mut shapes = item.values.iter().map(shape);
        let Some(shape) = shapes.next().flatten() else { return };
        if !shapes.all(|other| other == Some(shape)) {
            return;
        }
        let modifier = shape.modifier();
        let message = format!("the wildcards of `{field}` say what `{modifier}` says");
        let at = item.key.0.unwrap_or_default();
        let finding = Diagnostic::info(LINT.page.code, at, message)
            .with_help(format!("write `{field}|{modifier}` and leave the stars out"));
        out.push(match fix(context, item, map, shape) {
            Some(fix) => finding.with_fix(fix),
            None => finding,
        });
    });
}

/// Where the only wildcards of a value stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Start,
    End,
    Both,
}

impl Shape {
    fn modifier(self) -> &'static str {
        match self {
            Self::Start => "endswith",
            Self::End => "startswith",
            Self::Both => "contains",
        }
    }
}

fn shape(value: &Value) -> Option<Shape> {
    let text = value.text.as_str();
    let last = text.len().checked_sub(1)?;
    if value.kind != ValueKind::Text || !text.contains('*') {
        return None;
    }
    let (mut start, mut end, mut others) = (0, 0, 0);
    for (at, piece) in pieces(text) {
        match piece {
            Piece::Run if at == 0 => start += 1,
            Piece::Run if at == last => end += 1,
            Piece::Run | Piece::One => return None,
            _ => others += 1,
        }
    }
    match (start, end, others) {
        (_, _, 0) => None,
        (1, 0, _) => Some(Shape::Start),
        (0, 1, _) => Some(Shape::End),
        (1, 1, _) => Some(Shape::Both),
        _ => None,
    }
}

/// The modifier added and the stars removed, where every text stands in the file as it is, stays text, and the map does
/// not have the new key yet.
fn fix(context: &SigmaContext<'_>, item: &Item, map: &[Item], shape: Shape) -> Option<Fix> {
    let key = item.key.0?.span;
    let written = context.file.text.get(key.range())?;
    let taken = map.iter().any(|other| {
        let names: Vec<_> = other.modifiers.iter().map(|m| m.kind.name).collect();
        other.field == item.field && names == [shape.modifier()]
    });
    if taken || item.field.as_deref() != Some(written) {
        return None;
    }
    let end = Span { start: key.end, end: key.end };
    let mut edits = vec![Edit { span: end, text: format!("|{}", shape.modifier()) }];
    for value in &item.values {
        let text = context.verbatim(value)?;
        let start = usize::from(shape != Shape::End);
        let stop = value.text.len() - usize::from(shape != Shape::Start);
        let left = value.text.get(start..stop)?;
        if value.style == Style::Plain && !stays_text(left) || left.ends_with('\\') {
            return None;
        }
        let at = |n: usize| Span { start: text.start + u32::try_from(n).unwrap_or(0), ..text };
        let remove = |span: Span| Edit { span, text: String::new() };
        if shape != Shape::End {
            edits.push(remove(Span { end: text.start + 1, ..text }));
        }
        if shape != Shape::Start {
            edits.push(remove(at(stop)));
        }
    }
    Some(Fix { safety: Safety::Safe, edits })
}

/// Whether a text without quotes is still the same text.
fn stays_text(text: &str) -> bool {
    let scalar = Scalar::new(text, Style::Plain);
    let safe = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !text.contains(" #");
    safe && scalar.ambiguity().is_none() && matches!(scalar.resolve(Schema::Yaml11), Typed::Text(_))
}
