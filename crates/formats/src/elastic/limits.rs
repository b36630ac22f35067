//! How many of a thing Kibana takes, and which things go together.

use super::SCHEMA;
use crate::value::Notation;
use ruleglot_document::{Mapping, Node};
use ruleglot_source::{Diagnostic, FileSpan, SourceFile};

/// What Kibana's schema of rules refuses though each value is of its type.
pub(super) fn check(rule: &Mapping, file: &SourceFile) -> Vec<Diagnostic> {
    let checker = Checker { rule, notation: Notation { file: file.id, schema: SCHEMA } };
    let mut out = Vec::new();
    out.extend(checker.suppression());
    out.extend(checker.several(&["new_terms", "value"], 1, 3));
    out.extend(checker.several(&["threshold", "field"], 0, 5));
    out.extend(checker.threat_language());
    out.extend(checker.negated());
    out
}

struct Checker<'a> {
    rule: &'a Mapping,
    notation: Notation,
}

impl Checker<'_> {
    fn at(&self, path: &[&str]) -> Option<&Node> {
        let (first, rest) = path.split_first()?;
        self.rule.get(first)?.at(rest)
    }

    fn at_key(&self, key: &str) -> FileSpan {
        let span = self.rule.entry(key).map(|e| e.key_span).unwrap_or_default();
        FileSpan::new(self.notation.file, span)
    }

    /// A list with so many items.
    fn several(&self, path: &[&str], least: usize, most: usize) -> Option<Diagnostic> {
        let node = self.at(path)?;
        let count = node.sequence()?.len();
        if (least..=most).contains(&count) {
            return None;
        }
        let path = path.join(".");
        let message = format!("`rule.{path}` has {count} items, {least} to {most} are allowed");
        let finding = Diagnostic::error("schema/bad-value", self.notation.at(node), message);
        Some(finding.with_help("name fewer, or the one that matters"))
    }

    /// A rule with a threshold suppresses by its own fields; all others say by which.
    fn suppression(&self) -> Vec<Diagnostic> {
        let Some(map) = self.rule.get("alert_suppression").and_then(Node::mapping) else {
            return Vec::new();
        };
        let threshold = self.text("type") == Some("threshold");
        let missing = |key: &str| {
            let message = format!("`rule.alert_suppression.{key}` is missing");
            let at = self.at_key("alert_suppression");
            let finding = Diagnostic::error("schema/missing-field", at, message);
            finding.with_help(format!("add `{key}`"))
        };
        let wrong = |key: &str| {
            let message = format!(
                "`rule.alert_suppression.{key}` means nothing in a rule of type `threshold`"
            );
            let span = map.entry(key).map(|e| e.key_span).unwrap_or_default();
            let at = FileSpan::new(self.notation.file, span);
            let finding = Diagnostic::error("schema/key-of-other-type", at, message);
            finding.with_help("remove it: alerts are grouped by the fields of the threshold")
        };
        let (of_threshold, of_others) = (["duration"], ["group_by", "missing_fields_strategy"]);
        let mut out: Vec<Diagnostic> = if threshold {
            let needed = of_threshold.into_iter().filter(|k| map.get(k).is_none()).map(missing);
            needed
                .chain(of_others.into_iter().filter(|k| map.get(k).is_some()).map(wrong))
                .collect()
        } else {
            of_others.into_iter().filter(|k| map.get(k).is_none()).map(missing).collect()
        };
        out.extend(self.several(&["alert_suppression", "group_by"], 1, 3));
        out
    }

    /// A query for indicators says its language.
    fn threat_language(&self) -> Option<Diagnostic> {
        self.rule.get("threat_query")?;
        if self.rule.get("threat_language").is_some() {
            return None;
        }
        let message = "`rule.threat_query` stands without `rule.threat_language`";
        let at = self.at_key("threat_query");
        let finding = Diagnostic::error("schema/missing-field", at, message);
        Some(finding.with_help("add `threat_language`"))
    }

    /// What is not equal finds nothing by itself: something must be equal beside it.
    fn negated(&self) -> Vec<Diagnostic> {
        let groups = self.rule.get("threat_mapping").and_then(Node::sequence).unwrap_or_default();
        let negated =
            |entry: &Node| entry.get("negate").and_then(|n| self.notation.bool(n)) == Some(true);
        let alone = |group: &&Node| {
            let entries = group.get("entries").and_then(Node::sequence).unwrap_or_default();
            !entries.is_empty() && entries.iter().all(negated)
        };
        let told = |group: &Node| {
            let message = "every entry of the mapping is negated";
            let finding = Diagnostic::error("schema/bad-value", self.notation.at(group), message);
            finding.with_help("say what must be equal")
        };
        groups.iter().filter(alone).map(told).collect()
    }

    fn text(&self, key: &str) -> Option<&str> {
        self.rule.get(key)?.text()
    }
}
