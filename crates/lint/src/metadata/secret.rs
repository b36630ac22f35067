//! `metadata/secret`

mod checks;

use crate::{CodePage, FileContext, Kind, Lint, Run};
use checks::KINDS;
use regex::Regex;
use ruleglot_source::{Diagnostic, FileSpan, Severity, Span};
use std::sync::LazyLock;

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "metadata/secret",
        kind: Kind::Finding(Severity::Warning),
        what: "The file of a rule holds a key or a token: one with a known beginning and the form, length and check digits \
               that belong to it. Keys that vendors print as examples are left out.",
        why: "Rules are shared and published; whoever reads the file has the key. The value itself is never shown.",
        remedy: "Revoke it where it was issued, then take it out; it stays in the history of the repository. A test wants a \
                 made-up value, such as the vendor's example.",
        since: "0.1.0",
    },
    run: Run::File(check),
};

/// All kinds in one expression, a group each: the file is read once.
static ANY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let kinds: Vec<String> = KINDS.iter().map(|kind| format!("({})", kind.form)).collect();
    Regex::new(&kinds.join("|")).ok()
});

fn check(context: &FileContext<'_>, out: &mut Vec<Diagnostic>) {
    for (name, span) in found(&context.file.text) {
        let at = FileSpan::new(context.file.id, span);
        out.push(
            Diagnostic::warning(LINT.page.code, at, format!("{name} stands in the file"))
                .with_help("revoke it where it was issued, then take it out"),
        );
    }
}

/// Where keys and tokens stand in a text: what shows the text shows something else there.
pub fn secrets(text: &str) -> Vec<Span> {
    found(text).into_iter().map(|(_, span)| span).collect()
}

fn found(text: &str) -> Vec<(&'static str, Span)> {
    let Some(any) = ANY.as_ref() else { return Vec::new() };
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let mut out = Vec::new();
    for found in any.captures_iter(text) {
        let kind = KINDS.iter().enumerate().find_map(|(i, k)| Some((k, found.get(i + 1)?)));
        let Some((kind, found)) = kind else { continue };
        let inside = is_word(text[..found.start()].chars().next_back())
            || is_word(text[found.end()..].chars().next());
        if !inside && (kind.is_real)(found.as_str()) {
            out.push((kind.name, Span::new(found.start(), found.end())));
        }
    }
    out
}
