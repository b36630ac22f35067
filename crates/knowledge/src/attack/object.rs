//! Groups, software, campaigns, mitigations, data sources and their components, as of 18.1.

use super::AttackState;
use crate::table;

static TABLE: &str = include_str!("../../data/attack_objects.tsv");

/// What an id other than that of a tactic or technique is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum ObjectKind {
    Group,
    Software,
    Campaign,
    Mitigation,
    DataSource,
    DataComponent,
}

/// Something of ATT&CK that is neither tactic nor technique.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AttackObject {
    /// `G0007`
    pub id: &'static str,
    /// `APT28`
    pub name: &'static str,
    /// What it is.
    pub kind: ObjectKind,
    /// What has become of it; known at 18.1 alone.
    pub state: AttackState,
    /// What took its place, when it is revoked.
    pub revoked_by: Option<&'static str>,
}

impl ObjectKind {
    const ALL: [(Self, &'static str, &'static str); 6] = [
        (Self::Group, "G", "group"),
        (Self::Software, "S", "software"),
        (Self::Campaign, "C", "campaign"),
        (Self::Mitigation, "M", "mitigation"),
        (Self::DataSource, "DS", "data source"),
        (Self::DataComponent, "DC", "data component"),
    ];

    /// What an id of this form (`G0007`, upper case) is of; `None` when it has none of these forms.
    pub fn of(id: &str) -> Option<Self> {
        let digits = id.trim_start_matches(|c: char| c.is_ascii_uppercase());
        let letters = &id[..id.len() - digits.len()];
        let number = digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit());
        Self::ALL.iter().find(|(_, l, _)| number && *l == letters).map(|(kind, ..)| *kind)
    }

    /// `group`
    pub fn word(self) -> &'static str {
        self.row().2
    }

    /// `G`
    pub fn letters(self) -> &'static str {
        self.row().1
    }

    fn row(self) -> &'static (Self, &'static str, &'static str) {
        Self::ALL.iter().find(|(kind, ..)| *kind == self).unwrap_or(&Self::ALL[0])
    }
}

/// The group, software or other object with this id (upper case).
pub fn attack_object(id: &str) -> Option<AttackObject> {
    let kind = ObjectKind::of(id)?;
    let start = table::line_of(TABLE, id)?;
    let mut cells = start.split('\t');
    let mut next = || cells.next().unwrap_or_default();
    let (id, name, flags, revoked_by) = (next(), next(), next(), next());
    let state = match flags {
        "r" => AttackState::Revoked,
        "" => AttackState::Live,
        _ => AttackState::Deprecated,
    };
    let revoked_by = (!revoked_by.is_empty()).then_some(revoked_by);
    Some(AttackObject { id, name, kind, state, revoked_by })
}

/// Ids of one kind, in their order.
pub(super) fn ids(kind: ObjectKind) -> impl Iterator<Item = &'static str> {
    table::keys(TABLE).filter(move |id| ObjectKind::of(id) == Some(kind))
}

/// The highest number given out in sequence; a number far beyond the others (S9000) is none of the sequence.
pub fn highest_object(kind: ObjectKind) -> u32 {
    let mut last = 0;
    for number in ids(kind).filter_map(|id| id.get(kind.letters().len()..)?.parse::<u32>().ok()) {
        if number > last + 2_000 {
            break;
        }
        last = number;
    }
    last
}
