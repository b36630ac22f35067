//! `spl/wildcard-index`

use super::SplContext;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};
use ruleglot_spl::ast::{CompareOp, ExprKind, Piece, ValueKind};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "spl/wildcard-index",
        kind: Kind::OnRequest(Severity::Warning),
        what: "A search reads every index: `index=*`.",
        why: "It costs as much as the installation is large.",
        remedy: "Name the indexes, or a macro that names them.",
        since: "0.1.0",
    },
    run: Run::Spl(check),
};

fn check(context: &SplContext<'_>, out: &mut Vec<Diagnostic>) {
    context.conditions(|expr| {
        let ExprKind::Compare { field, value, op: CompareOp::Eq } = &expr.kind else { return };
        let ValueKind::Text { pieces, .. } = &value.kind else { return };
        if field.text == "index" && matches!(pieces.as_slice(), [Piece::Star]) {
            let message = "the search reads every index";
            out.push(
                Diagnostic::warning(LINT.page.code, context.place(expr.at), message)
                    .with_help("name the indexes, or a macro that names them"),
            );
        }
    });
}
