//! `sigma/wildcard-lost-in-path`

use super::escaped_wildcard::place;
use super::{Piece, pieces};
use crate::context::SigmaContext;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_sigma::ast::Value;
use ruleglot_source::{Diagnostic, Edit, FileSpan, Fix, Safety, Severity, Span};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "sigma/wildcard-lost-in-path",
        kind: Kind::Finding(Severity::Warning),
        what: "In a path, whose other backslashes stand alone, one stands before a wildcard: `C:\\Users\\*\\x.exe`.",
        why: "A backslash before a wildcard makes a character of it, and is itself gone: the path has no folder `*`, so the \
              value matches nothing.",
        remedy: "Write the backslash before the wildcard twice: `C:\\Users\\\\*\\x.exe`.",
        since: "0.1.0",
    },
    run: Run::Sigma(check),
};

fn check(context: &SigmaContext<'_>, out: &mut Vec<Diagnostic>) {
    context.texts(|value| {
        if let Some(offset) = lost(&value.text) {
            out.push(finding(context, value, offset));
        }
    });
}

/// The first escape of a wildcard that follows a name, in a text with a separator that stands alone. Who writes two
/// backslashes before it, or none elsewhere, knows what an escape is.
fn lost(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let alone = |at: usize| bytes[at] == b'\\' && bytes.get(at + 1) != Some(&b'\\');
    if !pieces(text).any(|(at, piece)| piece == Piece::Other && alone(at)) {
        return None;
    }
    pieces(text)
        .filter(|(at, piece)| *piece == Piece::EscapedWildcard && *at > 0)
        .find(|(at, _)| bytes[at - 1] != b'\\')
        .map(|(at, _)| at)
}

fn finding(context: &SigmaContext<'_>, value: &Value, offset: usize) -> Diagnostic {
    let at = place(context, value, offset);
    let what = &value.text[offset..offset + 2];
    let message = format!("`{what}` in '{}' is the character, and no separator", value.text);
    let found = Diagnostic::warning(LINT.page.code, at, message)
        .with_help("for a backslash and a wildcard write the backslash twice");
    match fix(context, value, at) {
        Some(fix) => found.with_fix(fix),
        None => found,
    }
}

/// The backslash a second time, where the escape stands as it is read.
fn fix(context: &SigmaContext<'_>, value: &Value, at: FileSpan) -> Option<Fix> {
    context.verbatim(value)?;
    let start = at.span.start as usize;
    let edits = vec![Edit { span: Span::new(start, start), text: "\\".to_owned() }];
    Some(Fix { safety: Safety::Unsafe, edits })
}
