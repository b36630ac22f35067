//! `sigmahq/falsepositive-typo`

use crate::sigma_rule::{SigmaRule, fixed};
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Safety, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "sigmahq/falsepositive-typo",
        kind: Kind::OnRequest(Severity::Info),
        what: "An entry of `falsepositives` of a Sigma rule has a word that is often misspelt: `unkown`, \
              `ligitimate`, `legitim`, `legitimeate`.",
        why: "SigmaHQ's checks refuse it.",
        remedy: "Correct it, which is what the fix does.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

/// Words as they are misspelt, and as they are spelt.
const TYPOS: [(&str, &str); 4] = [
    ("unkown", "unknown"),
    ("ligitimate", "legitimate"),
    ("legitim", "legitimate"),
    ("legitimeate", "legitimate"),
];

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    for said in rule.list("falsepositives") {
        let mut words = said.text.split(|c: char| !c.is_alphanumeric());
        let typo = words.find_map(|word| {
            let right = TYPOS.iter().find(|(wrong, _)| wrong.eq_ignore_ascii_case(word))?.1;
            Some((word, right))
        });
        let Some((word, right)) = typo else { continue };
        let message = format!("`{word}` is misspelt");
        let finding = Diagnostic::info(LINT.page.code, said.at, message)
            .with_help(format!("write `{right}`"));
        let right = if word.starts_with(char::is_uppercase) {
            format!("{}{}", right[..1].to_uppercase(), &right[1..])
        } else {
            right.to_owned()
        };
        let text = said.text.replacen(word, &right, 1);
        out.push(fixed(finding, said.rewritten(&text, Safety::Safe)));
    }
}
