//! ATT&CK: techniques and tactics at two releases, names and revocations.

use super::read;
use serde_json::Value;
use std::fmt::Write;
use std::path::Path;

fn attack(shared: &Path) -> Value {
    serde_json::from_str(&read(&shared.join("reference/attack.json"))).expect("attack.json is JSON")
}

fn text(v: &Value) -> &str {
    v.as_str().unwrap_or_default()
}

/// `id name domain tactics-18.1 tactics-19.1 flags revoked-by since until`, sorted by id; a missing second list is `-`.
pub(super) fn techniques(shared: &Path) -> String {
    let attack = attack(shared);
    let tactics = attack["tactics"]["rows"].as_array().expect("tactics").clone();
    let ids = |list: &Value| -> String {
        let Some(list) = list.as_array() else { return "-".into() };
        let of = |i: &Value| {
            let i = usize::try_from(i.as_u64().expect("an index")).expect("small");
            text(&tactics[i][0]).to_owned()
        };
        list.iter().map(of).collect::<Vec<_>>().join(",")
    };
    let mut rows: Vec<(String, String)> = Vec::new();
    for row in attack["techniques"]["rows"].as_array().expect("techniques") {
        let revoked = match &row[6] {
            Value::Array(of) => of.iter().map(text).collect::<Vec<_>>().join(","),
            other => text(other).to_owned(),
        };
        let line = [
            text(&row[0]),
            text(&row[1]),
            text(&row[2]),
            &ids(&row[3]),
            &ids(&row[9]),
            text(&row[5]),
            &revoked,
            text(&row[7]),
            text(&row[8]),
        ]
        .join("\t");
        rows.push((text(&row[0]).to_owned(), line));
    }
    rows.sort();
    rows.into_iter().fold(String::new(), |mut out, (_, line)| {
        let _ = writeln!(out, "{line}");
        out
    })
}

/// `id shortname name domain deprecated since until`, in the source's order.
pub(super) fn tactics(shared: &Path) -> String {
    let attack = attack(shared);
    let mut out = String::new();
    for row in attack["tactics"]["rows"].as_array().expect("tactics") {
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
