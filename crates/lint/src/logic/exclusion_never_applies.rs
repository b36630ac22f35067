//! `logic/exclusion-never-applies`

use super::LogicContext;
use super::relation::{Kind, Relation};
use crate::{CodePage, Kind as Told, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "logic/exclusion-never-applies",
        kind: Told::Finding(Severity::Warning),
        what: "An exclusion cannot hold together with what the rule selects, or its own conditions never hold together. One \
               of missing or empty values is a guard, and is not remarked.",
        why: "It excludes nothing. The noise that it was written against is still there, or the selection is not what was \
              meant.",
        remedy: "Correct the exclusion or the selection, or remove the exclusion.",
        since: "0.1.0",
    },
    run: Run::Logic(check),
};

fn check(context: &LogicContext<'_>, out: &mut Vec<Diagnostic>) {
    let never = context.relations.iter().filter(|r| r.kind == Kind::ExclusionNever);
    out.extend(never.map(|relation| finding(context, relation)));
}

fn finding(context: &LogicContext<'_>, relation: &Relation) -> Diagnostic {
    let (at, other) = (context.shown(relation.at), context.shown(relation.other));
    let (message, label) = if relation.truth == relation.other_truth {
        let message = format!("`{at}` never holds together with `{other}`, so nothing is excluded");
        (message, "both must hold to be excluded")
    } else {
        let message = format!("the exclusion `{at}` never holds together with `{other}`");
        (message, "this is selected")
    };
    Diagnostic::warning(LINT.page.code, relation.at, message)
        .with_label(relation.other, label)
        .with_help("correct the exclusion or the selection, or remove the exclusion")
}
