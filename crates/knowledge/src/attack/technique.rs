//! Techniques and sub-techniques.

use super::history::name_before_19;
use super::{AttackRelease, AttackState, Domain, some};
use crate::table;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

static TABLE: &str = include_str!("../../data/attack.tsv");

/// A technique or sub-technique.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Technique {
    /// `T1059` or `T1059.001`.
    pub id: &'static str,
    /// Name at its last release.
    pub name: &'static str,
    /// Matrix.
    pub domain: Domain,
    /// Ids of its tactics at 18.1; empty when it was not live there.
    pub tactics_18: Vec<&'static str>,
    /// Ids of its tactics at 19.1; `None` when it is not live there or not of the enterprise matrix.
    pub tactics_19: Option<Vec<&'static str>>,
    /// What took its place, when it is revoked.
    pub revoked_by: Vec<&'static str>,
    /// What its matter went to, when it was deprecated and split.
    pub split_into: Vec<&'static str>,
    /// Deprecated or gone without a successor at 18.1.
    pub deprecated: bool,
    /// The release (its last minor) in which the id is first seen.
    pub since: &'static str,
    /// The release in which it is first seen revoked or deprecated.
    pub until: Option<&'static str>,
    /// Revoked only in release 19.
    revoked_in_19: bool,
}

impl Technique {
    /// The technique above a sub-technique.
    pub fn parent(&self) -> Option<&'static Self> {
        self.id.split_once('.').and_then(|(above, _)| technique(above))
    }

    /// Whether the id is live at a release.
    pub fn is_live(&self, at: AttackRelease) -> bool {
        self.state(at) == AttackState::Live
    }

    /// What has become of it at a release.
    pub fn state(&self, at: AttackRelease) -> AttackState {
        let revoked = !self.revoked_by.is_empty();
        match at {
            _ if self.deprecated => AttackState::Deprecated,
            _ if revoked && !self.revoked_in_19 => AttackState::Revoked,
            AttackRelease::V18 if self.tactics_18.is_empty() => AttackState::Later,
            AttackRelease::V19 if revoked => AttackState::Revoked,
            _ => AttackState::Live,
        }
    }

    /// Ids of its tactics at a release.
    pub fn tactics(&self, at: AttackRelease) -> &[&'static str] {
        match (at, &self.tactics_19) {
            (AttackRelease::V19, Some(tactics)) => tactics,
            (AttackRelease::V19, None) if self.domain == Domain::Enterprise => &[],
            _ => &self.tactics_18,
        }
    }

    /// Its name at a release.
    pub fn name_at(&self, at: AttackRelease) -> &'static str {
        match at {
            AttackRelease::V18 => name_before_19(self.id).unwrap_or(self.name),
            AttackRelease::V19 => self.name,
        }
    }

    /// What takes its place at a release: what revoked it, or what revoked that; each live, in the order of the data.
    pub fn successors(&self, at: AttackRelease) -> Vec<&'static Self> {
        let mut out: Vec<&'static Self> = Vec::new();
        let mut next: Vec<&'static Self> = heirs(self);
        // Each revokes another at most once, so this ends; a circle in the data would end here.
        for _ in 0..8 {
            let (live, dead): (Vec<_>, Vec<_>) = next.into_iter().partition(|t| t.is_live(at));
            for found in live {
                if !out.contains(&found) {
                    out.push(found);
                }
            }
            next = dead.into_iter().flat_map(heirs).collect();
        }
        out
    }

    /// Its page.
    pub fn url(&self) -> String {
        format!("https://attack.mitre.org/techniques/{}/", self.id.replace('.', "/"))
    }
}

fn heirs(of: &Technique) -> Vec<&'static Technique> {
    of.revoked_by.iter().filter_map(|id| technique(id)).collect()
}

/// The technique with this id (`T1059.001`, upper case).
pub fn technique(id: &str) -> Option<&'static Technique> {
    ATTACK.by_id.get(id).map(|i| &ATTACK.techniques[*i])
}

/// Every technique, by id.
pub fn techniques() -> &'static [Technique] {
    &ATTACK.techniques
}

/// The highest number given out to techniques of the enterprise and mobile matrices (`T1690`), or, below a technique, to
/// its sub-techniques (`T1059` → 13). Later releases go on from there: no gap was ever filled since sub-techniques exist.
pub fn highest_technique(below: Option<&str>) -> Option<u32> {
    let number = |t: &Technique| match (below, t.id.split_once('.')) {
        (Some(above), Some((main, sub))) if main == above => sub.parse().ok(),
        (None, None) => t.id[1..].parse().ok(),
        _ => None,
    };
    techniques().iter().filter_map(number).max()
}

struct Attack {
    techniques: Vec<Technique>,
    by_id: FxHashMap<&'static str, usize>,
}

static ATTACK: LazyLock<Attack> = LazyLock::new(|| {
    let techniques: Vec<_> = TABLE.lines().map(line).collect();
    let by_id = techniques.iter().enumerate().map(|(i, t)| (t.id, i)).collect();
    Attack { techniques, by_id }
});

fn line(line: &'static str) -> Technique {
    let mut cells = line.split('\t');
    let mut next = || cells.next().unwrap_or_default();
    let (id, name, domain, at_18, at_19) = (next(), next(), next(), next(), next());
    let (flags, revoked_by, since, until) = (next(), next(), next(), next());
    Technique {
        id,
        name,
        domain: match domain {
            "m" => Domain::Mobile,
            "i" => Domain::Ics,
            _ => Domain::Enterprise,
        },
        tactics_18: table::list(at_18, ',').filter(|t| *t != "-").collect(),
        tactics_19: (at_19 != "-").then(|| table::list(at_19, ',').collect()),
        revoked_by: table::list(revoked_by, ',').collect(),
        split_into: table::list(next(), ',').collect(),
        deprecated: flags.contains(['d', 'x']),
        since,
        until: some(until),
        revoked_in_19: flags.contains('R'),
    }
}
