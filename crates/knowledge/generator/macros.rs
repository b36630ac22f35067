//! Macros of Splunk Security Content, and those of other apps that its searches call.

use super::read;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// `name args kind condition definition`, sorted by name; arguments separated by `|`; no definition where another app has
/// it. The condition of a source is in the notation of hub files, `*` being a wildcard.
pub(super) fn table(shared: &Path) -> String {
    let all: Value = serde_json::from_str(&read(&shared.join("reference/splunk/macros.json")))
        .expect("macros.json is JSON");
    let mut rows = BTreeMap::new();
    for m in all["macros"].as_array().expect("macros") {
        rows.insert(text(&m["name"]), row(m, kind(m), &text(&m["definition"])));
    }
    for (name, m) in all["external_macros"].as_object().expect("macros of other apps") {
        // A name in brackets is a pattern: the filter macro of each detection.
        if !name.starts_with('<') {
            let definition = if name == "drop_dm_object_name" { DROP } else { "" };
            rows.insert(name.clone(), row(m, kind(m), definition));
        }
    }
    let mut out = String::new();
    for (name, row) in rows {
        let _ = writeln!(out, "{name}\t{row}");
    }
    out
}

/// `Splunk_SA_CIM`, macros.conf.
const DROP: &str = r#"rename "$dm_object_name$.*" as "*""#;

fn row(m: &Value, kind: &str, definition: &str) -> String {
    assert!(!definition.contains(['\t', '\n']), "{definition} does not fit a cell");
    let args: Vec<String> = m["arguments"].as_array().into_iter().flatten().map(text).collect();
    format!("{}\t{kind}\t{}\t{definition}", args.join("|"), condition(&m["source_filter"]))
}

/// A source's own tests of single fields.
fn condition(filter: &Value) -> String {
    let test = |term: &Value| {
        let (field, value) = (text(&term["field"]), text(&term["value"]));
        assert!(term["op"] == "=" && !value.contains('"'), "{term} is no plain test");
        let how = if value.contains('*') { "like" } else { "=" };
        format!("{field} {how} \"{value}\"")
    };
    let tests: Vec<String> = filter["terms"].as_array().into_iter().flatten().map(test).collect();
    tests.join(if filter["combine"] == "or" { " or " } else { " and " })
}

fn kind(m: &Value) -> &'static str {
    let expression = || {
        if text(&m["definition"]).contains('|') {
            "search-then-stages"
        } else if m["source_filter"].is_object() {
            "source"
        } else {
            "filter"
        }
    };
    match text(&m["kind"]).as_str() {
        "search-expression" => expression(),
        "command-pipeline" => "stages",
        "generating-pipeline" => "generating",
        "argument-fragment" => "options",
        "value-list" => "list",
        "literal" => "literal",
        other => panic!("a kind of macro that is not known: {other}"),
    }
}

fn text(v: &Value) -> String {
    v.as_str().unwrap_or_default().to_owned()
}
