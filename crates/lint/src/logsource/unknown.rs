//! `logsource/unknown`

use super::{is_known, misspelt, words};
use crate::sigma_rule::SigmaRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "logsource/unknown",
        kind: Kind::OnRequest(Severity::Info),
        what: "No log source is known by the words of a Sigma rule: neither to SigmaHQ's own checks nor to the \
              tables of this program.",
        why: "Nobody's pipeline maps its fields. Repositories may have log sources of their own.",
        remedy: "Write the words of a known log source, or leave the finding out where it is your own.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    let said = words(rule);
    let Some(entry) = rule.entry("logsource").filter(|_| said.iter().any(Option::is_some)) else {
        return;
    };
    if is_known(said) || misspelt(said).is_some() {
        return;
    }
    let words: Vec<&str> = said.into_iter().flatten().collect();
    let message = format!("no log source is known as `{}`", words.join("`, `"));
    out.push(
        Diagnostic::info(LINT.page.code, rule.place(entry.key_span), message)
            .with_help("write the words of a known log source, unless it is your own"),
    );
}
