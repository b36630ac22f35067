//! `logic/always-false`

use super::LogicContext;
use super::relation::{Kind, Relation};
use crate::{CodePage, Kind as Told, Lint, Run};
use ruleglot_eval::Truth;
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "logic/always-false",
        kind: Told::Finding(Severity::Warning),
        what: "Two conditions that must both hold never do: they ask for different values of a field that has one, or what \
               the one selects the other excludes.",
        why: "The rule, or the alternative in which they stand, matches nothing.",
        remedy: "Join them with \"or\" if either is enough, or correct the one that is wrong, be it the exclusion.",
        since: "0.1.0",
    },
    run: Run::Logic(check),
};

/// What to do about an exclusion of all that is selected.
const EXCLUDES: &str = "correct the exclusion or what is selected, or remove both";

fn check(context: &LogicContext<'_>, out: &mut Vec<Diagnostic>) {
    let never = context.relations.iter().filter(|r| r.kind == Kind::Never);
    out.extend(never.map(|relation| finding(context, relation)));
    let never = context.settled.iter().filter(|(truth, _)| *truth == Truth::Fails);
    out.extend(never.map(|(_, at)| {
        Diagnostic::warning(LINT.page.code, *at, "the condition never holds")
            .with_help("it asks for a part and excludes it: correct the exclusion, or remove it")
    }));
}

fn finding(context: &LogicContext<'_>, relation: &Relation) -> Diagnostic {
    let (at, other) = (context.shown(relation.at), context.shown(relation.other));
    let (message, label, help) = match (relation.truth, relation.other_truth) {
        (Truth::Holds, Truth::Fails) => {
            (format!("`{other}` excludes all that `{at}` selects"), "this excludes it", EXCLUDES)
        }
        (Truth::Fails, Truth::Holds) => {
            (format!("`{at}` excludes all that `{other}` selects"), "this selects it", EXCLUDES)
        }
        _ => (
            format!("`{at}` never holds together with `{other}`"),
            "they must both hold",
            "join them with \"or\" if either is enough, or correct one of them",
        ),
    };
    Diagnostic::warning(LINT.page.code, relation.at, message)
        .with_label(relation.other, label)
        .with_help(help)
}
