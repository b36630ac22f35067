//! MITRE ATT&CK at releases 18.1 and 19.1: tactics, techniques, groups, software and the like, with their names and
//! what became of them. Of other than enterprise techniques, release 19.1 is not known here: they stand as at 18.1.
//!
//! © 2025 The MITRE Corporation. This work is reproduced and distributed with the permission of The MITRE Corporation.

mod history;
mod near;
mod object;
mod tactic;
mod technique;

pub use history::{names_before, tactics_before};
pub use near::{nearest_object, nearest_tactic, nearest_technique, technique_named};
pub use object::{AttackObject, ObjectKind, attack_object, highest_object};
pub use tactic::{Tactic, tactic, tactic_by_shortname, tactics};
pub use technique::{Technique, highest_technique, technique, techniques};

/// A release of ATT&CK that the data covers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AttackRelease {
    /// 18.1, of November 2025.
    #[default]
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

/// What has become of an id at a release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttackState {
    /// It is in use.
    Live,
    /// Others took its place.
    Revoked,
    /// It was given up, with nothing in its place.
    Deprecated,
    /// It came with a later release.
    Later,
}

impl AttackRelease {
    /// All that are known, in their order.
    pub const ALL: [Self; 2] = [Self::V18, Self::V19];

    /// The release that is called so, with or without its minor number: `18`, `18.1`.
    pub fn named(name: &str) -> Option<Self> {
        let major = |of: Self| of.number().split('.').next().unwrap_or_default();
        Self::ALL.into_iter().find(|of| of.number() == name || major(*of) == name)
    }

    /// `18.1`
    pub fn number(self) -> &'static str {
        match self {
            Self::V18 => "18.1",
            Self::V19 => "19.1",
        }
    }

    /// The other one that is known.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::V18 => Self::V19,
            Self::V19 => Self::V18,
        }
    }
}

impl Domain {
    /// `enterprise`, `mobile`, `ICS`
    pub fn word(self) -> &'static str {
        match self {
            Self::Enterprise => "enterprise",
            Self::Mobile => "mobile",
            Self::Ics => "ICS",
        }
    }
}

fn some(cell: &'static str) -> Option<&'static str> {
    (!cell.is_empty()).then_some(cell)
}
