//! Names of JSON fields as Splunk spells them, from which it follows what is a list.

use super::read;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

/// Log sources with JSON events, and how the data sources of Security Content that hold them begin.
const SOURCES: [(&str, &str); 4] = [
    ("aws.cloudtrail", "AWS CloudTrail"),
    ("kubernetes.audit", "Kubernetes Audit"),
    ("github.audit", "GitHub"),
    ("azure.auditlogs", "Azure Active Directory"),
];

/// `concept name`, sorted: names with `{}` after each list, nested ones alone.
pub(super) fn table(shared: &Path) -> String {
    let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    listed(shared, &mut names);
    documents(shared, &mut names);
    let mut out = String::new();
    for (concept, names) in names {
        for name in names.iter().filter(|n| n.contains(['.', '{'])) {
            let _ = writeln!(out, "{concept}\t{name}");
        }
    }
    out
}

/// Names that Security Content lists for its data sources.
fn listed(shared: &Path, names: &mut BTreeMap<String, BTreeSet<String>>) {
    let all: Value = serde_json::from_str(&read(&shared.join("reference/splunk/datasources.json")))
        .expect("datasources.json is JSON");
    for data in all["data_sources"].as_array().expect("data sources") {
        let name = data["name"].as_str().unwrap_or_default();
        let Some((concept, _)) = SOURCES.iter().find(|(_, begins)| name.starts_with(begins)) else {
            continue;
        };
        let fields = data["fields"].as_array().into_iter().flatten().filter_map(Value::as_str);
        names.entry((*concept).to_owned()).or_default().extend(fields.map(str::to_owned));
    }
}

/// Names in real events of log sources that write JSON.
fn documents(shared: &Path, names: &mut BTreeMap<String, BTreeSet<String>>) {
    for line in read(&shared.join("cases/documents.jsonl")).lines() {
        let document: Value = serde_json::from_str(line).expect("a document is JSON");
        let concept = document["source"].as_str().expect("a source");
        let is_json = !concept.starts_with("windows.") && !concept.starts_with("linux.");
        if is_json {
            let names = names.entry(concept.to_owned()).or_default();
            walk(&document["raw"], &mut String::new(), names);
        }
    }
}

fn walk(value: &Value, path: &mut String, names: &mut BTreeSet<String>) {
    let length = path.len();
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                if length > 0 {
                    path.push('.');
                }
                path.push_str(key);
                walk(value, path, names);
                path.truncate(length);
            }
        }
        Value::Array(items) => {
            path.push_str("{}");
            items.iter().for_each(|item| walk(item, path, names));
            path.truncate(length);
        }
        _ => {
            names.insert(path.clone());
        }
    }
}
