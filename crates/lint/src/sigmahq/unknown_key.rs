//! `sigmahq/unknown-key`

use crate::sigma_rule::{KEYS, SigmaRule};
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

/// Keys that only `SigmaHQ` has, and Sigma 1.
const THEIRS: [&str; 5] =
    ["correlation", "generate", "action", "regression_tests_path", "simulation"];

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    for entry in rule.entries().iter().filter(|entry| !is_known(&entry.key)) {
        let message = format!("the key `{}` is of nobody's specification", entry.key);
        out.push(
            Diagnostic::info(LINT.page.code, rule.place(entry.key_span), message)
                .with_help("leave it out"),
        );
    }
}

fn is_known(key: &str) -> bool {
    KEYS.contains(&key) || THEIRS.contains(&key)
}
