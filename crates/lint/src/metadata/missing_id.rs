//! `metadata/missing-id`

use super::lacks;
use crate::sigma_rule::SigmaRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "metadata/missing-id",
        kind: Kind::OnRequest(Severity::Warning),
        what: "A Sigma rule has no `id`, or an empty one.",
        why: "The id is how other rules, exclusions and updates refer to a rule; a title changes.",
        remedy: "Add a random UUID (version 4), and keep it for the life of the rule.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    if lacks(rule, "id") {
        let finding = Diagnostic::warning(LINT.page.code, rule.at(), "the rule has no `id`");
        out.push(finding.with_help("add `id`"));
    }
}
