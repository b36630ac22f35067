//! `attack/malformed`

use super::AttackContext;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_formats::{AttackLayout, AttackMention, AttackRole, Mentioned};
use ruleglot_knowledge::tactic;
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "attack/malformed",
        kind: Kind::Finding(Severity::Error),
        what: "What stands where ATT&CK is named has no form of an id or name that can stand there.",
        why: "Tools that count coverage look for exact ids; this one they pass over, or refuse.",
        remedy: "Write it as the format has it: `attack.t1059.001` and `attack.execution` in Sigma, `T1059.001` elsewhere. \
                 Where the message says what was meant, the fix writes it.",
        since: "0.1.0",
    },
    run: Run::Attack(check),
};

fn check(context: &AttackContext<'_>, out: &mut Vec<Diagnostic>) {
    for mention in context.list() {
        let Mentioned::Malformed(meant) = &mention.what else { continue };
        let text = &mention.written.text;
        let message = format!("`{text}` is not {}", wanted(context, mention));
        let finding = Diagnostic::error(LINT.page.code, mention.written.at, message);
        let meant = meant.as_deref().and_then(|meant| spelled(context, mention, meant));
        out.push(match meant {
            Some(meant) => {
                let finding = finding.with_help(format!("write `{meant}`"));
                match AttackContext::replace(&mention.written, &meant) {
                    Some(fix) => finding.with_fix(fix),
                    None => finding,
                }
            }
            None => finding.with_help(help(context, mention)),
        });
    }
}

fn wanted(context: &AttackContext<'_>, mention: &AttackMention) -> &'static str {
    match (context.mentions.layout, mention.role) {
        (AttackLayout::Tags, _) => "a tag of ATT&CK",
        (_, AttackRole::Tactic) => "the id of a tactic",
        (_, AttackRole::SubTechnique) => "the id of a sub-technique",
        _ => "the id of a technique",
    }
}

fn help(context: &AttackContext<'_>, mention: &AttackMention) -> &'static str {
    match (context.mentions.layout, mention.role) {
        (AttackLayout::Tags, _) => {
            "write a technique like `attack.t1059.001` or a tactic like `attack.execution`"
        }
        (_, AttackRole::Tactic) => "write an id like `TA0002`",
        (_, AttackRole::SubTechnique) => "write an id like `T1059.001`",
        _ => "write an id like `T1059` or `T1059.001`",
    }
}

/// What was meant, where it can stand in this place.
fn spelled(
    context: &AttackContext<'_>,
    mention: &AttackMention,
    meant: &Mentioned,
) -> Option<String> {
    let name = match (meant, context.mentions.layout, mention.role) {
        (Mentioned::Tactic(id), AttackLayout::Tags, _) => {
            tactic(id, context.release).filter(|t| t.is_live(context.release))?.shortname
        }
        (Mentioned::Tactic(id), _, AttackRole::Tactic) => id,
        (Mentioned::Technique(id), _, AttackRole::Listed | AttackRole::Technique) => id,
        (Mentioned::Technique(id), _, AttackRole::SubTechnique) if id.contains('.') => id,
        (Mentioned::TacticName(name) | Mentioned::Object(name), AttackLayout::Tags, _) => name,
        _ => return None,
    };
    let meant = context.mentions.spell(name);
    let there = context.list().iter().any(|m| context.is_flat() && m.written.text == meant);
    (!there).then_some(meant)
}
