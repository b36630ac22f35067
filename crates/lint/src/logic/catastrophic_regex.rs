//! `logic/catastrophic-regex`

use super::LogicContext;
use crate::{CodePage, Kind, Lint, Run};
use regex_syntax::hir::{Hir, HirKind};
use ruleglot_eval::regex_syntax_of;
use ruleglot_ir::Flavor;
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "logic/catastrophic-regex",
        kind: Kind::Finding(Severity::Warning),
        what: "A regular expression repeats something that repeats itself, as in `(a+)+`.",
        why: "An engine that backtracks tries every way to share a text out among the two: on a text that does not match, each character doubles the time.",
        remedy: "Repeat once: `a+`. What must repeat as a group needs something that tells one round from the next, as in `(a+,)+`.",
        since: "0.1.0",
    },
    run: Run::Logic(check),
};

fn check(context: &LogicContext<'_>, out: &mut Vec<Diagnostic>) {
    context.regexes(|regex, at| {
        let backtracks = matches!(regex.flavor, Flavor::Pcre | Flavor::Java | Flavor::Python);
        if backtracks && regex_syntax_of(regex).is_some_and(|hir| explodes(&hir, Inside::Nothing)) {
            let message = format!("the regular expression `{}` repeats a repetition", regex.text);
            out.push(
                Diagnostic::warning(LINT.page.code, at, message)
                    .with_help("repeat once, or put something between the rounds"),
            );
        }
    });
}

/// Whether every round of a repetition around must end where this does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Nothing,
    Repetition,
}

/// Whether an endless repetition is all that an endless repetition repeats.
fn explodes(hir: &Hir, inside: Inside) -> bool {
    match hir.kind() {
        HirKind::Capture(capture) => explodes(&capture.sub, inside),
        HirKind::Repetition(r) => {
            let endless = r.max.is_none();
            (endless && inside == Inside::Repetition && r.sub.properties().minimum_len() != Some(0))
                || explodes(&r.sub, if endless { Inside::Repetition } else { Inside::Nothing })
        }
        HirKind::Alternation(of) => of.iter().any(|x| explodes(x, inside)),
        HirKind::Concat(of) => of.iter().enumerate().any(|(i, x)| {
            // What stands beside it and may be empty tells no round from the next.
            let alone = of
                .iter()
                .enumerate()
                .all(|(k, other)| k == i || other.properties().minimum_len() == Some(0));
            explodes(x, if alone { inside } else { Inside::Nothing })
        }),
        _ => false,
    }
}
