//! Tactics.

use super::{AttackRelease, Domain, some};
use std::sync::LazyLock;

static TABLE: &str = include_str!("../../data/tactics.tsv");

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
    /// Given up, with nothing in its place.
    pub deprecated: bool,
    /// The first release with this name, if not the first of all.
    pub since: Option<&'static str>,
    /// The last release with this name, if it has changed.
    pub until: Option<&'static str>,
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

/// The tactic with this id (`TA0002`) by its name at a release.
pub fn tactic(id: &str, at: AttackRelease) -> Option<&'static Tactic> {
    let of = |t: &&Tactic| t.id == id;
    tactics().iter().filter(of).find(|t| t.is_live(at)).or(tactics().iter().find(of))
}

/// The tactic with this short name (`privilege-escalation`), of the enterprise matrix if it is there.
pub fn tactic_by_shortname(name: &str) -> Option<&'static Tactic> {
    let of = |t: &&Tactic| t.shortname == name;
    tactics()
        .iter()
        .filter(of)
        .find(|t| t.domain == Domain::Enterprise)
        .or(tactics().iter().find(of))
}

/// Every tactic under each of its names.
pub fn tactics() -> &'static [Tactic] {
    &TACTICS
}

static TACTICS: LazyLock<Vec<Tactic>> = LazyLock::new(|| TABLE.lines().map(line).collect());

fn line(line: &'static str) -> Tactic {
    let mut cells = line.split('\t');
    let mut next = || cells.next().unwrap_or_default();
    let (id, shortname, name, domain) = (next(), next(), next(), next());
    Tactic {
        id,
        shortname,
        name,
        domain: match domain {
            "mobile" => Domain::Mobile,
            "ics" => Domain::Ics,
            _ => Domain::Enterprise,
        },
        deprecated: next() == "d",
        since: some(next()),
        until: some(next()),
    }
}
