//! MITRE ATT&CK: techniques and tactics at releases 18.1 and 19.1, with their names and what revoked them.
//!
//! © 2025 The MITRE Corporation. This work is reproduced and distributed with the permission of The MITRE Corporation.

use crate::table;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

static TECHNIQUES: &str = include_str!("../data/attack.tsv");
static TACTICS: &str = include_str!("../data/tactics.tsv");

/// A release of ATT&CK that the data covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AttackRelease {
    /// 18.1, of November 2025.
    V18,
    /// 19.1, of 2026: TA0005 is Stealth, TA0112 is new. Enterprise only.
    V19,
}

/// A matrix of ATT&CK.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Domain {
    Enterprise,
    Mobile,
    Ics,
}

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
    /// Deprecated or gone without a successor at 18.1.
    pub deprecated: bool,
    /// The release (its last minor) in which the id is first seen.
    pub since: &'static str,
    /// The release in which it is first seen revoked or deprecated.
    pub until: Option<&'static str>,
    /// Revoked only in release 19.
    revoked_in_19: bool,
}

/// A tactic at one of its names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tactic {
    /// `TA0002`.
    pub id: &'static str,
    /// `privilege-escalation`.
    pub shortname: &'static str,
    /// `Privilege Escalation`.
    pub name: &'static str,
    /// Matrix.
    pub domain: Domain,
    /// The first release with this name, if not the first of all.
    pub since: Option<&'static str>,
    /// The last release with this name, if it has changed.
    pub until: Option<&'static str>,
}

impl Technique {
    /// The technique above a sub-technique.
    pub fn parent(&self) -> Option<&'static Self> {
        self.id.split_once('.').and_then(|(above, _)| technique(above))
    }

    /// Whether the id is live at a release.
    pub fn is_live(&self, at: AttackRelease) -> bool {
        match at {
            AttackRelease::V18 => {
                !self.tactics_18.is_empty()
                    && !self.deprecated
                    && (self.revoked_by.is_empty() || self.revoked_in_19)
            }
            AttackRelease::V19 if self.domain == Domain::Enterprise => self.tactics_19.is_some(),
            AttackRelease::V19 => self.is_live(AttackRelease::V18),
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

    /// Its page.
    pub fn url(&self) -> String {
        format!("https://attack.mitre.org/techniques/{}/", self.id.replace('.', "/"))
    }
}

impl Tactic {
    /// Its page.
    pub fn url(&self) -> String {
        format!("https://attack.mitre.org/tactics/{}/", self.id)
    }

    /// Whether this is its name at a release.
    pub fn is_live(&self, at: AttackRelease) -> bool {
        match at {
            AttackRelease::V18 => self.since.is_none(),
            AttackRelease::V19 => self.until.is_none(),
        }
    }
}

/// The technique with this id (`T1059.001`, upper case).
pub fn technique(id: &str) -> Option<&'static Technique> {
    ATTACK.by_id.get(id).map(|i| &ATTACK.techniques[*i])
}

/// Every technique, by id.
pub fn techniques() -> &'static [Technique] {
    &ATTACK.techniques
}

/// The tactic with this id (`TA0002`) by its name at a release.
pub fn tactic(id: &str, at: AttackRelease) -> Option<&'static Tactic> {
    let of = |t: &&Tactic| t.id == id;
    ATTACK.tactics.iter().filter(of).find(|t| t.is_live(at)).or(ATTACK.tactics.iter().find(of))
}

/// The tactic with this short name (`privilege-escalation`), of the enterprise matrix if it is there.
pub fn tactic_by_shortname(name: &str) -> Option<&'static Tactic> {
    let of = |t: &&Tactic| t.shortname == name;
    ATTACK
        .tactics
        .iter()
        .filter(of)
        .find(|t| t.domain == Domain::Enterprise)
        .or(ATTACK.tactics.iter().find(of))
}

/// Every tactic under each of its names.
pub fn tactics() -> &'static [Tactic] {
    &ATTACK.tactics
}

struct Attack {
    techniques: Vec<Technique>,
    by_id: FxHashMap<&'static str, usize>,
    tactics: Vec<Tactic>,
}

static ATTACK: LazyLock<Attack> = LazyLock::new(|| {
    let techniques: Vec<_> = TECHNIQUES.lines().map(technique_line).collect();
    let by_id = techniques.iter().enumerate().map(|(i, t)| (t.id, i)).collect();
    Attack { techniques, by_id, tactics: TACTICS.lines().map(tactic_line).collect() }
});

fn technique_line(line: &'static str) -> Technique {
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
        deprecated: flags.contains(['d', 'x']),
        since,
        until: some(until),
        revoked_in_19: flags.contains('R'),
    }
}

fn tactic_line(line: &'static str) -> Tactic {
    let mut cells = line.split('\t');
    let mut next = || cells.next().unwrap_or_default();
    let (id, shortname, name, domain) = (next(), next(), next(), next());
    let _deprecated = next();
    Tactic {
        id,
        shortname,
        name,
        domain: match domain {
            "mobile" => Domain::Mobile,
            "ics" => Domain::Ics,
            _ => Domain::Enterprise,
        },
        since: some(next()),
        until: some(next()),
    }
}

fn some(cell: &'static str) -> Option<&'static str> {
    (!cell.is_empty()).then_some(cell)
}
