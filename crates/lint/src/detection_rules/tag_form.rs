//! `detection-rules/tag-form`

use crate::elastic_rule::ElasticRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "detection-rules/tag-form",
        kind: Kind::OnRequest(Severity::Warning),
        what: "A tag has not one of the prefixes that Elastic's rules use, like `OS:` or `Tactic:`.",
        why: "Elastic's own tests refuse it.",
        remedy: "Write it with a prefix.",
        since: "0.1.0",
    },
    run: Run::Elastic(check),
};

fn check(rule: &ElasticRule<'_>, out: &mut Vec<Diagnostic>) {
    for tag in rule.list("tags").filter(|_| !rule.is_deprecated()) {
        if !PREFIXES.iter().any(|prefix| tag.text.starts_with(prefix)) {
            let message = format!("the tag `{}` has no prefix", tag.text);
            let finding = Diagnostic::warning(LINT.page.code, tag.at, message);
            out.push(finding.with_help("write it with one, like `Use Case: …`"));
        }
    }
}

const PREFIXES: &[&str] = &[
    "Data Source: ",
    "Domain: ",
    "Mitre Atlas: ",
    "OS: ",
    "Platform: ",
    "Profile: ",
    "Promotion: ",
    "Resources: ",
    "Rule Type: ",
    "Service: ",
    "Tactic: ",
    "Threat: ",
    "Use Case: ",
    "Vuln: ",
];
