//! `attack/parent-beside-sub-technique`

use super::AttackContext;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "attack/parent-beside-sub-technique",
        kind: Kind::OnRequest(Severity::Info),
        what: "A flat list has a technique beside one of its sub-techniques.",
        why: "The sub-technique says the technique too; counted by id, the rule counts twice.",
        remedy: "Remove the technique, unless the rule is about more of it than the sub-technique. It is told on request: many \
                 repositories list both throughout.",
        since: "0.1.0",
    },
    run: Run::Attack(check),
};

fn check(context: &AttackContext<'_>, out: &mut Vec<Diagnostic>) {
    if !context.is_flat() {
        return;
    }
    for (mention, technique) in context.techniques() {
        let below = |id: &str| id.split_once('.').is_some_and(|(main, _)| main == technique.id);
        let Some((sub, _)) = context.techniques().find(|(_, t)| below(t.id)) else { continue };
        let (main, id) = (&mention.written.text, &sub.written.text);
        let message = format!("`{main}` stands beside its sub-technique `{id}`");
        out.push(
            Diagnostic::info(LINT.page.code, mention.written.at, message)
                .with_label(sub.written.at, "it says more")
                .with_help(format!("remove `{main}`, unless more of it is meant")),
        );
    }
}
