//! Types of fields: ECS, then the integrations; where packages disagree every type with its packages.

use super::{csv, read};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

const ECS: &str = "ecs";

/// `name TAB array? TAB type=package,package;type=package`, sorted by the bytes of the name.
pub(super) fn table(shared: &Path) -> String {
    let mut types: BTreeMap<String, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
    let mut arrays = BTreeSet::new();
    for row in csv::rows(&read(&shared.join("reference/ecs.csv"))) {
        let name = row["field"].clone();
        if row["array"] == "1" {
            arrays.insert(name.clone());
        }
        types.entry(name).or_default().entry(row["type"].clone()).or_default().insert(ECS.into());
    }
    for row in csv::rows(&read(&shared.join("reference/integrations/fields.csv"))) {
        let package = row["package"].trim_start_matches('~').to_owned();
        types
            .entry(row["field"].clone())
            .or_default()
            .entry(row["type"].clone())
            .or_default()
            .insert(package);
    }
    let mut out = String::new();
    for (name, by_type) in &types {
        let array = if arrays.contains(name) { "a" } else { "" };
        let _ = write!(out, "{name}\t{array}\t");
        let cells: Vec<String> = by_type
            .iter()
            .map(|(ty, packages)| {
                format!("{ty}={}", packages.iter().cloned().collect::<Vec<_>>().join(","))
            })
            .collect();
        let _ = writeln!(out, "{}", cells.join(";"));
    }
    out
}
