//! Log sources that `SigmaHQ`'s own checks list, with the beginnings of file names and the fields that they allow.

use super::read;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// `category/product/service TAB listed TAB prefix TAB fields`, sorted, `-` for a word that is left out.
pub(super) fn table(shared: &Path) -> String {
    let all: Value = serde_json::from_str(&read(&shared.join("reference/sigma/fieldmaps.json")))
        .expect("fieldmaps.json is JSON");
    let mut rows: BTreeMap<String, (&str, &str, String)> = BTreeMap::new();
    for (key, fields) in all["sigmahq_taxonomy_fields"].as_object().expect("fields") {
        let names = fields.as_array().into_iter().flatten().filter_map(Value::as_str);
        let row = rows.entry(source(key)).or_default();
        row.0 = "listed";
        row.2 = names.collect::<Vec<_>>().join("|");
    }
    for (key, prefix) in all["sigmahq_filename_prefix"].as_object().expect("prefixes") {
        rows.entry(source(key)).or_default().1 = prefix.as_str().expect("a prefix");
    }
    let line = |(key, (listed, prefix, fields)): (String, (&str, &str, String))| {
        format!("{key}\t{listed}\t{prefix}\t{fields}")
    };
    let lines: Vec<String> = rows.into_iter().map(line).collect();
    lines.join("\n")
}

/// `windows_process_creation_None`, product first, to `process_creation/windows/-`.
fn source(key: &str) -> String {
    let word = |word: &str| if word == "None" { "-".to_owned() } else { word.to_owned() };
    let (rest, service) = parts(key);
    let (product, category) = rest;
    format!("{}/{}/{}", word(category), word(product), word(service))
}

/// Product, category and service: words may have `_` themselves, but products with one are few.
fn parts(key: &str) -> ((&str, &str), &str) {
    let product = ["rpc_firewall", "ruby_on_rails"]
        .into_iter()
        .find(|product| key.starts_with(product))
        .or_else(|| key.split('_').next())
        .expect("a product");
    let rest = &key[product.len() + 1..];
    match rest.strip_suffix("_None") {
        Some(category) => ((product, category), "None"),
        None => {
            let (category, service) = match rest.strip_prefix("None_") {
                Some(service) => ("None", service),
                None => rest.rsplit_once('_').expect("a category and a service"),
            };
            ((product, category), service)
        }
    }
}
