//! `metadata/deprecated-without-related`

use crate::sigma_rule::SigmaRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "metadata/deprecated-without-related",
        kind: Kind::OnRequest(Severity::Info),
        what: "A Sigma rule is deprecated and names no rule that took its place.",
        why: "Who still uses it does not learn what to use now.",
        remedy: "Name the rule that took its place under `related`.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    let deprecated = rule.text("status").filter(|status| status.text == "deprecated");
    let Some(status) = deprecated.filter(|_| rule.entry("related").is_none()) else { return };
    let message = "the rule is deprecated, and nothing says by what";
    out.push(
        Diagnostic::info(LINT.page.code, status.at, message)
            .with_help("name the rule that took its place under `related`"),
    );
}
