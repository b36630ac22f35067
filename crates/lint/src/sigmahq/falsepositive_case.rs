//! `sigmahq/falsepositive-case`

use crate::sigma_rule::{SigmaRule, fixed};
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Safety, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "sigmahq/falsepositive-case",
        kind: Kind::OnRequest(Severity::Info),
        what: "An entry of `falsepositives` of a Sigma rule begins with a small letter.",
        why: "SigmaHQ's checks refuse it.",
        remedy: "Begin it with a capital, which is what the fix does.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    for said in rule.list("falsepositives") {
        let Some(first) = said.text.chars().next().filter(|c| c.is_lowercase()) else { continue };
        let right: String = first.to_uppercase().chain(said.text.chars().skip(1)).collect();
        let message = format!("'{}' begins with a small letter", said.text);
        let finding =
            Diagnostic::info(LINT.page.code, said.at, message).with_help("begin it with a capital");
        out.push(fixed(finding, said.rewritten(&right, Safety::Safe)));
    }
}
