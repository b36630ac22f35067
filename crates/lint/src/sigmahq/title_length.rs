//! `sigmahq/title-length`

use crate::sigma_rule::SigmaRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "sigmahq/title-length",
        kind: Kind::OnRequest(Severity::Info),
        what: "The title of a Sigma rule has more than 120 characters.",
        why: "SigmaHQ's checks refuse it. The specification allows 256.",
        remedy: "Shorten it.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    let Some(title) = rule.text("title") else { return };
    let long = title.text.chars().count();
    if long > 120 {
        let message = format!("the title has {long} characters");
        out.push(
            Diagnostic::info(LINT.page.code, title.at, message).with_help("shorten it to 120"),
        );
    }
}
