//! `logic/null-dropping-negation`

use super::LogicContext;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_ir::{ExprKind, Monotone, Quant, Taxonomy, Test};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "logic/null-dropping-negation",
        kind: Kind::OnRequest(Severity::Info),
        what: "A condition asks for a value that differs, and so for a field that is there: `field!=x` in Splunk.",
        why: "An event without the field is left out, which a reader of `!=` hardly expects; `NOT field=x` keeps it.",
        remedy: "Write `NOT field=x` where events without the field are wanted, and ask for the field itself where they are not.",
        since: "0.1.0",
    },
    run: Run::Logic(check),
};

fn check(context: &LogicContext<'_>, out: &mut Vec<Diagnostic>) {
    context.leaves(|leaf, at| {
        let ExprKind::Test { quant: Quant::Any, test: Test::Fails(_), .. } = &leaf.kind else {
            return;
        };
        let Some(place) = leaf.origin.0.filter(|_| at == Monotone::Up) else { return };
        let made = leaf.field().is_some_and(|f| f.taxonomy == Taxonomy::Derived);
        let shown = context.shown(place);
        if made || shown.starts_with('`') {
            return;
        }
        let message = format!("`{shown}` leaves out events without the field");
        out.push(
            Diagnostic::info(LINT.page.code, place, message)
                .with_help("write `NOT field=value` if they are wanted"),
        );
    });
}
