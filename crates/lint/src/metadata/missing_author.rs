//! `metadata/missing-author`

use super::lacks;
use crate::sigma_rule::SigmaRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "metadata/missing-author",
        kind: Kind::OnRequest(Severity::Info),
        what: "A Sigma rule has no `author`, or an empty one.",
        why: "Nobody knows whom to ask about the rule.",
        remedy: "Add `author`, several names with commas between them.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    if lacks(rule, "author") {
        let finding = Diagnostic::info(LINT.page.code, rule.at(), "the rule has no `author`");
        out.push(finding.with_help("add `author`"));
    }
}
