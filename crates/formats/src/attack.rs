//! ATT&CK ids as rules write them, and what a target version makes of them.

use crate::format::AttackVersion;
use ruleglot_ir::{Meta, Node, Technique};
use ruleglot_knowledge::{AttackRelease, tactic, tactic_by_shortname, technique};
use smol_str::SmolStr;

impl AttackVersion {
    pub(crate) fn release(self) -> AttackRelease {
        match self {
            Self::V18 => AttackRelease::V18,
            Self::V19 => AttackRelease::V19,
        }
    }
}

/// The technique that a text names in any case (`t1059.001`); `None` when it is no technique id.
pub(crate) fn technique_id(text: &str) -> Option<SmolStr> {
    let rest = text.strip_prefix(['T', 't'])?;
    let (main, sub) = match rest.split_once('.') {
        Some((main, sub)) => (main, Some(sub)),
        None => (rest, None),
    };
    let digits = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
    let valid = digits(main, 4) && sub.is_none_or(|sub| digits(sub, 3));
    valid.then(|| SmolStr::from(format!("T{rest}")))
}

/// The tactic that a short name means at any version.
pub(crate) fn tactic_id(shortname: &str) -> Option<SmolStr> {
    tactic_by_shortname(&shortname.replace('_', "-")).map(|t| t.id.into())
}

/// A pair of tactic and technique; either may be alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pairing {
    /// `TA0002`
    pub(crate) tactic: SmolStr,
    /// `T1059`
    pub(crate) technique: SmolStr,
}

/// ATT&CK as a rule of one version will carry it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Attack {
    /// Tactics, in the order of the source.
    pub(crate) tactics: Vec<SmolStr>,
    /// Techniques, in the order of the source, each once.
    pub(crate) techniques: Vec<SmolStr>,
    /// Which technique serves which tactic.
    pub(crate) pairings: Vec<Pairing>,
    /// Ids that became others at this version, `T1562.001 → T1685`.
    pub(crate) renamed: Vec<String>,
    /// Techniques whose tactic was chosen, as the source names none that is theirs.
    pub(crate) assumed: Vec<SmolStr>,
    /// Whether the pairs that the author wrote are not those that tags alone would give.
    pub(crate) pairing_told: Vec<SmolStr>,
}

/// The rule's techniques and tactics at a version.
///
/// A technique serves the tactic it was written under; where none was, all of its tactics that the rule names.
pub(crate) fn at_version(meta: &Meta, version: AttackVersion) -> Attack {
    let mut out = Attack::default();
    for tactic in &meta.tactics {
        add(&mut out.tactics, tactic.kind.clone());
    }
    for node in &meta.attack {
        for id in live_ids(&node.kind.id, version, &mut out.renamed) {
            pair(&node.kind, &id, version, &mut out);
            add(&mut out.techniques, id);
        }
    }
    for pairing in &out.pairings {
        add(&mut out.tactics, pairing.tactic.clone());
    }
    drop_gone_tactics(&mut out, version);
    out
}

fn add(to: &mut Vec<SmolStr>, id: SmolStr) {
    if !to.contains(&id) {
        to.push(id);
    }
}

/// The id itself where it is live or unknown, else what took its place, else, for ids newer than the version, what it
/// took the place of when that is one.
fn live_ids(id: &SmolStr, version: AttackVersion, renamed: &mut Vec<String>) -> Vec<SmolStr> {
    let release = version.release();
    let Some(known) = technique(id) else { return vec![id.clone()] };
    if known.is_live(release) {
        return vec![id.clone()];
    }
    let heirs: Vec<SmolStr> = known
        .revoked_by
        .iter()
        .filter(|heir| technique(heir).is_some_and(|t| t.is_live(release)))
        .map(|heir| SmolStr::from(*heir))
        .collect();
    if heirs.is_empty() {
        return vec![id.clone()];
    }
    renamed.push(format!("{id} → {}", heirs.join(", ")));
    heirs
}

fn pair(source: &Technique, id: &SmolStr, version: AttackVersion, out: &mut Attack) {
    let own = technique(id).map(|t| t.tactics(version.release())).unwrap_or_default();
    let named: Vec<SmolStr> = out.tactics.iter().filter(|t| own.contains(&t.as_str())).cloned().collect();
    if let Some(under) = &source.under {
        // A tactic that the version renamed or split: the technique follows its own tactics there.
        let moved = !own.is_empty() && !own.contains(&under.as_str()) && source.id != *id;
        let tactic = if moved { SmolStr::from(own[0]) } else { under.clone() };
        if named.as_slice() != [tactic.clone()] && !out.pairing_told.contains(id) {
            out.pairing_told.push(id.clone());
        }
        push(out, tactic, id);
        return;
    }
    if !named.is_empty() {
        named.into_iter().for_each(|tactic| push(out, tactic, id));
        return;
    }
    out.assumed.push(id.clone());
    let fallback = own.first().map(|t| SmolStr::from(*t)).or_else(|| out.tactics.first().cloned());
    if let Some(tactic) = fallback {
        push(out, tactic, id);
    }
}

fn push(out: &mut Attack, tactic: SmolStr, technique: &SmolStr) {
    let pairing = Pairing { tactic, technique: technique.clone() };
    if !out.pairings.contains(&pairing) {
        out.pairings.push(pairing);
    }
}

/// A tactic that the version does not have goes, unless a technique stands under it: there it stays as written.
fn drop_gone_tactics(out: &mut Attack, version: AttackVersion) {
    let gone = |id: &SmolStr| tactic(id, version.release()).is_some_and(|t| !t.is_live(version.release()));
    let used: Vec<SmolStr> = out.pairings.iter().map(|p| p.tactic.clone()).collect();
    let (dropped, kept) = out.tactics.iter().cloned().partition::<Vec<_>, _>(|t| gone(t) && !used.contains(t));
    if !kept.is_empty() {
        out.renamed.extend(dropped.iter().map(|t| format!("{t} → none")));
        out.tactics = kept;
    }
}

/// A node of a place.
pub(crate) fn node<T>(kind: T, at: ruleglot_source::FileSpan) -> Node<T> {
    Node::new(kind, at.into())
}
