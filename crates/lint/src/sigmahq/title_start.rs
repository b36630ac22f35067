//! `sigmahq/title-start`

use crate::sigma_rule::SigmaRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "sigmahq/title-start",
        kind: Kind::OnRequest(Severity::Info),
        what: "The title of a Sigma rule begins with `Detect` or `Detects`.",
        why: "SigmaHQ's checks refuse it. Every rule detects something.",
        remedy: "Say what is detected.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    let Some(title) = rule.text("title") else { return };
    let first = title.text.split_whitespace().next().unwrap_or_default();
    if ["Detect", "Detects"].contains(&first) && title.text != first {
        let message = format!("the title begins with `{first}`");
        out.push(
            Diagnostic::info(LINT.page.code, title.at, message).with_help("say what is detected"),
        );
    }
}
