//! Log sources as each format names them.

use super::read;
use serde_json::Value;
use std::fmt::Write;
use std::path::Path;

/// `id concept sigma integrations indexes datasets condition tags macro sourcetypes datamodel panther kusto sources codes
/// data-sources`.
///
/// Lists are separated by `|`. A Sigma log source is `category/product/service`, `-` for none. The condition is in the
/// notation of hub files. Codes are those of the Sysmon events that a log source is made of.
pub(super) fn table(shared: &Path) -> String {
    let all: Value = serde_json::from_str(&read(&shared.join("reference/logsources.json")))
        .expect("logsources.json is JSON");
    let mut out = String::new();
    for source in all["logsources"].as_array().expect("log sources") {
        let (elastic, splunk) = (&source["elastic"], &source["splunk"]);
        let cells = [
            text(&source["id"]),
            text(&source["concept"]),
            sigma(&source["sigma"]),
            list(&elastic["integration"]),
            list(&elastic["index"]),
            list(&elastic["dataset"]),
            condition(&text(&elastic["condition"])),
            list(&elastic["tags"]),
            text(&splunk["macro"]),
            list(&splunk["sourcetype"]),
            text(&splunk["datamodel"]).replace("; ", "|"),
            list(&source["panther"]),
            list(&source["kusto"]),
            list(&splunk["source"]),
            codes(&splunk["escu_data_source"]),
            list(&splunk["escu_data_source"]),
        ];
        let _ = writeln!(out, "{}", cells.join("\t"));
    }
    out
}

fn text(v: &Value) -> String {
    v.as_str().unwrap_or_default().to_owned()
}

fn list(v: &Value) -> String {
    v.as_array().into_iter().flatten().map(text).collect::<Vec<_>>().join("|")
}

/// `Sysmon EventID 12`, `Sysmon for Linux EventID 1`: made of events of that code.
fn codes(v: &Value) -> String {
    let names = v.as_array().into_iter().flatten().map(text);
    let code = |name: String| {
        let word = name.strip_prefix("Sysmon ")?.rsplit("EventID ").next()?;
        word.parse::<u32>().ok().map(|n| n.to_string())
    };
    names.filter_map(code).collect::<Vec<_>>().join("|")
}

fn sigma(v: &Value) -> String {
    let part = |v: &Value| v.as_str().map_or("-".to_owned(), str::to_owned);
    let one = |s: &Value| {
        format!("{}/{}/{}", part(&s["category"]), part(&s["product"]), part(&s["service"]))
    };
    v.as_array().into_iter().flatten().map(one).collect::<Vec<_>>().join("|")
}

/// The condition in the notation of hub files; empty where it is no plain conjunction of values.
fn condition(kql: &str) -> String {
    let kql = kql.split(" (older").next().unwrap_or_default();
    let mut conjuncts = Vec::new();
    for part in kql.split(" and ") {
        let Some((field, values)) = part.split_once(':') else { return String::new() };
        // `winlog.channel:"A" or "B"`, `event.code:(1 or 2)`, `dns.question.name:*`
        let values: Vec<&str> =
            values.trim_matches(['(', ')']).split(" or ").map(|v| v.trim_matches('"')).collect();
        if field.contains(' ') || values.iter().any(|v| v.contains('?')) {
            return String::new();
        }
        conjuncts.push(match values.as_slice() {
            ["*"] => format!("has {field}"),
            [one] => format!("{field} = \"{one}\""),
            many => {
                let quoted: Vec<String> = many.iter().map(|v| format!("\"{v}\"")).collect();
                format!("{field} in ({})", quoted.join(", "))
            }
        });
    }
    conjuncts.join(" and ")
}
