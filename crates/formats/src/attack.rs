//! ATT&CK ids as rules write them, and what a target version makes of them.

mod release;

use ruleglot_ir::{Meta, Node, Technique};
use ruleglot_knowledge::{AttackRelease, tactic_by_shortname};
use smol_str::SmolStr;

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
pub(crate) fn at_version(meta: &Meta, version: AttackRelease, ids: Ids) -> Attack {
    let mut out = Attack::default();
    for node in &meta.tactics {
        let now = match ids {
            Ids::AsWritten => vec![node.kind.clone()],
            Ids::Converted => release::tactics_now(&node.kind, meta, version),
        };
        if now != [node.kind.clone()] {
            out.renamed.push(format!("{} → {}", node.kind, now.join(", ")));
        }
        now.into_iter().for_each(|id| add(&mut out.tactics, id));
    }
    for node in &meta.attack {
        let converted = match ids {
            Ids::AsWritten => vec![node.kind.id.clone()],
            Ids::Converted => release::live_ids(&node.kind.id, version, &mut out.renamed),
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

fn pair(source: &Technique, id: &SmolStr, version: AttackRelease, out: &mut Attack) {
    let own = release::own_tactics(id, version);
    let named: Vec<SmolStr> =
        out.tactics.iter().filter(|t| own.contains(&t.as_str())).cloned().collect();
    if let Some(under) = &source.under {
        let tactic = release::tactic_now(under, source, id, version);
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
