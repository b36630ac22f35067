//! Where single values of lists stand.

use super::LogicContext;
use ruleglot_formats::Ast;
use ruleglot_ir::{Expr, ExprKind, Monotone, Part, Pattern, Test, for_each_leaf};
use ruleglot_sigma::ast::{Block, BlockKind, Detection, Item, Value};
use ruleglot_source::FileSpan;

impl LogicContext<'_> {
    /// The place of a value of the list at `at`; of the whole when it is not found.
    pub(super) fn value_at(&self, at: FileSpan, value: Option<usize>) -> Option<FileSpan> {
        let Some(value) = value else { return Some(at) };
        for part in &self.rule.read.parts {
            if let Ast::Sigma(detection) = &part.ast {
                return sigma_value(detection, at, value);
            }
        }
        let (pattern, before) = self.pattern_at(at, value)?;
        self.word_within(at, &written(&pattern), before)
    }

    /// The pattern, and how often it stands in the list before.
    fn pattern_at(&self, at: FileSpan, value: usize) -> Option<(Pattern, usize)> {
        let mut found = None;
        for condition in &self.conditions {
            for_each_leaf(condition, Monotone::Up, &mut |leaf: &Expr, _| {
                if let ExprKind::Test { test: Test::Text { any, .. }, .. } = &leaf.kind
                    && leaf.origin.0 == Some(at)
                    && found.is_none()
                {
                    found = any.get(value).map(|p| {
                        (p.clone(), any[..value].iter().filter(|other| *other == p).count())
                    });
                }
            });
        }
        found
    }
}

/// A pattern as most languages write it.
fn written(pattern: &Pattern) -> String {
    let part = |part: &Part| match part {
        Part::Text(text) => text.to_string(),
        Part::One => "?".to_owned(),
        _ => "*".to_owned(),
    };
    pattern.parts().iter().map(part).collect()
}

/// The value of the item, or of the keywords, that stand at a place. Nulls are no patterns, so they are not counted.
fn sigma_value(detection: &Detection, at: FileSpan, value: usize) -> Option<FileSpan> {
    detection.selections.iter().find_map(|s| in_block(&s.body, at)).and_then(|values| {
        let texts = values.iter().filter(|v| v.kind != ruleglot_sigma::ast::ValueKind::Null);
        texts.clone().nth(value)?.origin.0
    })
}

fn in_block(block: &Block, at: FileSpan) -> Option<&[Value]> {
    match &block.kind {
        BlockKind::Map(items) => items.iter().find(|i| is_at(i, at)).map(|i| i.values.as_slice()),
        BlockKind::List(blocks) => blocks.iter().find_map(|b| in_block(b, at)),
        BlockKind::Keyword(_) => None,
    }
}

fn is_at(item: &Item, at: FileSpan) -> bool {
    item.origin.0 == Some(at)
}
