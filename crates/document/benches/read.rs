//! Reading rule files, beside the bare parsers below: `cargo bench -p ruleglot-document`.
//!
//! Uses the corpora beside the repository if they are there, else files of its own.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::needless_pass_by_value,
    missing_docs,
    reason = "a benchmark"
)]

use divan::{Bencher, black_box, counter::BytesCount};
use granit_parser::Parser;
use ruleglot_document::{Kind, Node, read_toml, read_yaml, text_map};
use ruleglot_source::FileId;
use std::path::Path;

fn main() {
    divan::main();
}

fn files(folder: &str, ending: &str) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora").join(folder);
    let mut texts = Vec::new();
    let mut open = vec![root];
    while let Some(entries) = open.pop().and_then(|dir| std::fs::read_dir(dir).ok()) {
        for path in entries.map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == ending) {
                texts.push(std::fs::read_to_string(path).unwrap());
            }
        }
    }
    if texts.is_empty() {
        println!("SKIPPED: no corpora beside the repository; a file of our own is read instead");
        texts = vec![own(ending); 500];
    }
    texts
}

fn own(ending: &str) -> String {
    let yaml = "title: T\nlogsource:\n    product: windows\ndetection:\n    sel:\n        Image|endswith: '\\x.exe'\n    condition: sel\n";
    let toml = "[rule]\nname = \"T\"\nquery = '''\na:b and c:d\n'''\n";
    if ending == "toml" { toml.to_owned() } else { yaml.to_owned() }
}

fn bytes(texts: &[String]) -> BytesCount {
    BytesCount::new(texts.iter().map(String::len).sum::<usize>())
}

const YAML: [&str; 3] = ["sigma", "splunk", "panther"];

#[divan::bench(args = YAML)]
fn yaml_bare_events(bencher: Bencher<'_, '_>, folder: &str) {
    let texts = files(folder, "yml");
    bencher.counter(bytes(&texts)).bench(|| {
        for text in &texts {
            for event in Parser::new_from_str(text) {
                let _ = black_box(event);
            }
        }
    });
}

#[divan::bench(args = YAML)]
fn yaml_read(bencher: Bencher<'_, '_>, folder: &str) {
    let texts = files(folder, "yml");
    bencher.counter(bytes(&texts)).bench(|| {
        for text in &texts {
            black_box(read_yaml(FileId(0), text));
        }
    });
}

#[divan::bench(args = YAML)]
fn yaml_read_and_map_every_scalar(bencher: Bencher<'_, '_>, folder: &str) {
    let texts = files(folder, "yml");
    bencher.counter(bytes(&texts)).bench(|| {
        for text in &texts {
            for document in &read_yaml(FileId(0), text).documents {
                map_all(text, &document.root, document.language);
            }
        }
    });
}

fn map_all(text: &str, node: &Node, language: ruleglot_document::Language) {
    match &node.kind {
        Kind::Scalar(_) => drop(black_box(text_map(text, node, language))),
        Kind::Sequence(items) => items.iter().for_each(|item| map_all(text, item, language)),
        Kind::Mapping(map) => map.entries.iter().for_each(|e| map_all(text, &e.value, language)),
    }
}

#[divan::bench]
fn toml_bare_edit_document(bencher: Bencher<'_, '_>) {
    let texts = files("elastic", "toml");
    bencher.counter(bytes(&texts)).bench(|| {
        for text in &texts {
            let _ = black_box(toml_edit::Document::parse(text.as_str()));
        }
    });
}

#[divan::bench]
fn toml_read(bencher: Bencher<'_, '_>) {
    let texts = files("elastic", "toml");
    bencher.counter(bytes(&texts)).bench(|| {
        for text in &texts {
            black_box(read_toml(FileId(0), text));
        }
    });
}
