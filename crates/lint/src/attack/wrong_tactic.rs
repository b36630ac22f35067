//! `attack/wrong-tactic`

use super::{AttackContext, major, quoted, served, stands_for};
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_formats::{AttackMention, AttackRole, Mentioned};
use ruleglot_knowledge::{AttackRelease, Tactic, Technique, tactic, tactics_before};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "attack/wrong-tactic",
        kind: Kind::Finding(Severity::Warning),
        what: "A technique stands under a tactic that it does not serve (Elastic), or serves none of the tactics that the \
               rule lists (Sigma).",
        why: "A matrix shows a technique below its own tactics only: the rule is missing there.",
        remedy: "Put it under a tactic that it serves, or add that tactic, or choose the technique that was meant.",
        since: "0.1.0",
    },
    run: Run::Attack(check),
};

fn check(context: &AttackContext<'_>, out: &mut Vec<Diagnostic>) {
    if context.is_flat() {
        in_tags(context, out);
    } else {
        in_entries(context, out);
    }
}

fn in_tags(context: &AttackContext<'_>, out: &mut Vec<Diagnostic>) {
    let listed = context.listed_tactics();
    if listed.is_empty() {
        return;
    }
    for (mention, technique) in context.live() {
        let serves = |t| listed.iter().any(|name| stands_for(name, t));
        if !served(technique, context.release).any(serves) {
            let message = format!(
                "`{}` ({}) serves none of the tactics that are listed{}",
                mention.written.text,
                technique.name_at(context.release),
                was(context, technique, &|name| listed.contains(&name)),
            );
            let add: Vec<String> = served(technique, context.release)
                .map(|t| context.mentions.spell(t.shortname))
                .collect();
            out.push(
                Diagnostic::warning(LINT.page.code, mention.written.at, message)
                    .with_help(format!("add {}", quoted(&add))),
            );
        }
    }
}

fn in_entries(context: &AttackContext<'_>, out: &mut Vec<Diagnostic>) {
    for (mention, technique) in context.live() {
        let Some((above, under)) = misplaced(context, mention, technique) else { continue };
        // What holds of the technique need not be said of its sub-techniques again.
        let parent = context.below(mention).filter(|_| mention.role == AttackRole::SubTechnique);
        let told = |p: &AttackMention| {
            let of = super::known(p).filter(|t| t.is_live(context.release));
            of.is_some_and(|t| misplaced(context, p, t).is_some())
        };
        if parent.is_some_and(told) {
            continue;
        }
        let message = format!(
            "`{}` ({}) does not serve {} (`{}`){}",
            technique.id,
            technique.name_at(context.release),
            under.name,
            under.id,
            was(context, technique, &|name| name == under.shortname),
        );
        let own: Vec<String> = served(technique, context.release)
            .map(|t| format!("{} (`{}`)", t.name, t.id))
            .collect();
        out.push(
            Diagnostic::warning(LINT.page.code, mention.written.at, message)
                .with_label(above.written.at, "under this one")
                .with_help(format!("put it under {}", own.join(" or "))),
        );
    }
}

/// The tactic that a technique stands under without serving it; one of another matrix is another finding.
fn misplaced<'a>(
    context: &AttackContext<'a>,
    mention: &AttackMention,
    technique: &Technique,
) -> Option<(&'a AttackMention, &'static Tactic)> {
    let above = context.tactic_above(mention)?;
    let Mentioned::Tactic(id) = &above.what else { return None };
    let under = tactic(id, context.release).filter(|t| t.is_live(context.release))?;
    let own = technique.tactics(context.release);
    let wrong = !own.is_empty() && !own.contains(&under.id) && technique.domain == under.domain;
    wrong.then_some((above, under))
}

/// Since when it does not serve a tactic any more.
fn was(
    context: &AttackContext<'_>,
    technique: &Technique,
    listed: &dyn Fn(&str) -> bool,
) -> String {
    let newer = context.release == AttackRelease::V19
        && served(technique, AttackRelease::V18).any(|t| {
            listed(t.shortname)
                || tactic(t.id, context.release).is_some_and(|t| listed(t.shortname))
        });
    if newer {
        return ", as it did before release 19".to_owned();
    }
    let before =
        tactics_before(technique.id).filter(|(_, old)| old.iter().any(|name| listed(name)));
    before.last().map_or(String::new(), |(release, _)| {
        format!(", as it did before release {}", major(release))
    })
}
