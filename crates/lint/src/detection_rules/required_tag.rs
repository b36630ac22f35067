//! `detection-rules/required-tag`

use super::first_tactic;
use crate::elastic_rule::ElasticRule;
use crate::elastic_rule::Placed;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "detection-rules/required-tag",
        kind: Kind::OnRequest(Severity::Warning),
        what: "A tag is missing that goes with what the rule is, reads, or stands below.",
        why: "Elastic's rules are found by their tags; its own tests refuse it.",
        remedy: "Add the tag.",
        since: "0.1.0",
    },
    run: Run::Elastic(check),
};

fn check(rule: &ElasticRule<'_>, out: &mut Vec<Diagnostic>) {
    if rule.is_deprecated() || rule.get("tags").is_none() {
        return;
    }
    for (tag, why) in wanted(rule) {
        if !rule.has_tag(&tag) {
            let message = format!("the tag `{tag}` is missing: {why}");
            let finding = Diagnostic::warning(LINT.page.code, rule.key("tags"), message);
            out.push(finding.with_help("add it"));
        }
    }
}

/// Indexes with the tags that go with them.
const OF_INDEX: &[(&str, &[&str])] = &[
    ("logs-endpoint.events.*", &["Domain: Endpoint", "Data Source: Elastic Defend"]),
    ("logs-aws*", &["Domain: Cloud", "Data Source: AWS", "Data Source: Amazon Web Services"]),
    (".alerts-security.*", &["Rule Type: Higher-Order Rule"]),
];

/// Tags that a rule has, with the reason.
fn wanted(rule: &ElasticRule<'_>) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let mut add = |tag: &str, why: &str| out.push((tag.to_owned(), why.to_owned()));
    if rule.is_building_block() {
        add("Rule Type: BBR", "it is a building block");
    }
    if rule.kind() == "machine_learning" {
        add("Rule Type: ML", "it is of machine learning");
        add("Rule Type: Machine Learning", "it is of machine learning");
    }
    if let Some(tactic) = first_tactic(rule).filter(|_| rule.kind() != "machine_learning") {
        add(&format!("Tactic: {}", tactic.text), "it is the first tactic");
    }
    let system = match rule.folders().next() {
        Some("windows") => Some("OS: Windows"),
        Some("linux") => Some("OS: Linux"),
        Some("macos") => Some("OS: macOS"),
        _ => None,
    };
    if let Some(tag) = system {
        add(tag, "the rule stands there");
    }
    for (index, tags) in OF_INDEX {
        let reads = |said: Placed<'_>| match index.strip_suffix('*') {
            Some(stem) if !index.contains(".events.") => said.text.starts_with(stem),
            _ => said.text == *index,
        };
        if rule.list("index").any(reads) {
            tags.iter().for_each(|tag| add(tag, &format!("the rule reads `{index}`")));
        }
    }
    out
}
