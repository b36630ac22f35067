//! `sigmahq/trademark`

use crate::sigma_rule::SigmaRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity, Span};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "sigmahq/trademark",
        kind: Kind::OnRequest(Severity::Warning),
        what: "The words `ATT&CK` or `MITRE ATT&CK` stand in a Sigma rule.",
        why: "They are trademarks; SigmaHQ's checks refuse them.",
        remedy: "Say it without the name: the tags point to the techniques.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

/// The trademark, and where its rarest byte stands.
const WORD: &str = "ATT&CK";
const MARK: usize = 3;

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    let whole = rule.root.span;
    let text = rule.file.text.get(whole.range()).unwrap_or_default();
    for (mark, _) in text.match_indices('&') {
        let Some(at) = mark.checked_sub(MARK) else { continue };
        if text.get(at..at + WORD.len()) == Some(WORD) {
            let start = whole.start as usize + at;
            let at = rule.place(Span::new(start, start + WORD.len()));
            out.push(
                Diagnostic::warning(LINT.page.code, at, "`ATT&CK` is a trademark")
                    .with_help("say it without the name"),
            );
        }
    }
}
