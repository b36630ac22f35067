//! `sigmahq/fields`

use crate::sigma_rule::{SigmaRule, fixed, removed};
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Safety, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "sigmahq/fields",
        kind: Kind::OnRequest(Severity::Info),
        what: "A Sigma rule has `fields`.",
        why: "SigmaHQ gave the key up: which fields an alert shows is set where the rule runs.",
        remedy: "Leave it out.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    let Some(entry) = rule.entry("fields") else { return };
    let finding =
        Diagnostic::info(LINT.page.code, rule.place(entry.key_span), "the rule has `fields`")
            .with_help("leave it out");
    // What the alert shows is lost.
    let lines = rule.lines_of(entry);
    out.push(fixed(finding, lines.map(|lines| removed(lines, Safety::Unsafe))));
}
