//! `logic/implied`

use super::LogicContext;
use super::relation::{Kind, Relation};
use crate::lines::own_line;
use crate::{CodePage, Kind as Told, Lint, Run};
use ruleglot_source::{Diagnostic, Edit, FileSpan, Fix, Safety, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "logic/implied",
        kind: Told::Finding(Severity::Info),
        what: "A condition adds nothing beside another: of two that must hold it holds wherever the other does, of two of \
               which one is enough it holds only where the other does.",
        why: "It costs reading and searching, and often something narrower or wider was meant.",
        remedy: "Remove it, which is what the fix does for a value on a line of its own, or write what was meant.",
        since: "0.1.0",
    },
    run: Run::Logic(check),
};

fn check(context: &LogicContext<'_>, out: &mut Vec<Diagnostic>) {
    let wanted = |r: &&Relation| matches!(r.kind, Kind::FollowsAnd | Kind::FollowsOr);
    out.extend(context.relations.iter().filter(wanted).filter_map(|r| finding(context, r)));
}

fn finding(context: &LogicContext<'_>, relation: &Relation) -> Option<Diagnostic> {
    let at = context.value_at(relation.at, relation.value)?;
    let other = context.value_at(relation.other, relation.other_value)?;
    let (shown, by) = (context.shown(at), context.shown(other));
    let (message, label) = if relation.kind == Kind::FollowsAnd {
        (format!("`{shown}` holds wherever `{by}` does"), "this says more")
    } else {
        (format!("`{shown}` holds only where `{by}` does"), "this says as much")
    };
    let found = Diagnostic::info(LINT.page.code, at, message)
        .with_label(other, label)
        .with_help("remove it, or write what was meant");
    Some(match fix(context, relation, at) {
        Some(fix) => found.with_fix(fix),
        None => found,
    })
}

/// The line of a value of a list, which the other value makes needless.
fn fix(context: &LogicContext<'_>, relation: &Relation, at: FileSpan) -> Option<Fix> {
    relation.value?;
    let span = own_line(&context.rule.file.text, at.span)?;
    Some(Fix { safety: Safety::Safe, edits: vec![Edit { span, text: String::new() }] })
}
