//! `spl/null-as-text`

use super::SplContext;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};
use ruleglot_spl::ast::{CompareOp, ExprKind};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "spl/null-as-text",
        kind: Kind::Finding(Severity::Info),
        what: "A condition of `search` compares a field with the bare word `null`.",
        why: "`search` knows no null: it compares with the text `null`. `field!=null` holds of every event that has the field with another text, so it works by accident; `field=null` does not find missing fields.",
        remedy: "Write `field=*` for a field that is there and `NOT field=*` for one that is not; put the text in quotes if it is meant.",
        since: "0.1.0",
    },
    run: Run::Spl(check),
};

fn check(context: &SplContext<'_>, out: &mut Vec<Diagnostic>) {
    context.conditions(|expr| {
        let ExprKind::Compare { field, value, op } = &expr.kind else { return };
        let written = context.written(value.at);
        if written.eq_ignore_ascii_case("null") {
            let instead = if *op == CompareOp::Ne { "" } else { "NOT " };
            let message = format!("`{written}` is a text in a `search`");
            let help = format!("write `{instead}{}=*`, or put the text in quotes", field.text);
            out.push(
                Diagnostic::info(LINT.page.code, context.place(value.at), message).with_help(help),
            );
        }
    });
}
