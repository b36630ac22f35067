//! `logic/covered-value`

use super::LogicContext;
use super::implied::only_where;
use super::relation::{Kind, Relation};
use crate::lines::own_line;
use crate::{CodePage, Kind as Told, Lint, Run};
use ruleglot_source::{Diagnostic, Edit, Fix, Safety, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "logic/covered-value",
        kind: Told::OnRequest(Severity::Info),
        what: "Of the values of a field of which one is enough, one finds nothing that another does not find: `.docx` \
               where any text with `.doc` in it is found.",
        why: "It costs searching, and often the wider value was meant to be narrower. Lists that are kept complete for \
              their readers have such values on purpose, so it is told on request.",
        remedy: "Remove it, which is what the fix does for a value on a line of its own, or write what was meant.",
        since: "0.1.0",
    },
    run: Run::Logic(check),
};

fn check(context: &LogicContext<'_>, out: &mut Vec<Diagnostic>) {
    let covered = context.relations.iter().filter(|r| r.kind == Kind::Covered);
    out.extend(covered.filter_map(|relation| finding(context, relation)));
}

fn finding(context: &LogicContext<'_>, relation: &Relation) -> Option<Diagnostic> {
    let found = only_where(context, relation, LINT.page.code)?;
    Some(match fix(context, relation, &found) {
        Some(fix) => found.with_fix(fix),
        None => found,
    })
}

/// The line of a value of a list, which the other value makes needless.
fn fix(context: &LogicContext<'_>, relation: &Relation, found: &Diagnostic) -> Option<Fix> {
    relation.value?;
    let span = own_line(&context.rule.file.text, found.at().span)?;
    Some(Fix { safety: Safety::Safe, edits: vec![Edit { span, text: String::new() }] })
}
