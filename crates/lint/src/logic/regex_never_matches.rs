//! `logic/regex-never-matches`

use super::LogicContext;
use crate::{CodePage, Kind, Lint, Run};
use regex_syntax::hir::{Hir, HirKind, Look};
use ruleglot_eval::regex_syntax_of;
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "logic/regex-never-matches",
        kind: Kind::Finding(Severity::Warning),
        what: "A regular expression asks for text before the beginning or after the end, or for a character that no class holds.",
        why: "No text matches it.",
        remedy: "Move the `^` or `$`, or escape it if the character is meant.",
        since: "0.1.0",
    },
    run: Run::Logic(check),
};

fn check(context: &LogicContext<'_>, out: &mut Vec<Diagnostic>) {
    context.regexes(|regex, at| {
        if regex_syntax_of(regex).is_some_and(|hir| never(&hir)) {
            let message = format!("no text matches the regular expression `{}`", regex.text);
            out.push(
                Diagnostic::warning(LINT.page.code, at, message)
                    .with_help("move the `^` or `$`, or escape it if the character is meant"),
            );
        }
    });
}

/// Whether it is plain that nothing matches.
fn never(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Class(class) => class.is_empty(),
        HirKind::Capture(capture) => never(&capture.sub),
        HirKind::Repetition(r) => r.min > 0 && never(&r.sub),
        HirKind::Alternation(of) => of.iter().all(never),
        HirKind::Concat(of) => of.iter().any(never) || out_of_bounds(of),
        _ => false,
    }
}

/// Whether something must stand before the beginning or after the end.
fn out_of_bounds(of: &[Hir]) -> bool {
    let needs = |hir: &Hir| hir.properties().minimum_len().is_some_and(|len| len > 0);
    let is = |hir: &Hir, look: Look| matches!(hir.kind(), HirKind::Look(l) if *l == look);
    of.iter().enumerate().any(|(i, hir)| {
        (is(hir, Look::Start) && of[..i].iter().any(needs))
            // Before a line break at the end `$` matches too: what follows must be more than that.
            || (is(hir, Look::End) && of[i + 1..].iter().any(|h| needs(h) && !may_be_line_break(h)))
    })
}

fn may_be_line_break(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Literal(literal) => literal.0.starts_with(b"\n"),
        _ => true,
    }
}
