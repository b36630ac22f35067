//! ATT&CK ids as rules write them, and what a target version makes of them.

use crate::format::AttackVersion;
use ruleglot_ir::{Meta, Node, Technique};
use ruleglot_knowledge::{AttackRelease, tactic_by_shortname, technique, techniques};
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

/// ATT&CK as a written rule will carry it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Attack {
    /// Tactics that the source names, in its order.
    pub(crate) tactics: Vec<SmolStr>,
    /// Techniques, in the order of the source, each once.
    pub(crate) techniques: Vec<SmolStr>,
    /// Which technique serves which tactic.
    pub(crate) pairings: Vec<Pairing>,
    /// Ids that are others at this version, `T1562.001 → T1685`.
    pub(crate) renamed: Vec<String>,
    /// Techniques whose tactic was chosen, as the source names none that is theirs.
    pub(crate) assumed: Vec<SmolStr>,
    /// Techniques that the author put under other tactics than flat lists would give them.
    pub(crate) pairing_told: Vec<SmolStr>,
}

impl Attack {
    /// All tactics: those that the source names, then those of techniques that it names none for.
    pub(crate) fn all_tactics(&self) -> Vec<SmolStr> {
        let mut all = self.tactics.clone();
        self.pairings.iter().for_each(|p| add(&mut all, p.tactic.clone()));
        all
    }
}

/// Whether ids are brought to the version that is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ids {
    /// They stay as the author wrote them.
    AsWritten,
    /// They become those of the version.
    Converted,
}

/// The rule's techniques and tactics at a version.
///
/// A technique serves the tactic it was written under; where none was, all of its tactics that the rule names.
pub(crate) fn at_version(meta: &Meta, version: AttackVersion, ids: Ids) -> Attack {
    let mut out = Attack::default();
    for node in &meta.tactics {
        let id = if ids == Ids::Converted { live_tactic(&node.kind, version) } else { &node.kind };
        if *id != node.kind {
            out.renamed.push(format!("{} → {id}", node.kind));
        }
        add(&mut out.tactics, id.into());
    }
    for node in &meta.attack {
        let converted = match ids {
            Ids::AsWritten => vec![node.kind.id.clone()],
            Ids::Converted => live_ids(&node.kind.id, version, &mut out.renamed),
        };
        for id in converted {
            pair(&node.kind, &id, version, &mut out);
            add(&mut out.techniques, id);
        }
    }
    out.renamed.dedup();
    out
}

fn add(to: &mut Vec<SmolStr>, id: SmolStr) {
    if !to.contains(&id) {
        to.push(id);
    }
}

/// Defense Impairment was a part of TA0005 before it became a tactic of its own in 19.
fn live_tactic(id: &str, version: AttackVersion) -> &str {
    match (id, version) {
        ("TA0112", AttackVersion::V18) => "TA0005",
        _ => id,
    }
}

/// The id itself where it is live or unknown; else what took its place; else what it took the place of.
fn live_ids(id: &SmolStr, version: AttackVersion, renamed: &mut Vec<String>) -> Vec<SmolStr> {
    let release = version.release();
    let Some(known) = technique(id) else { return vec![id.clone()] };
    if known.is_live(release) {
        return vec![id.clone()];
    }
    let live = |id: &str| technique(id).is_some_and(|t| t.is_live(release));
    let mut others: Vec<SmolStr> =
        known.revoked_by.iter().filter(|heir| live(heir)).map(|heir| (*heir).into()).collect();
    if others.is_empty() {
        others.extend(forerunner(id, release).map(SmolStr::from));
    }
    if others.is_empty() {
        renamed.push(format!(
            "{id} is not of {}",
            if version == AttackVersion::V18 { "18.1" } else { "19.1" }
        ));
        return vec![id.clone()];
    }
    renamed.push(format!("{id} → {}", others.join(", ")));
    others
}

/// What an id newer than a release was before: the one id that it took the place of, the technique above all of them
/// where it took the place of several, or that of the technique above it.
fn forerunner(id: &str, release: AttackRelease) -> Option<&'static str> {
    let mut before =
        techniques().iter().filter(|t| t.is_live(release) && t.revoked_by.contains(&id));
    let above = |id: &'static str| id.split_once('.').map_or(id, |(above, _)| above);
    match (before.next(), before.next()) {
        (Some(first), None) => Some(first.id),
        (Some(first), Some(second)) => {
            let above_all = above(first.id);
            let shared = [second].into_iter().chain(before).all(|t| above(t.id) == above_all);
            shared.then_some(above_all)
        }
        (None, _) => forerunner(id.split_once('.')?.0, release),
    }
}

fn pair(source: &Technique, id: &SmolStr, version: AttackVersion, out: &mut Attack) {
    let own = own_tactics(id, version);
    let named: Vec<SmolStr> =
        out.tactics.iter().filter(|t| own.contains(&t.as_str())).cloned().collect();
    if let Some(under) = &source.under {
        let under = live_tactic(under, version);
        // An id that became another follows its own tactics: those that the author chose were the old one's.
        let moved = source.id != *id && !own.contains(&under);
        let tactic = own.first().copied().filter(|_| moved).unwrap_or(under);
        if named.as_slice() != [SmolStr::from(tactic)] {
            add(&mut out.pairing_told, id.clone());
        }
        return push(out, tactic.into(), id);
    }
    if !named.is_empty() {
        return named.into_iter().for_each(|tactic| push(out, tactic, id));
    }
    add(&mut out.assumed, id.clone());
    let fallback = own.first().map(|t| SmolStr::from(*t)).or_else(|| out.tactics.first().cloned());
    if let Some(tactic) = fallback {
        push(out, tactic, id);
    }
}

/// The tactics of a technique at a version; of one that the version does not have, those of the other.
fn own_tactics(id: &str, version: AttackVersion) -> Vec<&'static str> {
    let Some(known) = technique(id) else { return Vec::new() };
    let other = match version {
        AttackVersion::V18 => AttackRelease::V19,
        AttackVersion::V19 => AttackRelease::V18,
    };
    match known.tactics(version.release()) {
        [] => known.tactics(other).iter().map(|t| live_tactic(t, version)).collect(),
        own => own.to_vec(),
    }
}

fn push(out: &mut Attack, tactic: SmolStr, technique: &SmolStr) {
    let pairing = Pairing { tactic, technique: technique.clone() };
    if !out.pairings.contains(&pairing) {
        out.pairings.push(pairing);
    }
}

/// A node of a place.
pub(crate) fn node<T>(kind: T, at: ruleglot_source::FileSpan) -> Node<T> {
    Node::new(kind, at.into())
}
