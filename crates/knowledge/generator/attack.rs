//! ATT&CK: techniques, tactics and other objects at two releases, with their names, revocations and history.

use super::read;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// Every file about ATT&CK.
pub(super) fn files(shared: &Path) -> Vec<(&'static str, String)> {
    let text = read(&shared.join("reference/attack.json"));
    let attack: Value = serde_json::from_str(&text).expect("attack.json is JSON");
    vec![
        ("attack.tsv", techniques(&attack)),
        ("attack_history.tsv", history(&attack)),
        ("attack_objects.tsv", objects(&attack)),
        ("tactics.tsv", tactics(&attack)),
    ]
}

fn text(v: &Value) -> &str {
    v.as_str().unwrap_or_default()
}

fn list<'v>(v: &'v Value, what: &str) -> &'v Vec<Value> {
    v.as_array().unwrap_or_else(|| panic!("{what} is a list"))
}

fn map<'v>(v: &'v Value, what: &str) -> &'v serde_json::Map<String, Value> {
    v.as_object().unwrap_or_else(|| panic!("{what} is a map"))
}

/// Texts side by side, or the one text.
fn joined(v: &Value) -> String {
    match v {
        Value::Array(of) => of.iter().map(text).collect::<Vec<_>>().join(","),
        other => text(other).to_owned(),
    }
}

fn sorted(mut lines: Vec<String>) -> String {
    lines.sort_by(|a, b| first_cell(a).cmp(first_cell(b)));
    lines.join("\n") + "\n"
}

fn first_cell(line: &str) -> &str {
    line.split('\t').next().unwrap_or_default()
}

/// `id name domain tactics-18.1 tactics-19.1 flags revoked-by since until split-into`, sorted by id; a missing second
/// list of tactics is `-`.
fn techniques(attack: &Value) -> String {
    let tactics = list(&attack["tactics"]["rows"], "tactics");
    let split = &attack["crosswalk_v7"]["rows"];
    let ids = |list: &Value| -> String {
        let Some(list) = list.as_array() else { return "-".into() };
        let of = |i: &Value| {
            let i = usize::try_from(i.as_u64().expect("an index")).expect("small");
            text(&tactics[i][0])
        };
        list.iter().map(of).collect::<Vec<_>>().join(",")
    };
    let line = |row: &Value| {
        [
            text(&row[0]),
            text(&row[1]),
            text(&row[2]),
            &ids(&row[3]),
            &ids(&row[9]),
            text(&row[5]),
            &joined(&row[6]),
            text(&row[7]),
            text(&row[8]),
            &joined(&split[text(&row[0])]),
        ]
        .join("\t")
    };
    sorted(list(&attack["techniques"]["rows"], "techniques").iter().map(line).collect())
}

/// `id names tactics`, sorted by id: what each was before a release, as `release=name` and `release=shortname,…`, older
/// first, side by side with `|`.
fn history(attack: &Value) -> String {
    let mut all: BTreeMap<&str, [Vec<String>; 2]> = BTreeMap::new();
    for (id, changes) in map(&attack["name_history"]["rows"], "name_history") {
        for change in list(changes, "changes of a name") {
            let before = format!("{}={}", text(&change[0]), text(&change[1]));
            all.entry(id).or_default()[0].push(before);
        }
    }
    for (id, changes) in map(&attack["tactic_history"]["rows"], "tactic_history") {
        for change in list(changes, "changes of tactics") {
            let before = format!("{}={}", text(&change[0]), joined(&change[2]));
            all.entry(id).or_default()[1].push(before);
        }
    }
    let line = |(id, [names, tactics]): (&str, [Vec<String>; 2])| {
        assert!(names.iter().chain(&tactics).all(|t| !t.contains(['|', '\t'])), "{id}");
        format!("{id}\t{}\t{}", names.join("|"), tactics.join("|"))
    };
    sorted(all.into_iter().map(line).collect())
}

/// `id name flags revoked-by` of groups, software, campaigns, mitigations, data sources and their components, sorted by
/// id.
fn objects(attack: &Value) -> String {
    let mut lines = Vec::new();
    for (kind, all) in map(&attack["objects"], "objects").iter().filter(|(k, _)| *k != "shape") {
        for (id, object) in map(all, kind) {
            let cells = match object {
                Value::Array(of) => [text(&of[0]), text(&of[1]), &joined(&of[2])].join("\t"),
                name => format!("{}\t\t", text(name)),
            };
            lines.push(format!("{id}\t{cells}"));
        }
    }
    sorted(lines)
}

/// `id shortname name domain deprecated since until`, in the source's order.
fn tactics(attack: &Value) -> String {
    let mut out = String::new();
    for row in list(&attack["tactics"]["rows"], "tactics") {
        let deprecated = if row[4] == 1 { "d" } else { "" };
        let _ = writeln!(
            out,
            "{}\t{}\t{}\t{}\t{deprecated}\t{}\t{}",
            text(&row[0]),
            text(&row[1]),
            text(&row[2]),
            text(&row[3]),
            text(&row[5]),
            text(&row[6]),
        );
    }
    out
}
