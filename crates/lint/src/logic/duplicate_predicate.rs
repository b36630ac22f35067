//! `logic/duplicate-predicate`

use super::LogicContext;
use super::relation::{Kind, Relation};
use crate::{CodePage, Kind as Told, Lint, Run};
use ruleglot_formats::Ast;
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "logic/duplicate-predicate",
        kind: Told::Finding(Severity::Warning),
        what: "The same condition stands twice side by side, perhaps in other words.",
        why: "The second adds nothing. Often one of them was meant to be another.",
        remedy: "Remove one, or write what was meant.",
        since: "0.1.0",
    },
    run: Run::Logic(check),
};

fn check(context: &LogicContext<'_>, out: &mut Vec<Diagnostic>) {
    let is_sigma = context.rule.read.parts.iter().any(|p| matches!(p.ast, Ast::Sigma(_)));
    // Values of a Sigma list are told by `sigma/duplicate-value`.
    let own = |r: &&Relation| r.kind == Kind::Same && !(is_sigma && r.value.is_some());
    out.extend(context.relations.iter().filter(own).filter_map(|r| finding(context, r)));
}

fn finding(context: &LogicContext<'_>, relation: &Relation) -> Option<Diagnostic> {
    let mut at = context.value_at(relation.at, relation.value)?;
    let other = context.value_at(relation.other, relation.other_value)?;
    if at == other {
        at = relation.at;
    }
    let (shown, first) = (context.shown(at), context.shown(other));
    let message = if shown == first {
        format!("`{shown}` stands here twice")
    } else {
        format!("`{shown}` says the same as `{first}`")
    };
    let found = Diagnostic::warning(LINT.page.code, at, message)
        .with_label(other, "first here")
        .with_help("remove one of them, or write what was meant");
    Some(found)
}
