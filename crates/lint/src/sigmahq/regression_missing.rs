//! `sigmahq/regression-missing`

use crate::sigma_rule::SigmaRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "sigmahq/regression-missing",
        kind: Kind::OnRequest(Severity::Info),
        what: "A Sigma rule is of status `test` or `stable`, and has no `regression_tests_path`.",
        why: "SigmaHQ promotes rules by the events that they are tested with; older rules have none.",
        remedy: "Add events that match, and name their folder.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    let tested = |status: &str| ["test", "stable"].contains(&status);
    let Some(status) = rule.text("status").filter(|status| tested(status.text)) else { return };
    if rule.is_detection() && rule.entry("regression_tests_path").is_none() {
        let message = format!("the status is `{}`, and no events are named", status.text);
        out.push(
            Diagnostic::info(LINT.page.code, status.at, message)
                .with_help("name the folder of the events as `regression_tests_path`"),
        );
    }
}
