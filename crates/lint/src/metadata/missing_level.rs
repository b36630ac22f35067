//! `metadata/missing-level`

use super::lacks;
use crate::sigma_rule::SigmaRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "metadata/missing-level",
        kind: Kind::OnRequest(Severity::Warning),
        what: "A Sigma rule has no `level`, or an empty one.",
        why: "Tools that route alerts by level take a default for it, or drop the rule.",
        remedy: "Add `level`: `informational`, `low`, `medium`, `high` or `critical`.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    if rule.has_level() && lacks(rule, "level") {
        let finding = Diagnostic::warning(LINT.page.code, rule.at(), "the rule has no `level`");
        out.push(finding.with_help("add `level`"));
    }
}
