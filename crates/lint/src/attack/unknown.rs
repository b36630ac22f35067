//! `attack/unknown`

use super::{AttackContext, quoted};
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_formats::{AttackLayout, AttackMention, Mentioned};
use ruleglot_knowledge::{
    AttackRelease, AttackState, ObjectKind, attack_object, highest_object, highest_technique,
    nearest_object, nearest_tactic, nearest_technique, tactic, tactics, technique, technique_named,
    techniques,
};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "attack/unknown",
        kind: Kind::Finding(Severity::Error),
        what: "ATT&CK has no such id or tactic at the release that the rules are held against. It is an error where the \
               number lies among those that were given out, a warning where a later release could have it, and only \
               remarked for groups, software and the like, of which none newer than 18.1 are known here.",
        why: "It counts for no technique: coverage is missing, or is told for something that does not exist.",
        remedy: "Correct the id. If it is of a later release, say so with `--attack`.",
        since: "0.1.0",
    },
    run: Run::Attack(check),
};

fn check(context: &AttackContext<'_>, out: &mut Vec<Diagnostic>) {
    for mention in context.list() {
        let told = match &mention.what {
            Mentioned::Technique(id) => of_technique(context, mention, id),
            Mentioned::Tactic(id) => of_tactic(context, id),
            Mentioned::TacticName(name) => of_name(context, name),
            Mentioned::Object(id) => of_object(context, mention, id),
            Mentioned::Malformed(_) => None,
        };
        let Some(Told { severity, message, help }) = told else { continue };
        let finding = Diagnostic::new(LINT.page.code, severity, mention.written.at, message);
        out.push(finding.with_help(help));
    }
}

struct Told {
    severity: Severity,
    message: String,
    help: String,
}

fn of_technique(context: &AttackContext<'_>, mention: &AttackMention, id: &str) -> Option<Told> {
    let release = context.release;
    match technique(id) {
        Some(known) if known.state(release) == AttackState::Later => {
            let message =
                format!("`{}` is not in ATT&CK {}", mention.written.text, release.number());
            Some(Told { severity: Severity::Warning, message, help: before(context, id) })
        }
        Some(_) => None,
        None => {
            let named = mention.name.as_ref().and_then(|n| technique_named(&n.text, release));
            let near = named.or_else(|| nearest_technique(id, release));
            let help = near.map_or("correct the id".to_owned(), |t| {
                format!("did you mean `{}`, {}?", context.mentions.spell(t.id), t.name_at(release))
            });
            let message = format!("ATT&CK has no technique `{}`", mention.written.text);
            Some(Told { severity: severity(id), message, help })
        }
    }
}

/// What an id that came with a later release was before.
fn before(context: &AttackContext<'_>, id: &str) -> String {
    let release = context.release;
    let heir_of =
        |t: &&ruleglot_knowledge::Technique| t.is_live(release) && t.revoked_by.contains(&id);
    let old: Vec<String> =
        techniques().iter().filter(heir_of).map(|t| context.mentions.spell(t.id)).collect();
    let later =
        "it came with release 19; hold the rules against that with `--attack 19`".to_owned();
    if old.is_empty() { later } else { format!("{later}, or write {}", quoted(&old)) }
}

/// Numbers are given out in order: one below the highest that does not exist never did.
fn severity(id: &str) -> Severity {
    let number = |text: &str| text.parse::<u32>().ok();
    let known = match id.split_once('.') {
        Some((main, sub)) if technique(main).is_some() => {
            highest_technique(Some(main)).zip(number(sub))
        }
        Some((main, _)) => highest_technique(None).zip(number(&main[1..])),
        None => highest_technique(None).zip(number(&id[1..])),
    };
    // Gaps among those of ICS, `T0…`, were filled.
    let given = known.is_some_and(|(highest, n)| n <= highest) && !id.starts_with("T0");
    if given { Severity::Error } else { Severity::Warning }
}

fn of_tactic(context: &AttackContext<'_>, id: &str) -> Option<Told> {
    let release = context.release;
    let severity = Severity::Warning;
    match tactic(id, release) {
        Some(known) if known.is_live(release) => None,
        Some(known) => {
            let message = format!("`{id}` is not in ATT&CK {}", release.number());
            let help = match release {
                AttackRelease::V18 => format!(
                    "{} was a part of `TA0005` until release 19; hold the rules against that with `--attack 19`",
                    known.name
                ),
                AttackRelease::V19 => "correct the id".to_owned(),
            };
            Some(Told { severity, message, help })
        }
        None => {
            let message = format!("ATT&CK has no tactic `{id}`");
            Some(Told { severity, message, help: "correct the id".to_owned() })
        }
    }
}

fn of_name(context: &AttackContext<'_>, name: &str) -> Option<Told> {
    let plain = super::shortname(name);
    if tactics().iter().any(|t| t.shortname == plain) {
        return None;
    }
    let near = nearest_tactic(&plain, context.release);
    let help = match (near, context.mentions.layout) {
        (Some(near), _) => format!("did you mean `{}`?", context.mentions.spell(near.shortname)),
        (None, AttackLayout::Tags) => {
            "write a tactic like `attack.execution` or a technique like `attack.t1059`".to_owned()
        }
        (None, _) => "write the id of a tactic".to_owned(),
    };
    let message = format!("ATT&CK has no tactic `{name}`");
    Some(Told { severity: Severity::Warning, message, help })
}

fn of_object(context: &AttackContext<'_>, mention: &AttackMention, id: &str) -> Option<Told> {
    if attack_object(id).is_some() {
        return None;
    }
    let kind = ObjectKind::of(id)?;
    let number: u32 = id.get(kind.letters().len()..)?.parse().ok()?;
    let of_18 = context.release == AttackRelease::V18 && number <= highest_object(kind);
    let severity = if of_18 { Severity::Warning } else { Severity::Info };
    let message = format!("there is no {} `{}` in ATT&CK 18.1", kind.word(), mention.written.text);
    let help = match nearest_object(id) {
        Some(near) => {
            let name = attack_object(near).map_or("", |o| o.name);
            format!("did you mean `{}`, {name}?", context.mentions.spell(near))
        }
        None => "correct the id, unless it is of a later release".to_owned(),
    };
    Some(Told { severity, message, help })
}
