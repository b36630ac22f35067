//! `sigmahq/unknown-key`

use crate::sigma_rule::SigmaRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "sigmahq/unknown-key",
        kind: Kind::OnRequest(Severity::Info),
        what: "A Sigma rule has a key that neither the specification nor SigmaHQ knows.",
        why: "SigmaHQ's checks refuse it. The specification allows keys of one's own.",
        remedy: "Leave it out.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

const KNOWN: [&str; 25] = [
    "title",
    "id",
    "name",
    "related",
    "taxonomy",
    "status",
    "description",
    "license",
    "references",
    "author",
    "date",
    "modified",
    "tags",
    "falsepositives",
    "logsource",
    "detection",
    "fields",
    "level",
    "scope",
    "correlation",
    "generate",
    "filter",
    "action",
    "regression_tests_path",
    "simulation",
];

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    for entry in rule.entries().iter().filter(|entry| !KNOWN.contains(&entry.key.as_str())) {
        let message = format!("the key `{}` is of nobody's specification", entry.key);
        out.push(
            Diagnostic::info(LINT.page.code, rule.place(entry.key_span), message)
                .with_help("leave it out"),
        );
    }
}
