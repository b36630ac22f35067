//! What contentctl takes although it is not as its models say: it reads texts as numbers and truth values, and asks of
//! some texts only that they are there. Such findings are warnings.

use super::{SCHEMA, checks::is_on_or_off};
use ruleglot_document::{Node, Value};
use ruleglot_source::{Diagnostic, Severity, Span};
use uuid::Uuid;

/// Makes warnings of what contentctl takes.
pub(super) fn soften(root: &Node, out: &mut [Diagnostic]) {
    let taken: Vec<Span> =
        nodes(root).into_iter().filter(|(node, takes)| takes(node)).map(|(n, _)| n.span).collect();
    for finding in out.iter_mut().filter(|d| taken.contains(&d.at().span)) {
        finding.severity = finding.severity.min(Severity::Warning);
    }
}

type Takes = fn(&Node) -> bool;

/// The values that contentctl reads generously.
fn nodes(root: &Node) -> Vec<(&Node, Takes)> {
    const ALONE: &[(&[&str], Takes)] = &[
        (&["id"], is_id),
        (&["version"], is_number),
        (&["author"], is_blank),
        (&["description"], is_blank),
        (&["rba", "message"], is_blank),
        (&["enabled_by_default"], is_on_or_off),
        (&["deployment", "alert_action", "rba", "enabled"], is_on_or_off),
    ];
    let mut out: Vec<(&Node, Takes)> =
        ALONE.iter().filter_map(|(path, takes)| Some((root.at(path)?, *takes))).collect();
    for list in ["risk_objects", "threat_objects"] {
        let objects = root.at(&["rba", list]).and_then(Node::sequence).unwrap_or_default();
        out.extend(objects.iter().filter_map(|o| Some((o.get("field")?, is_blank as Takes))));
        out.extend(objects.iter().filter_map(|o| Some((o.get("score")?, is_number as Takes))));
    }
    out
}

/// Python's `UUID` reads them without hyphens, in braces and as URNs too.
fn is_id(node: &Node) -> bool {
    node.text().is_some_and(|text| Uuid::parse_str(text).is_ok())
}

fn is_number(node: &Node) -> bool {
    match node.scalar().map(|s| s.resolve(SCHEMA)) {
        Some(Value::Text(text)) => text.trim().parse::<i64>().is_ok_and(|n| (1..=100).contains(&n)),
        Some(Value::Bool(on)) => on,
        _ => false,
    }
}

fn is_blank(node: &Node) -> bool {
    matches!(node.scalar().map(|s| s.resolve(SCHEMA)), Some(Value::Text(text)) if text.trim().is_empty())
}
