//! `spl/never-differs`

use super::SplContext;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};
use ruleglot_spl::ast::{CompareOp, ExprKind, Piece, ValueKind};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "spl/never-differs",
        kind: Kind::Finding(Severity::Warning),
        what: "A condition asks for a field that differs from `*`.",
        why: "A star is every value, so nothing differs from it: the condition is never true. For missing fields it must be `NOT field=*`.",
        remedy: "Write `NOT field=*`.",
        since: "0.1.0",
    },
    run: Run::Spl(check),
};

fn check(context: &SplContext<'_>, out: &mut Vec<Diagnostic>) {
    context.conditions(|expr| {
        let ExprKind::Compare { field, value, op: CompareOp::Ne } = &expr.kind else { return };
        let ValueKind::Text { pieces, .. } = &value.kind else { return };
        if matches!(pieces.as_slice(), [Piece::Star]) {
            let message = format!("`{}` is never true: every value is `*`", context.shown(expr.at));
            let help = format!("write `NOT {}=*` for events without the field", field.text);
            out.push(
                Diagnostic::warning(LINT.page.code, context.place(expr.at), message)
                    .with_help(help),
            );
        }
    });
}
