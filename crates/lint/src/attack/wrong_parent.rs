//! `attack/wrong-parent`

use super::AttackContext;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_formats::{AttackRole, Mentioned};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "attack/wrong-parent",
        kind: Kind::Finding(Severity::Error),
        what: "A sub-technique stands below a technique that is not its own, or techniques and sub-techniques stand in each \
               other's place.",
        why: "The number of a sub-technique begins with that of its technique; Elastic's own tests refuse anything else.",
        remedy: "Put it below its own technique.",
        since: "0.1.0",
    },
    run: Run::Attack(check),
};

fn check(context: &AttackContext<'_>, out: &mut Vec<Diagnostic>) {
    for mention in context.list() {
        let Mentioned::Technique(id) = &mention.what else { continue };
        let (message, help) = match (mention.role, id.split_once('.')) {
            (AttackRole::Technique, Some((main, _))) => (
                format!("`{id}` is a sub-technique, and stands where a technique does"),
                format!("put it below `{main}`, as its `subtechnique`"),
            ),
            (AttackRole::SubTechnique, None) => (
                format!("`{id}` is a technique, and stands where a sub-technique does"),
                "put it among the techniques".to_owned(),
            ),
            (AttackRole::SubTechnique, Some((main, _))) => {
                let above = context.below(mention).map(|m| &m.what);
                match above {
                    Some(Mentioned::Technique(above)) if above != main => (
                        format!("`{id}` stands below `{above}`, which is not its technique"),
                        format!("put it below `{main}`"),
                    ),
                    _ => continue,
                }
            }
            _ => continue,
        };
        out.push(Diagnostic::error(LINT.page.code, mention.written.at, message).with_help(help));
    }
}
