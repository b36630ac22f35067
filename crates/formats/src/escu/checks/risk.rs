//! Whether a rule that raises risk says of whom, and of fields that there are.

use super::{Checker, absent};
use crate::escu::SCHEMA;
use ruleglot_document::{Node, Value};
use ruleglot_source::{Diagnostic, FileSpan, Severity};
use smol_str::SmolStr;

/// contentctl, `ensureProperRBAConfig` and `search_rba_fields_exist_validate`.
pub(super) fn check(checker: &Checker<'_>) -> Vec<Diagnostic> {
    let rba = checker.root.get("rba").filter(|n| n.mapping().is_some());
    let mut out: Vec<Diagnostic> = wanted(checker, rba).into_iter().collect();
    if let Some(rba) = rba.filter(|_| checker.is_production()) {
        out.extend(unknown(checker, rba));
    }
    out
}

/// A deployment of its own says whether a rule raises risk. Without one that of its type does; of those that contentctl
/// ships, those of `TTP` and `Anomaly` do, but a repository may have others.
fn wanted(checker: &Checker<'_>, rba: Option<&Node>) -> Option<Diagnostic> {
    let own = checker.root.get("deployment").and_then(|n| n.mapping());
    let own = own.filter(|map| !map.entries.is_empty());
    let (severity, raises, why) = match own {
        Some(_) => {
            let switch = checker.root.at(&["deployment", "alert_action", "rba", "enabled"]);
            let why = "with this deployment".to_owned();
            (Severity::Error, switch.is_some_and(is_on), why)
        }
        None => {
            let kind = checker.text("type")?;
            let raises = match kind {
                "TTP" | "Anomaly" => true,
                "Hunting" | "Correlation" => false,
                _ => return None,
            };
            (Severity::Warning, raises, format!("of type `{kind}`"))
        }
    };
    let key = if own.is_some() { "deployment" } else { "type" };
    match (raises, rba) {
        (true, None) => {
            let message = format!("`rba` is missing, which a rule {why} needs");
            let at = checker.at_key(key);
            let finding = Diagnostic::new("schema/missing-field", severity, at, message);
            Some(finding.with_help("say who is at risk, and how much"))
        }
        (false, Some(_)) => {
            let message = format!("`rba` means nothing in a rule {why}");
            let at = checker.at_key("rba");
            let finding = Diagnostic::new("schema/key-of-other-type", severity, at, message);
            Some(finding.with_help("remove it, or let the rule raise risk"))
        }
        _ => None,
    }
}

/// What pydantic takes for true.
fn is_on(node: &Node) -> bool {
    truth(node) == Some(true)
}

/// Whether pydantic takes it for a truth value.
pub(in crate::escu) fn is_on_or_off(node: &Node) -> bool {
    truth(node).is_some()
}

fn truth(node: &Node) -> Option<bool> {
    match node.scalar()?.resolve(SCHEMA) {
        Value::Bool(on) => Some(on),
        Value::Int(n @ (0 | 1)) => Some(n == 1),
        Value::Text(text) => match text.to_lowercase().as_str() {
            "true" | "t" | "yes" | "y" | "on" | "1" => Some(true),
            "false" | "f" | "no" | "n" | "off" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// contentctl looks for the names anywhere in the search, whatever their case.
fn unknown(checker: &Checker<'_>, rba: &Node) -> Vec<Diagnostic> {
    let search = checker.text("search").unwrap_or_default().to_lowercase();
    let missing = |(field, _): &(SmolStr, FileSpan)| !search.contains(&field.to_lowercase());
    named(checker, rba).into_iter().filter(missing).map(absent).collect()
}

/// Fields of risk and threat objects, and those that the message quotes.
fn named(checker: &Checker<'_>, rba: &Node) -> Vec<(SmolStr, FileSpan)> {
    let notation = checker.notation;
    let mut out = Vec::new();
    for key in ["risk_objects", "threat_objects"] {
        let objects = rba.get(key).and_then(Node::sequence).unwrap_or_default();
        let fields = objects.iter().filter_map(|o| o.get("field"));
        out.extend(fields.filter_map(|n| Some((notation.text(n)?, notation.at(n)))));
    }
    if let Some(message) = rba.get("message") {
        let at = notation.at(message);
        out.extend(quoted(message.text().unwrap_or_default()).map(|field| (field.into(), at)));
    }
    out
}

/// The fields between dollar signs. contentctl: `\$([^\s.]*)\$`.
fn quoted(message: &str) -> impl Iterator<Item = &str> {
    let odd = message.split('$').skip(1).step_by(2);
    odd.filter(|f| !f.is_empty() && !f.contains(|c: char| c.is_whitespace() || c == '.'))
}
