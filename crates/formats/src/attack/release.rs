//! What ids and tactics of one release are at another.

use ruleglot_ir::{Meta, Technique};
use ruleglot_knowledge::{AttackRelease, technique, techniques};
use smol_str::SmolStr;

/// Defense Impairment was a part of TA0005 before it became a tactic of its own in 19.
fn live_tactic(id: &str, version: AttackRelease) -> &str {
    match (id, version) {
        ("TA0112", AttackRelease::V18) => "TA0005",
        _ => id,
    }
}

/// What a tactic that the source names is at a version: itself, and what those of its techniques serve now that served it
/// before; without it, where all of them do.
pub(super) fn tactics_now(id: &SmolStr, meta: &Meta, version: AttackRelease) -> Vec<SmolStr> {
    let live = SmolStr::from(live_tactic(id, version));
    let mut stays = false;
    let mut moved: Vec<SmolStr> = Vec::new();
    for source in meta.attack.iter().map(|node| &node.kind) {
        if source.under.as_ref().is_some_and(|under| under != id) {
            continue;
        }
        for now in live_ids(&source.id, version, &mut Vec::new()) {
            let own = own_tactics(&now, version);
            let serves_listed = || {
                let listed = meta.tactics.iter().map(|t| live_tactic(&t.kind, version));
                source.under.is_none() && listed.into_iter().any(|t| own.contains(&t))
            };
            let tactic = tactic_now(id, source, &now, version);
            if tactic == live {
                stays |= source.under.is_some() || own.is_empty() || own.contains(&tactic);
            } else if served_before(&live, source) && !serves_listed() {
                super::add(&mut moved, tactic.into());
            }
        }
    }
    if stays || moved.is_empty() {
        moved.insert(0, live);
    }
    moved
}

/// The tactic that a technique is to stand under, which stood under another: one that it does not serve any more gives way
/// to its own; one that it never served was the author's choice.
pub(super) fn tactic_now<'t>(
    under: &'t str,
    source: &Technique,
    id: &str,
    version: AttackRelease,
) -> &'t str {
    let live = live_tactic(under, version);
    let own = own_tactics(id, version);
    // An id that became another follows its own tactics: those that the author chose were the old one's.
    let moved = source.id != id || served_before(live, source);
    if own.contains(&live) || !moved {
        return live;
    }
    let part = own.iter().find(|t| live == "TA0005" && **t == "TA0112");
    part.or(own.first()).copied().unwrap_or(live)
}

/// Whether a technique serves a tactic at some release.
fn served_before(tactic: &str, source: &Technique) -> bool {
    let known = technique(&source.id);
    known.is_some_and(|t| AttackRelease::ALL.iter().any(|at| t.tactics(*at).contains(&tactic)))
}

/// The id itself where it is live or unknown; else what took its place; else what it took the place of.
pub(super) fn live_ids(
    id: &SmolStr,
    version: AttackRelease,
    renamed: &mut Vec<String>,
) -> Vec<SmolStr> {
    let release = version;
    let Some(known) = technique(id) else { return vec![id.clone()] };
    if known.is_live(release) {
        return vec![id.clone()];
    }
    let heirs: Vec<SmolStr> = known.successors(release).iter().map(|t| t.id.into()).collect();
    if !heirs.is_empty() {
        let like: Vec<_> = heirs.iter().flat_map(|heir| merged(heir, release.other())).collect();
        let like: Vec<_> = like.into_iter().filter(|other| *other != id.as_str()).collect();
        let like =
            if like.is_empty() { String::new() } else { format!(" (as {})", like.join(", ")) };
        renamed.push(format!("{id} → {}{like}", heirs.join(", ")));
        return heirs;
    }
    let Some(before) = forerunner(id, release) else {
        renamed.push(format!("{id} is not of {}", release.number()));
        return vec![id.clone()];
    };
    let of = merged(id, release);
    let of = if of.len() < 2 { String::new() } else { format!(" (of {})", of.join(", ")) };
    renamed.push(format!("{id} → {before}{of}"));
    vec![before.into()]
}

/// Ids of a release that another took the place of, where that is of a later one.
fn merged(id: &str, release: AttackRelease) -> Vec<&'static str> {
    let is_old = |t: &&ruleglot_knowledge::Technique| {
        t.revoked_by.contains(&id) && t.is_live(release) && !t.is_live(release.other())
    };
    techniques().iter().filter(is_old).map(|t| t.id).collect()
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

/// The tactics of a technique at a version; of one that the version does not have, those of the other.
pub(super) fn own_tactics(id: &str, version: AttackRelease) -> Vec<&'static str> {
    let Some(known) = technique(id) else { return Vec::new() };
    let release = version;
    match known.tactics(release) {
        [] => known.tactics(release.other()).iter().map(|t| live_tactic(t, version)).collect(),
        own => own.to_vec(),
    }
}
