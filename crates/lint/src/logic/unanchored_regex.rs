//! `logic/unanchored-regex`

use super::LogicContext;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_eval::regex_syntax_of;
use ruleglot_ir::Anchor;
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "logic/unanchored-regex",
        kind: Kind::OnRequest(Severity::Info),
        what: "A regular expression is searched for anywhere in the value: it has neither `^` nor `$`.",
        why: "It matches in the middle of other words too, and costs more than one with a fixed place.",
        remedy: "Write `^` or `$` where the place is known.",
        since: "0.1.0",
    },
    run: Run::Logic(check),
};

fn check(context: &LogicContext<'_>, out: &mut Vec<Diagnostic>) {
    context.regexes(|regex, at| {
        let open = |hir: regex_syntax::hir::Hir| hir.properties().look_set().is_empty();
        if regex.anchor == Anchor::Search && regex_syntax_of(regex).is_some_and(open) {
            let message = format!("`{}` is searched for anywhere in the value", regex.text);
            out.push(
                Diagnostic::info(LINT.page.code, at, message)
                    .with_help("write `^` or `$` where the place is known"),
            );
        }
    });
}
