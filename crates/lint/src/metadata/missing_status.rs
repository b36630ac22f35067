//! `metadata/missing-status`

use super::lacks;
use crate::sigma_rule::SigmaRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "metadata/missing-status",
        kind: Kind::OnRequest(Severity::Info),
        what: "A Sigma rule has no `status`, or an empty one.",
        why: "Tools that load only tested rules pass it over.",
        remedy: "Add `status`: `experimental`, `test` or `stable`.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    if rule.has_level() && lacks(rule, "status") {
        let finding = Diagnostic::info(LINT.page.code, rule.at(), "the rule has no `status`");
        out.push(finding.with_help("add `status`"));
    }
}
