//! `attack/revoked`

use super::{AttackContext, known, major, quoted, served, stands_for};
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_formats::{AttackLayout, AttackMention, AttackRole, Mentioned};
use ruleglot_knowledge::{AttackState, Technique, attack_object};
use ruleglot_source::{Diagnostic, Fix, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "attack/revoked",
        kind: Kind::Finding(Severity::Warning),
        what: "The id was revoked: another took its place.",
        why: "Navigators and coverage reports of this release do not know it any more.",
        remedy: "Write the id that took its place. The fix does, where there is exactly one and it can stand in the same \
                 place, under the same tactic.",
        since: "0.1.0",
    },
    run: Run::Attack(check),
};

fn check(context: &AttackContext<'_>, out: &mut Vec<Diagnostic>) {
    for mention in context.list() {
        match &mention.what {
            Mentioned::Technique(_) => out.extend(of_technique(context, mention)),
            Mentioned::Object(id) => out.extend(of_object(context, mention, id)),
            _ => {}
        }
    }
}

fn of_technique(context: &AttackContext<'_>, mention: &AttackMention) -> Option<Diagnostic> {
    let old = known(mention).filter(|t| t.state(context.release) == AttackState::Revoked)?;
    let since = major(old.until.unwrap_or("19"));
    let heirs = old.successors(context.release);
    let message = format!(
        "`{}` ({}) was revoked in release {since}",
        mention.written.text,
        old.name_at(context.release)
    );
    let finding = Diagnostic::warning(LINT.page.code, mention.written.at, message);
    let finding = match heirs.as_slice() {
        [] => finding.with_help("what took its place was given up too; choose another technique"),
        several => {
            let ids: Vec<String> = several.iter().map(|t| context.mentions.spell(t.id)).collect();
            let name = if let [one] = several { format!(", {}", one.name) } else { String::new() };
            finding.with_help(format!("write {}{name}", quoted(&ids)))
        }
    };
    let fix = match heirs.as_slice() {
        [one] if context.is_flat() => in_list(context, mention, one),
        [one] => in_entry(context, mention, one),
        _ => None,
    };
    Some(match fix {
        Some(fix) => finding.with_fix(fix),
        None => finding,
    })
}

/// The successor in place of an item, unless it would stand under tactics that are not its own.
fn in_list(
    context: &AttackContext<'_>,
    mention: &AttackMention,
    heir: &'static Technique,
) -> Option<Fix> {
    let listed = context.listed_tactics();
    let fits = |name: &&str| served(heir, context.release).any(|t| stands_for(name, t));
    if !listed.is_empty() && !listed.iter().any(fits) {
        return None;
    }
    // Of several that one id took the place of, the first becomes it and the others go.
    let merges = |m: &&AttackMention| {
        m.written.at != mention.written.at && known(m).is_some_and(|t| {
            !t.is_live(context.release)
                && matches!(t.successors(context.release).as_slice(), [one] if one.id == heir.id)
        })
    };
    let first =
        context.list().iter().take_while(|m| m.written.at != mention.written.at).find(merges);
    let there = context.list().iter().any(|m| known(m).is_some_and(|t| t.id == heir.id));
    match first.filter(|_| !there) {
        Some(first) => context.merge(&first.written, &[heir.id], &mention.written),
        None => context.replace_item(&mention.written, &[heir.id]),
    }
}

/// The successor with its name and page, where it can stand in the same place.
fn in_entry(
    context: &AttackContext<'_>,
    mention: &AttackMention,
    heir: &'static Technique,
) -> Option<Fix> {
    let above = context.below(mention)?;
    let tactic = context.tactic_above(mention)?;
    let same_level = match (mention.role, heir.id.split_once('.')) {
        (AttackRole::Technique, None) => context.children(mention).next().is_none(),
        (AttackRole::SubTechnique, Some((main, _))) => above.written.text == main,
        _ => false,
    };
    let under = matches!(&tactic.what, Mentioned::Tactic(id) if heir.tactics(context.release).contains(&id.as_str()));
    let again =
        context.list().iter().any(|m| m.below == mention.below && m.written.text == heir.id);
    if !same_level || !under || again {
        return None;
    }
    let mut edits = vec![AttackContext::edit(&mention.written, heir.id)?];
    if let Some(name) = &mention.name {
        edits.push(AttackContext::edit(name, heir.name_at(context.release))?);
    }
    if let Some(reference) = &mention.reference {
        edits.push(AttackContext::edit(reference, &heir.url())?);
    }
    Some(super::safe(edits))
}

fn of_object(context: &AttackContext<'_>, mention: &AttackMention, id: &str) -> Option<Diagnostic> {
    let old = attack_object(id).filter(|o| o.state == AttackState::Revoked)?;
    let message =
        format!("the {} `{}` ({}) was revoked", old.kind.word(), mention.written.text, old.name);
    let finding = Diagnostic::warning(LINT.page.code, mention.written.at, message);
    let Some(heir) = old.revoked_by.and_then(attack_object) else { return Some(finding) };
    let finding =
        finding.with_help(format!("write `{}`, {}", context.mentions.spell(heir.id), heir.name));
    let flat = context.mentions.layout == AttackLayout::Tags;
    Some(match context.replace_item(&mention.written, &[heir.id]).filter(|_| flat) {
        Some(fix) => finding.with_fix(fix),
        None => finding,
    })
}
