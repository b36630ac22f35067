//! Names that taxonomies have without a mapping: fields of Splunk's data models, and of Sigma's log sources.

use super::read;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

/// How often a name must be used before a data model is believed to have it although its definition does not say so.
const SEEN: u64 = 2;

/// `Dataset.field`, sorted: the root dataset of each data model with its own fields and those of the datasets below it.
pub(super) fn cim(shared: &Path) -> String {
    let all: Value = serde_json::from_str(&read(&shared.join("reference/splunk/cim.json")))
        .expect("cim.json is JSON");
    let mut names = BTreeSet::new();
    let mut roots = BTreeSet::new();
    for model in all["models"].as_object().expect("models").values() {
        for dataset in model["datasets"].as_array().into_iter().flatten() {
            let root = text(&dataset["lineage"]);
            let root = root.split('.').next().unwrap_or_default().replace(' ', "_");
            for field in dataset["fields"].as_array().into_iter().flatten() {
                names.insert(format!("{root}.{}", text(&field["name"])));
            }
            roots.insert(root);
        }
    }
    for root in &roots {
        // Enterprise Security adds these to every dataset; the rest is in every event.
        let added = all["asset_identity_auto_fields"].as_array().into_iter().flatten().map(text);
        let everywhere = ["host", "source", "sourcetype", "_time"].map(str::to_owned);
        names.extend(added.chain(everywhere).map(|field| format!("{root}.{field}")));
    }
    for (dataset, fields) in all["corpus_fields_by_dataset"].as_object().into_iter().flatten() {
        for (field, count) in fields.as_object().into_iter().flatten() {
            if count.as_u64() >= Some(SEEN) && !field.contains(['*', ' ']) {
                names.insert(format!("{dataset}.{field}"));
            }
        }
    }
    lines(names)
}

/// `category/product/service TAB field`, sorted: what the pipelines of pySigma map, `-` for any. Rows for a
/// whole product are names of no log source in particular.
pub(super) fn sigma(shared: &Path) -> String {
    let all: Value = serde_json::from_str(&read(&shared.join("reference/sigma/fieldmaps.json")))
        .expect("fieldmaps.json is JSON");
    let rows = all["field_rows"].as_array().expect("field rows");
    let line = |row: &Value| {
        let word = |key: &str| row["logsource"][key].as_str().unwrap_or("-").to_owned();
        let source = [word("category"), word("product"), word("service")].join("/");
        format!("{source}\t{}", text(&row["field"]))
    };
    let of_one = |line: &String| {
        let source = line.split('\t').next().unwrap_or_default();
        !(source.starts_with("-/") && source.ends_with("/-"))
    };
    lines(rows.iter().filter(|row| row["field"].is_string()).map(line).filter(of_one).collect())
}

fn text(v: &Value) -> String {
    v.as_str().unwrap_or_default().to_owned()
}

fn lines(names: BTreeSet<String>) -> String {
    names.into_iter().map(|name| name + "\n").collect()
}
