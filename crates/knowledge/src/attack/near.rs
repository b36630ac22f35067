//! What a mistyped id or name was probably meant to be.

use super::object::ids;
use super::{AttackRelease, Domain, ObjectKind, Tactic, Technique, tactics, technique, techniques};
use crate::near::one_edit_apart;

/// The live technique above an unknown sub-technique, or the one live technique that differs from a mistyped id in one
/// edit; `None` when there are several, for any of them would be a guess.
pub fn nearest_technique(id: &str, at: AttackRelease) -> Option<&'static Technique> {
    let live = || techniques().iter().filter(|t| t.is_live(at));
    let close = |t: &&Technique| one_edit_apart(t.id, id);
    let main = id.split_once('.').map(|(above, _)| above);
    let same_shape = |t: &&Technique| t.id.contains('.') == main.is_some();
    main.and_then(technique)
        .filter(|t| t.is_live(at))
        .or_else(|| only(live().filter(same_shape).filter(close)))
}

/// The one live technique of this name, letter case aside.
pub fn technique_named(name: &str, at: AttackRelease) -> Option<&'static Technique> {
    let of = |t: &&Technique| t.is_live(at) && t.name_at(at).eq_ignore_ascii_case(name);
    let enterprise = techniques().iter().filter(|t| t.domain == Domain::Enterprise);
    only(enterprise.filter(of))
}

/// The live tactic whose short name is nearest to a mistyped one, within two edits.
pub fn nearest_tactic(shortname: &str, at: AttackRelease) -> Option<&'static Tactic> {
    if shortname.len() > 100 {
        return None;
    }
    let live = tactics().iter().filter(|t| t.is_live(at) && t.domain == Domain::Enterprise);
    live.map(|t| (strsim::osa_distance(t.shortname, shortname), t.shortname, t))
        .filter(|(distance, ..)| *distance <= 2)
        .min_by_key(|(distance, name, _)| (*distance, *name))
        .map(|(.., tactic)| tactic)
}

/// The one id of the same kind that differs from a mistyped one in two exchanged digits or one edit.
pub fn nearest_object(id: &str) -> Option<&'static str> {
    let kind = ObjectKind::of(id)?;
    only(ids(kind).filter(|known| one_edit_apart(known, id)))
}

fn only<T>(mut all: impl Iterator<Item = T>) -> Option<T> {
    let first = all.next()?;
    all.next().is_none().then_some(first)
}
