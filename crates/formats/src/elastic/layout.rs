//! The layout of Elastic's rule repository: that of its `toml-lint`, where people keep to it.
//!
//! Its formatter wraps prose anew and puts notes between the short keys; people put them behind. Texts are left as they
//! are, and both places are right.

use crate::layout::toml::{self, TomlStyle};
use ruleglot_document::{Document, Node};
use ruleglot_source::Edit;

const STYLE: TomlStyle = TomlStyle {
    // `transform` stands before the rule as often as behind it.
    tables: &["metadata", "rule"],
    sorted: &["metadata", "rule"],
    free: &[
        "query",
        "threat_query",
        "note",
        "setup",
        "min_stack_version",
        "min_stack_comments",
        "deprecation_date",
        "deprecated_reason",
    ],
    last: &["query", "threat_query"],
    width: 120,
};

/// The next step of the layout.
pub(super) fn edits(document: &Document, text: &str) -> Vec<Edit> {
    let edits = toml::edits(document, text, STYLE);
    if !edits.is_empty() {
        return edits;
    }
    let queries = [("language", "query"), ("threat_language", "threat_query")];
    let is_kuery =
        |key: &str| document.root.at(&["rule", key]).and_then(Node::text) == Some("kuery");
    let queries = queries.iter().filter(|(language, _)| is_kuery(language));
    queries.filter_map(|(_, key)| query(document.root.at(&["rule", key])?, text)).collect()
}

/// A query in `'''`, on lines of its own.
fn query(node: &Node, text: &str) -> Option<Edit> {
    let scalar = node.scalar()?;
    let formatted = ruleglot_kuery::format(&scalar.text)?;
    let source = text.get(node.span.range())?;
    // Line ends within a text are the text's.
    if formatted.contains("'''") || source.contains('\r') {
        return None;
    }
    let quoted = format!("'''\n{formatted}\n'''");
    (quoted != source).then_some(Edit { span: node.span, text: quoted })
}
