//! `metadata/missing-description`

use super::lacks;
use crate::sigma_rule::SigmaRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "metadata/missing-description",
        kind: Kind::OnRequest(Severity::Info),
        what: "A Sigma rule has no `description`, or an empty one.",
        why: "Whoever gets the alert has to read the detection to know what it means.",
        remedy: "Say in a sentence or two what the rule detects.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    if lacks(rule, "description") {
        let finding = Diagnostic::info(LINT.page.code, rule.at(), "the rule has no `description`");
        out.push(finding.with_help("add `description`"));
    }
}
