//! `sigmahq/status-folder`

use super::folders;
use crate::sigma_rule::SigmaRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "sigmahq/status-folder",
        kind: Kind::OnRequest(Severity::Warning),
        what: "A Sigma rule is deprecated or unsupported, and its file is not in the folder of that name.",
        why: "SigmaHQ's checks refuse it. Whoever loads the folder of live rules loads it too.",
        remedy: "Move the file, or correct the status.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    let Some(status) = rule.text("status") else { return };
    let apart = ["deprecated", "unsupported"].contains(&status.text);
    let Some(mut folders) = folders(rule).filter(|_| apart) else { return };
    if !folders.any(|folder| folder == status.text) {
        let message = format!("the rule is {0} and not in a folder `{0}`", status.text);
        out.push(
            Diagnostic::warning(LINT.page.code, status.at, message)
                .with_help("move the file, or correct the status"),
        );
    }
}
