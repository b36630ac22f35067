//! Where Elastic's rules keep what a team's settings speak of, and what a version of the stack takes.

use crate::file_name::NamePattern;
use crate::house::{Author, Homes, HouseStyle, Merge, ValueFrom};
use crate::table::ELASTIC_SEVERITY;
use ruleglot_document::{Out, OutMap, write_toml};
use ruleglot_ir::About;
use ruleglot_knowledge::OwnPart;

const DECIDES: &str = "it decides what is detected, and comes from the source";
const WHICH: &str = "it says which rule it is, and follows from the source's id";

/// Elastic, `test_rule_file_name_tactic`: the name begins with the rule's first tactic.
static NAME: NamePattern = NamePattern::usual("{tactic}_{slug}");

pub(super) static HOMES: Homes = Homes {
    ordered: &["metadata", "transform", "rule"],
    others: &[],
    fixed: &[
        ("rule.anomaly_threshold", DECIDES),
        ("rule.event_category_override", DECIDES),
        ("rule.filters", DECIDES),
        ("rule.language", DECIDES),
        ("rule.machine_learning_job_id", DECIDES),
        ("rule.new_terms", DECIDES),
        ("rule.query", DECIDES),
        ("rule.rule_id", WHICH),
        ("rule.saved_id", DECIDES),
        ("rule.threat_filters", DECIDES),
        ("rule.threat_index", DECIDES),
        ("rule.threat_language", DECIDES),
        ("rule.threat_mapping", DECIDES),
        ("rule.threat_query", DECIDES),
        ("rule.threshold", DECIDES),
        ("rule.tiebreaker_field", DECIDES),
        ("rule.timestamp_field", DECIDES),
        ("rule.type", DECIDES),
    ],
    of_source: &[("metadata.integration", OwnPart::Integrations), ("rule.index", OwnPart::Indexes)],
    united: &["rule.references", "rule.tags"],
    author: Author::List("rule.author"),
    title: "rule.name",
    id: "rule.rule_id",
    severity: Some(("rule.severity", &ELASTIC_SEVERITY)),
    risk: Some("rule.risk_score"),
    enabled: Some("rule.enabled"),
    file_name: |parts, own| own.unwrap_or(&NAME).name(parts),
    settle,
    order,
    print: write_toml,
};

/// The keys that came with a version of the stack, with the word of the source for each. Elastic's schemas of rules,
/// `min_compat`.
const SINCE: [(&str, (u16, u16), &str); 2] =
    [("rule.setup", (8, 3), "setup"), ("rule.investigation_fields", (8, 11), "outputs")];

/// The versions in which rules of a type can suppress alerts.
const SUPPRESSION: [(&str, (u16, u16)); 7] = [
    ("query", (8, 8)),
    ("threshold", (8, 12)),
    ("threat_match", (8, 13)),
    ("eql", (8, 14)),
    ("new_terms", (8, 14)),
    ("esql", (8, 15)),
    ("machine_learning", (8, 15)),
];

fn settle(merge: &mut Merge<'_>, style: Option<&HouseStyle>) {
    // A rule reads a data view or indexes, not both.
    if merge.is_set("rule.data_view_id") && !merge.is_said("rule.index") {
        merge.remove("rule.index");
    }
    if let Some(stack) = style.and_then(|style| style.stack) {
        for_stack(merge, stack);
    }
}

/// Says the version, and leaves out what it does not know.
fn for_stack(merge: &mut Merge<'_>, (major, minor): (u16, u16)) {
    let kind = merge.text("rule.type").cloned().unwrap_or_default();
    let suppression = SUPPRESSION.iter().find(|(of, _)| *of == kind);
    let suppression = suppression.map(|(_, since)| ("rule.alert_suppression", *since, "group_by"));
    for (key, since, part) in SINCE.into_iter().chain(suppression) {
        if since <= (major, minor) || merge.remove(key).is_none() {
            continue;
        }
        let message = format!(
            "`{key}` came with {}.{}; the rule is written for {major}.{minor}",
            since.0, since.1
        );
        let code = "metadata/newer-than-stack";
        merge.ledger.note(code, About::Alerts, part, message, "raise `stack-version`");
    }
    for (key, value) in [
        ("metadata.min_stack_version", format!("{major}.{minor}.0")),
        ("metadata.min_stack_comments", "The version that rules are written for here".to_owned()),
    ] {
        if !merge.is_said(key) {
            merge.put(key, Out::text(value), ValueFrom::Target);
        }
    }
}

/// Keys by the alphabet, the query last, before the tables; those of tables right below as well.
fn order(file: &mut OutMap) {
    for entry in file.entries.iter_mut().filter(|e| e.key == "metadata" || e.key == "rule") {
        let Out::Map(table) = &mut entry.value else { continue };
        sort(table);
        for entry in &mut table.entries {
            if let Out::Map(below) = &mut entry.value {
                sort(below);
            }
        }
    }
    // The tables of the file stand in the order of Elastic's repository.
    let place = |key: &str| ["metadata", "transform"].iter().position(|k| *k == key).unwrap_or(2);
    file.entries.sort_by_key(|entry| place(&entry.key));
}

fn sort(table: &mut OutMap) {
    table.entries.sort_by(|a, b| (a.key == "query", &a.key).cmp(&(b.key == "query", &b.key)));
}
