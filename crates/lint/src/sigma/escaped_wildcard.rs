//! `sigma/escaped-wildcard`

use super::{Piece, pieces};
use crate::context::SigmaContext;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_sigma::ast::Value;
use ruleglot_source::{Diagnostic, FileSpan, Severity, Span};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "sigma/escaped-wildcard",
        kind: Kind::OnRequest(Severity::Info),
        what: "A value has `\\*` or `\\?`, which stands for the character itself.",
        why: "A wildcard may have been meant. Mostly the character is, so this is told on request; in the middle of a \
              path it is `sigma/wildcard-lost-in-path`.",
        remedy: "If a wildcard is meant, write the backslash twice: `C:\\\\*\\x.exe`. If the character is meant, allow \
                 this finding with the reason.",
        since: "0.1.0",
    },
    run: Run::Sigma(check),
};

fn check(context: &SigmaContext<'_>, out: &mut Vec<Diagnostic>) {
    context.texts(|value| {
        if !value.text.contains("\\*") && !value.text.contains("\\?") {
            return;
        }
        let Some((first, _)) = pieces(&value.text).find(|(_, p)| *p == Piece::EscapedWildcard)
        else {
            return;
        };
        let what = &value.text[first..first + 2];
        let at = place(context, value, first);
        let message = format!("`{what}` in '{}' is the character, no wildcard", value.text);
        out.push(
            Diagnostic::info(LINT.page.code, at, message)
                .with_help("for a backslash and a wildcard write the backslash twice"),
        );
    });
}

/// Where an escape of a value stands; the whole value where it is spelt otherwise.
pub(super) fn place(context: &SigmaContext<'_>, value: &Value, offset: usize) -> FileSpan {
    match context.verbatim(value) {
        Some(text) => {
            let start = text.start as usize + offset;
            FileSpan::new(context.file.id, Span::new(start, start + 2))
        }
        None => SigmaContext::place(value),
    }
}
