//! What the schema tables say of rules that are in production.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

mod common;

use ruleglot_document::{read_toml, read_yaml};
use ruleglot_formats::{Recognition, formats};
use ruleglot_source::FileId;
use std::collections::BTreeMap;

fn count(folder: &str, ending: &str) -> Option<BTreeMap<&'static str, usize>> {
    let root = common::corpora()?.join(folder);
    let mut counts = BTreeMap::new();
    for path in common::files(&root, &[ending]) {
        let text = std::fs::read_to_string(&path).unwrap();
        let read = if ending == "toml" {
            read_toml(FileId(0), &text)
        } else {
            read_yaml(FileId(0), &text)
        };
        let name = path.strip_prefix(&root).unwrap().to_str().unwrap();
        let file = common::file(name, &text);
        for format in formats() {
            for document in format.assemble(read.documents.clone(), &file).documents {
                if format.recognise(&document) == Recognition::No {
                    continue;
                }
                let findings = format.schema_findings(&document, &file);
                for line in common::told(&text, &findings) {
                    println!("{name}: {line}");
                }
                findings.iter().for_each(|f| *counts.entry(f.code).or_default() += 1);
            }
        }
    }
    println!("{folder}: {counts:?}");
    Some(counts)
}

#[test]
fn elastic() {
    count("elastic", "toml");
}

#[test]
fn sigma() {
    count("sigma", "yml");
}

#[test]
fn splunk() {
    let Some(counts) = count("splunk/detections", "yml") else { return };
    println!("{counts:?}");
}
