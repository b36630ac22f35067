//! What techniques were called and which tactics they served before.

use crate::table;

static TABLE: &str = include_str!("../../data/attack_history.tsv");

/// Earlier names of a technique, oldest first, each with the release that changed it: `("16.1", "Protocol
/// Impersonation")`.
pub fn names_before(id: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    changes(id, 0)
}

/// Short names of the tactics that a technique served earlier, oldest first, each set with the release that changed it.
pub fn tactics_before(id: &str) -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    changes(id, 1).map(|(release, tactics)| (release, table::list(tactics, ',').collect()))
}

/// The name until release 18, where 19 changed it.
pub(super) fn name_before_19(id: &str) -> Option<&'static str> {
    names_before(id).find(|(release, _)| release.starts_with("19.")).map(|(_, name)| name)
}

fn changes(id: &str, cell: usize) -> impl Iterator<Item = (&'static str, &'static str)> {
    let cells = table::find(TABLE, id).unwrap_or_default();
    let changes = cells.split('\t').nth(cell).unwrap_or_default();
    table::list(changes, '|').filter_map(|change| change.split_once('='))
}
