//! `logic/leading-wildcard`

use super::LogicContext;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_ir::{ByMapping, ExprKind, Part, Pattern, Test};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "logic/leading-wildcard",
        kind: Kind::OnRequest(Severity::Info),
        what: "A pattern begins with a wildcard.",
        why: "No index helps to find it: every value is looked at.",
        remedy: "Write how the value begins, or ask a field that holds only its end, such as a name without its path.",
        since: "0.1.0",
    },
    run: Run::Logic(check),
};

fn check(context: &LogicContext<'_>, out: &mut Vec<Diagnostic>) {
    context.leaves(|leaf, _| {
        let (ExprKind::Test { test, .. }, Some(at)) = (&leaf.kind, leaf.origin.0) else { return };
        let open = |p: &Pattern| matches!(p.parts(), [Part::Run | Part::One, Part::Text(_), ..]);
        let leads = match test {
            Test::Text { any, .. } => any.iter().any(open),
            Test::ByMapping(ByMapping::Match { pattern, .. }) => open(pattern),
            _ => false,
        };
        if leads {
            let message =
                format!("`{}` has a pattern that begins with a wildcard", context.shown(at));
            out.push(
                Diagnostic::info(LINT.page.code, at, message).with_help(
                    "write how the value begins, or ask a field that holds only its end",
                ),
            );
        }
    });
}
