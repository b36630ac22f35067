//! `sigma/double-wildcard`

use super::{Piece, pieces};
use crate::context::SigmaContext;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_sigma::ast::Value;
use ruleglot_source::{Diagnostic, Edit, FileSpan, Fix, Safety, Severity, Span};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "sigma/double-wildcard",
        kind: Kind::Finding(Severity::Info),
        what: "A value has two `*` side by side.",
        why: "One `*` already stands for any run of characters, so the second changes nothing, and one of them was \
              perhaps meant as `\\*`, the character itself.",
        remedy: "Write one `*`, which is what the fix does, or `\\*` for the character.",
        since: "0.1.0",
    },
    run: Run::Sigma(check),
};

fn check(context: &SigmaContext<'_>, out: &mut Vec<Diagnostic>) {
    context.texts(|value| {
        if value.text.contains("**") {
            out.extend(finding(context, value));
        }
    });
}

fn finding(context: &SigmaContext<'_>, value: &Value) -> Option<Diagnostic> {
    let stars: Vec<usize> =
        pieces(&value.text).filter(|(_, piece)| *piece == Piece::Run).map(|(at, _)| at).collect();
    let doubled: Vec<usize> =
        stars.windows(2).filter(|two| two[0] + 1 == two[1]).map(|two| two[1]).collect();
    let first = *doubled.first()?;
    let message = format!("'{}' has two wildcards side by side", value.text);
    let help = "write one `*`, or `\\*` for the character itself";
    let Some(text) = context.verbatim(value) else {
        let at = SigmaContext::place(value);
        return Some(Diagnostic::info(LINT.page.code, at, message).with_help(help));
    };
    let place = |at: usize, len: usize| {
        let start = text.start as usize + at;
        Span::new(start, start + len)
    };
    let edits =
        doubled.iter().map(|at| Edit { span: place(*at, 1), text: String::new() }).collect();
    let at = FileSpan::new(context.file.id, place(first - 1, 2));
    Some(
        Diagnostic::info(LINT.page.code, at, message)
            .with_help(help)
            .with_fix(Fix { safety: Safety::Safe, edits }),
    )
}
