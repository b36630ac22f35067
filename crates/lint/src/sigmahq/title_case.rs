//! `sigmahq/title-case`

use crate::sigma_rule::SigmaRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "sigmahq/title-case",
        kind: Kind::OnRequest(Severity::Info),
        what: "A word of the title of a Sigma rule begins with a small letter, other than `a`, `of`, `with` and \
              the like.",
        why: "SigmaHQ's checks refuse it.",
        remedy: "Write the title in capitals and small letters as titles of books are.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

/// Words that stay small.
const SMALL: [&str; 20] = [
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "new", "of", "on", "or", "over",
    "the", "through", "to", "via", "with", "without",
];

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    let Some(title) = rule.text("title") else { return };
    // Names keep their letters: `macOS`, `ntds.dit`.
    let plain = |word: &&str| word.chars().all(|c| c.is_lowercase() || c == '-');
    let small = |word: &&str| word.starts_with(char::is_lowercase) && !SMALL.contains(word);
    if let Some(word) = title.text.split_whitespace().filter(plain).find(small) {
        let message = format!("`{word}` in the title begins with a small letter");
        out.push(
            Diagnostic::info(LINT.page.code, title.at, message)
                .with_help("begin each word of a title with a capital"),
        );
    }
}
