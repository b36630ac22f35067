//! `logic/always-true`

use super::LogicContext;
use super::relation::{Kind, Relation};
use crate::{CodePage, Kind as Told, Lint, Run};
use ruleglot_eval::Truth;
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "logic/always-true",
        kind: Told::Finding(Severity::Warning),
        what: "Of two conditions joined by \"or\" one always holds: `not a or not b` for different values of a field that \
               has one, or a condition beside its own contrary.",
        why: "They test nothing. Where values are excluded one by one, \"and\" was meant: nothing is both values, so \
              everything differs from one of them.",
        remedy: "Join them with \"and\", or deny the list as a whole.",
        since: "0.1.0",
    },
    run: Run::Logic(check),
};

fn check(context: &LogicContext<'_>, out: &mut Vec<Diagnostic>) {
    let wanted = |r: &&Relation| matches!(r.kind, Kind::Always | Kind::AlwaysWhereValued);
    out.extend(context.relations.iter().filter(wanted).map(|relation| finding(context, relation)));
    let always = context.settled.iter().filter(|(truth, _)| *truth == Truth::Holds);
    out.extend(always.map(|(_, at)| {
        Diagnostic::warning(LINT.page.code, *at, "the condition always holds")
            .with_help("it asks for a part or its own contrary, which every event is: remove one")
    }));
}

fn finding(context: &LogicContext<'_>, relation: &Relation) -> Diagnostic {
    let (at, other) = (context.shown(relation.at), context.shown(relation.other));
    let message = if relation.kind == Kind::Always {
        format!("`{other}` or `{at}`: one of them always holds")
    } else {
        format!("`{other}` or `{at}`: one of them holds of every value")
    };
    Diagnostic::warning(LINT.page.code, relation.at, message)
        .with_label(relation.other, "either of them is enough")
        .with_help("join them with \"and\", or remove both")
}
