//! `metadata/missing-date`

use super::lacks;
use crate::sigma_rule::SigmaRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "metadata/missing-date",
        kind: Kind::OnRequest(Severity::Info),
        what: "A Sigma rule has no `date`, or an empty one.",
        why: "How old a rule is tells how far to trust it, and tools sort by it.",
        remedy: "Add `date: YYYY-MM-DD`.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    if lacks(rule, "date") {
        let finding = Diagnostic::info(LINT.page.code, rule.at(), "the rule has no `date`");
        out.push(finding.with_help("add `date`"));
    }
}
