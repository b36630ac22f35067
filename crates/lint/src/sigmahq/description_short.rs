//! `sigmahq/description-short`

use crate::sigma_rule::SigmaRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "sigmahq/description-short",
        kind: Kind::OnRequest(Severity::Info),
        what: "The description of a Sigma rule has fewer than 16 characters.",
        why: "SigmaHQ's checks refuse it.",
        remedy: "Say in a sentence what the rule detects.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    let Some(description) = rule.text("description") else { return };
    let long = description.text.chars().count();
    if long < 16 {
        let message = format!("the description has {long} characters");
        out.push(
            Diagnostic::info(LINT.page.code, description.at, message)
                .with_help("say in a sentence what the rule detects"),
        );
    }
}
