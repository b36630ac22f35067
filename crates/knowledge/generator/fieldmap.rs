//! Rows of the field map, typed, with the evidence of real documents for each alternative.

use super::{csv, read};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

/// `concept hub-name how ecs splunk-ta cim panther confidence grounds`.
///
/// `how`: `same`, `last-part` (base name), or `partly` (what else the source says about the row: some values are
/// changed, or it holds for some events only). Alternatives are separated by `;`, best first. An ECS alternative is
/// `name`, or `name@equal/different/absent` counted over the documents that carry the raw field.
pub(super) fn table(shared: &Path) -> String {
    let documents = Documents::read(shared);
    let mut out = String::new();
    for row in csv::rows(&read(&shared.join("reference/fieldmap.csv"))) {
        let concept = &row["concept"];
        let (raw, modifier) = row["raw_field"].split_once('|').unwrap_or((&row["raw_field"], ""));
        let how = how(modifier, &row["transform"]);
        let ecs: Vec<String> = alternatives(&row["ecs_field"])
            .map(|name| format!("{name}{}", documents.evidence(concept, raw, name)))
            .collect();
        let _ = writeln!(
            out,
            "{concept}\t{raw}\t{how}\t{}\t{}\t{}\t{}\t{}\t{}",
            ecs.join(";"),
            row["splunk_ta_field"],
            row["splunk_cim"],
            row["panther_path"],
            row["confidence"],
            grounds(&row["source"]),
        );
    }
    out
}

/// `pipeline` where the vendor's own was read for the row.
fn grounds(sources: &str) -> &'static str {
    let read = sources.split('+').any(|letter| matches!(letter, "I" | "V"));
    if read { "pipeline" } else { "" }
}

fn alternatives(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(';').map(str::trim).filter(|a| !a.is_empty())
}

/// Remarks that change nothing about equality of values.
const HARMLESS: [&str; 14] = [
    "",
    "iso8601",
    "boolean",
    "string true",
    "string true/false",
    "flattened",
    "array",
    "date",
    "de-duplicated",
    "ta alias",
    "tokenised",
    "args is tokenised",
    "process.args tokenised",
    "boolean vs keyword",
];

/// What a remark on a row says about its values, in one word.
fn how(modifier: &str, remark: &str) -> &'static str {
    let remark = remark.to_lowercase();
    if modifier == "endswith" || remark.starts_with("basename") {
        return "last-part";
    }
    if HARMLESS.contains(&remark.as_str()) { "same" } else { "partly" }
}

/// Values of one event by dotted name; arrays collapse.
type Flat = BTreeMap<String, Vec<String>>;

struct Documents {
    by_concept: BTreeMap<String, Vec<(Flat, Flat)>>,
}

impl Documents {
    fn read(shared: &Path) -> Self {
        let mut by_concept: BTreeMap<String, Vec<(Flat, Flat)>> = BTreeMap::new();
        for line in read(&shared.join("cases/documents.jsonl")).lines() {
            let document: Value = serde_json::from_str(line).expect("a document is JSON");
            let concept = document["source"].as_str().expect("a source").to_owned();
            let pair = (flat(&document["raw"]), flat(&document["ecs"]));
            by_concept.entry(concept).or_default().push(pair);
        }
        Self { by_concept }
    }

    fn evidence(&self, concept: &str, raw: &str, ecs: &str) -> String {
        let (mut equal, mut different, mut absent) = (0, 0, 0);
        for (before, after) in self.by_concept.get(concept).into_iter().flatten() {
            for (raw, ecs) in pairs(before, raw, ecs) {
                let Some(wanted) = before.get(&raw).filter(|v| !v.is_empty()) else { continue };
                match after.get(&ecs).filter(|v| !v.is_empty()) {
                    None => absent += 1,
                    Some(found) if same(wanted, found) => equal += 1,
                    Some(_) => different += 1,
                }
            }
        }
        if equal + different + absent == 0 {
            String::new()
        } else {
            format!("@{equal}/{different}/{absent}")
        }
    }
}

/// The names that a row is about in a document: itself, or every name below `….*`.
fn pairs(before: &Flat, raw: &str, ecs: &str) -> Vec<(String, String)> {
    let (Some(above), Some(to)) = (raw.strip_suffix('*'), ecs.strip_suffix('*')) else {
        return vec![(raw.to_owned(), ecs.to_owned())];
    };
    let below =
        |name: &String| name.strip_prefix(above).map(|tail| (name.clone(), format!("{to}{tail}")));
    before.keys().filter_map(below).collect()
}

fn same(a: &[String], b: &[String]) -> bool {
    let set = |v: &[String]| v.iter().cloned().collect::<BTreeSet<_>>();
    set(a) == set(b)
}

fn flat(event: &Value) -> Flat {
    let mut out = Flat::new();
    flatten(event, "", &mut out);
    out
}

fn flatten(v: &Value, path: &str, out: &mut Flat) {
    match v {
        Value::Null => {}
        Value::Object(map) => {
            for (key, value) in map {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                flatten(value, &path, out);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| flatten(item, path, out)),
        Value::String(s) if matches!(s.trim(), "" | "-" | "(null)" | "N/A") => {}
        Value::String(s) => out.entry(path.to_owned()).or_default().push(s.clone()),
        other => out.entry(path.to_owned()).or_default().push(other.to_string()),
    }
}
