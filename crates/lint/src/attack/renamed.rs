//! `attack/renamed`

use super::{AttackContext, now, quoted, served};
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_formats::{AttackMention, Mentioned};
use ruleglot_knowledge::{Domain, Tactic, tactics};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "attack/renamed",
        kind: Kind::Finding(Severity::Warning),
        what: "A technique or tactic stands with a name that it has not at this release: an older one, a newer one, or, in \
               Sigma, a short name with `_`.",
        why: "Names are how people find a technique, and in Sigma the name of a tactic is all there is.",
        remedy: "Write the name of the release. The fix does; where Defense Evasion became two tactics, it writes those \
                 that the rule's techniques serve.",
        since: "0.1.0",
    },
    run: Run::Attack(check),
};

fn check(context: &AttackContext<'_>, out: &mut Vec<Diagnostic>) {
    for mention in context.list() {
        out.extend(match &mention.what {
            Mentioned::TacticName(name) => of_tag(context, mention, name),
            _ => of_name(context, mention),
        });
    }
}

/// A name beside an id that is another name of the same.
fn of_name(context: &AttackContext<'_>, mention: &AttackMention) -> Option<Diagnostic> {
    let name = mention.name.as_ref()?;
    let (now, all) = context.names(mention)?;
    let same = |known: &&str| known.eq_ignore_ascii_case(&name.text);
    if same(&now) || !all.iter().any(same) {
        return None;
    }
    let (id, number) = (&mention.written.text, context.release.number());
    let message = format!("`{id}` is not named `{}` in ATT&CK {number}", name.text);
    let finding =
        Diagnostic::warning(LINT.page.code, name.at, message).with_help(format!("write `{now}`"));
    Some(match AttackContext::replace(name, now) {
        Some(fix) => finding.with_fix(fix),
        None => finding,
    })
}

fn of_tag(context: &AttackContext<'_>, mention: &AttackMention, name: &str) -> Option<Diagnostic> {
    let now = renamed_to(context, name)?;
    let plain = super::shortname(name);
    let message = if now.contains(&&*plain) {
        format!("`{}` is written with `-`", mention.written.text)
    } else {
        format!("ATT&CK {} has no tactic `{plain}`", context.release.number())
    };
    let finding = Diagnostic::warning(LINT.page.code, mention.written.at, message);
    let spelled: Vec<String> = now.iter().map(|n| context.mentions.spell(n)).collect();
    let finding = match spelled.as_slice() {
        [] => {
            let both = quoted(&["attack.stealth", "attack.defense-impairment"]);
            return Some(finding.with_help(format!("write {both}, whichever is meant")));
        }
        [first, rest @ ..] => {
            let more = rest.first().map_or(String::new(), |m| format!(" and `{m}`"));
            finding.with_help(format!("write `{first}`{more}"))
        }
    };
    // Of several that become the same, the first does and the others go.
    let same = |m: &&AttackMention| match &m.what {
        Mentioned::TacticName(other) => renamed_to(context, other).as_ref() == Some(&now),
        _ => false,
    };
    let before = context.list().iter().take_while(|m| m.written.at != mention.written.at);
    let fix = match before.clone().find(same) {
        Some(first) => context.merge(&first.written, &now, &mention.written),
        None => context.replace_item(&mention.written, &now),
    };
    Some(match fix {
        Some(fix) => finding.with_fix(fix),
        None => finding,
    })
}

/// What a short name is at the release, where it is another or spelled in another way; nothing when it cannot be told
/// which of two. `None` where it is right, or unknown.
fn renamed_to(context: &AttackContext<'_>, name: &str) -> Option<Vec<&'static str>> {
    let plain = super::shortname(name);
    let named: Vec<&Tactic> = tactics().iter().filter(|t| t.shortname == plain).collect();
    if named.is_empty() || (plain == name && is_of_release(context, &named)) {
        return None;
    }
    Some(names_now(context, &plain, &named))
}

/// Whether a tactic has the name at the release: one of the enterprise matrix, or of a matrix that the rule is about.
fn is_of_release(context: &AttackContext<'_>, named: &[&Tactic]) -> bool {
    let enterprise = named.iter().any(|t| t.domain == Domain::Enterprise);
    let about = |domain: Domain| context.techniques().any(|(_, t)| t.domain == domain);
    named
        .iter()
        .filter(|t| t.is_live(context.release))
        .any(|t| t.domain == Domain::Enterprise || !enterprise || about(t.domain))
}

/// What stands for an old or new short name at the release; nothing when that cannot be told.
fn names_now(context: &AttackContext<'_>, plain: &str, named: &[&Tactic]) -> Vec<&'static str> {
    if is_of_release(context, named) {
        return tactics()
            .iter()
            .filter(|t| t.shortname == plain)
            .map(|t| t.shortname)
            .take(1)
            .collect();
    }
    let parts: &[&'static str] = match plain {
        "stealth" | "defense-impairment" => &["defense-evasion"],
        "defense-evasion" => &["stealth", "defense-impairment"],
        _ => &[],
    };
    if parts.len() < 2 {
        return parts.to_vec();
    }
    let release = context.release;
    let mut serving = Vec::new();
    for (_, technique) in context.techniques().filter(|(_, t)| t.domain == Domain::Enterprise) {
        let now = now(technique, release).into_iter();
        serving.extend(now.flat_map(|t| served(t, release)).map(|t| t.shortname));
    }
    parts.iter().filter(|part| serving.contains(part)).copied().collect()
}
