//! `sigmahq/title-end`

use crate::sigma_rule::{SigmaRule, fixed};
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Safety, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "sigmahq/title-end",
        kind: Kind::OnRequest(Severity::Info),
        what: "The title of a Sigma rule ends with a full stop.",
        why: "SigmaHQ's checks refuse it.",
        remedy: "Leave it out, which is what the fix does.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    let Some(title) = rule.text("title").filter(|title| title.text.ends_with('.')) else { return };
    let finding = Diagnostic::info(LINT.page.code, title.at, "the title ends with a full stop")
        .with_help("leave it out");
    let left = Some(title.text.trim_end_matches('.')).filter(|left| !left.is_empty());
    out.push(fixed(finding, left.and_then(|left| title.rewritten(left, Safety::Safe))));
}
