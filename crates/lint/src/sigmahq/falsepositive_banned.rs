//! `sigmahq/falsepositive-banned`

use crate::sigma_rule::SigmaRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "sigmahq/falsepositive-banned",
        kind: Kind::OnRequest(Severity::Info),
        what: "An entry of `falsepositives` of a Sigma rule has the word `none`, `pentest` or `penetration`.",
        why: "SigmaHQ's checks refuse it. No rule is without false positives, and a penetration test is none.",
        remedy: "Write `Unknown` or `Unlikely`, or say what else matches.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    for said in rule.list("falsepositives") {
        let lower = said.text.to_lowercase();
        let mut words = lower.split(|c: char| !c.is_alphanumeric());
        let banned = words.find(|word| ["none", "pentest", "penetration"].contains(word));
        if let Some(word) = banned {
            let message = format!("`{word}` is no false positive");
            out.push(
                Diagnostic::info(LINT.page.code, said.at, message)
                    .with_help("write `Unknown` or `Unlikely`, or say what else matches"),
            );
        }
    }
}
