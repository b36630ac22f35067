//! `sigmahq/description-link`

use crate::sigma_rule::SigmaRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "sigmahq/description-link",
        kind: Kind::OnRequest(Severity::Info),
        what: "The description of a Sigma rule has a link or speaks of internal research, and the rule has no \
              references.",
        why: "SigmaHQ's checks refuse it. Tools show references apart.",
        remedy: "Move the link to `references`.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    let Some(description) = rule.text("description") else { return };
    if rule.list("references").next().is_some() {
        return;
    }
    let lower = description.text.to_lowercase();
    let words = ["http://", "https://", "internal research"];
    if let Some(word) = words.into_iter().find(|word| lower.contains(word)) {
        let message = format!("the description has `{word}`, and the rule no references");
        out.push(
            Diagnostic::info(LINT.page.code, description.at, message)
                .with_help("move it to `references`"),
        );
    }
}
