//! `logic/implied`

use super::LogicContext;
use super::relation::{Kind, Relation};
use crate::{CodePage, Kind as Told, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "logic/implied",
        kind: Told::Finding(Severity::Info),
        what: "A condition adds nothing beside another: of two that must hold it holds wherever the other does, of two of \
               which one is enough it holds only where the other does. Values of one field of which one is enough are \
               `logic/covered-value`.",
        why: "It costs reading and searching, and often something narrower or wider was meant.",
        remedy: "Remove it, or write what was meant.",
        since: "0.1.0",
    },
    run: Run::Logic(check),
};

fn check(context: &LogicContext<'_>, out: &mut Vec<Diagnostic>) {
    let wanted = |r: &&Relation| matches!(r.kind, Kind::FollowsAnd | Kind::FollowsOr);
    out.extend(context.relations.iter().filter(wanted).filter_map(|r| finding(context, r)));
}

fn finding(context: &LogicContext<'_>, relation: &Relation) -> Option<Diagnostic> {
    if relation.kind == Kind::FollowsOr {
        return only_where(context, relation, LINT.page.code);
    }
    let at = context.value_at(relation.at, relation.value)?;
    let other = context.value_at(relation.other, relation.other_value)?;
    let message = format!("`{}` holds wherever `{}` does", context.shown(at), context.shown(other));
    let found = Diagnostic::info(LINT.page.code, at, message)
        .with_label(other, "this says more")
        .with_help("remove it, or write what was meant");
    Some(found)
}

/// That a part holds only where another does, which is enough.
pub(super) fn only_where(
    context: &LogicContext<'_>,
    relation: &Relation,
    code: &'static str,
) -> Option<Diagnostic> {
    let at = context.value_at(relation.at, relation.value)?;
    let other = context.value_at(relation.other, relation.other_value)?;
    let (shown, by) = (context.shown(at), context.shown(other));
    let found = Diagnostic::info(code, at, format!("`{shown}` holds only where `{by}` does"))
        .with_label(other, "this says as much")
        .with_help("remove it, or write what was meant");
    Some(found)
}
