//! `spl/ambiguous-precedence`

use super::SplContext;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};
use ruleglot_spl::ast::{At, Eval, EvalKind, Expr, ExprKind};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "spl/ambiguous-precedence",
        kind: Kind::OnRequest(Severity::Info),
        what: "An OR and an AND stand side by side without brackets.",
        why: "In `search` OR binds tighter, in `where` AND does: a reader must know which of the two it is.",
        remedy: "Put brackets around what belongs together.",
        since: "0.1.0",
    },
    run: Run::Spl(check),
};

fn check(context: &SplContext<'_>, out: &mut Vec<Diagnostic>) {
    context.conditions(|expr| {
        let ExprKind::And(of) = &expr.kind else { return };
        let open = |x: &&Expr| matches!(x.kind, ExprKind::Or(_)) && !context.is_bracketed(x.at);
        out.extend(
            of.iter()
                .filter(open)
                .map(|x| finding(context, x.at, "OR binds tighter than AND here")),
        );
    });
    context.evals(|expr| {
        let EvalKind::Or(of) = &expr.kind else { return };
        let open = |x: &&Eval| matches!(x.kind, EvalKind::And(_)) && !context.is_bracketed(x.at);
        out.extend(
            of.iter()
                .filter(open)
                .map(|x| finding(context, x.at, "AND binds tighter than OR here")),
        );
    });
}

fn finding(context: &SplContext<'_>, at: At, which: &str) -> Diagnostic {
    let message = format!("`{}` has no brackets, and {which}", context.shown(at));
    Diagnostic::info(LINT.page.code, context.place(at), message)
        .with_help("put brackets around what belongs together")
}
