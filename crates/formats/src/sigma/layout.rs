//! The layout of `SigmaHQ`'s rules: their order of keys, four blanks, conditions with even blanks.
//!
//! Keys that `SigmaHQ` does not use (`license`) have no place of their own in it.

use crate::layout::yaml::{self, YamlStyle};
use ruleglot_document::{Document, Node, Style};
use ruleglot_source::{Edit, Span};

/// The keys of a rule in order.
pub(super) const ORDER: &[&str] = &[
    "title",
    "id",
    "name",
    "related",
    "taxonomy",
    "status",
    "description",
    "references",
    "author",
    "date",
    "modified",
    "tags",
    "scope",
    "logsource",
    "detection",
    "correlation",
    "filter",
    "generate",
    "fields",
    "falsepositives",
    "level",
    "regression_tests_path",
    "simulation",
];

const STYLE: YamlStyle = YamlStyle { order: ORDER, map: 4, list: 4 };

/// The next step of the layout.
pub(super) fn edits(document: &Document, text: &str) -> Vec<Edit> {
    let edits = yaml::edits(document, text, STYLE);
    if !edits.is_empty() {
        return edits;
    }
    let Some(node) = document.root.at(&["detection", "condition"]) else { return Vec::new() };
    let one = std::slice::from_ref(node);
    node.sequence().unwrap_or(one).iter().filter_map(|n| condition(n, text)).collect()
}

/// A condition on one line, in quotes or without.
fn condition(node: &Node, text: &str) -> Option<Edit> {
    let scalar = node.scalar()?;
    let inner = match scalar.style {
        Style::Plain => node.span,
        Style::SingleQuoted | Style::DoubleQuoted => {
            Span { start: node.span.start + 1, end: node.span.end.checked_sub(1)? }
        }
        _ => return None,
    };
    let source = text.get(inner.range())?;
    if source != scalar.text {
        return None;
    }
    let formatted = ruleglot_sigma::condition::format(source)?;
    (formatted != source).then_some(Edit { span: inner, text: formatted })
}
