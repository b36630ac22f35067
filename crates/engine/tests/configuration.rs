//! `docs/configuration.md` and `docs/ruleglot.schema.json` say what the program reads.
#![allow(clippy::unwrap_used, reason = "tests")]

use ruleglot_engine::{Config, config_keys, config_schema};
use std::path::{Path, PathBuf};

fn docs(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(name)
}

/// Holds a generated text against the file, or writes it with `UPDATE=1`.
fn hold(name: &str, now: &str) {
    let there = std::fs::read_to_string(docs(name)).unwrap_or_default();
    if std::env::var_os("UPDATE").is_some() && there != now {
        return std::fs::write(docs(name), now).unwrap();
    }
    assert_eq!(there, now, "docs/{name} is stale; UPDATE=1 writes it anew");
}

#[test]
fn the_schema_is_published() {
    hold("ruleglot.schema.json", &(serde_json::to_string_pretty(&config_schema()).unwrap() + "\n"));
}

#[test]
fn the_guide_lists_every_key() {
    let page = std::fs::read_to_string(docs("configuration.md")).unwrap();
    let (begin, end) = ("<!-- keys -->\n", "<!-- end of keys -->\n");
    let (head, rest) = page.split_once(begin).unwrap();
    let (_, tail) = rest.split_once(end).unwrap();
    hold("configuration.md", &format!("{head}{begin}{}{end}{tail}", config_keys()));
}

/// The settings of the guide, each of them read.
#[test]
fn settings_of_the_guide_are_read() {
    let page = |name: &str| std::fs::read_to_string(docs(name)).unwrap();
    let pages = page("configuration.md") + &page("house.md");
    let blocks = pages.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next());
    // A template is a piece of a rule, not of a configuration.
    let blocks: Vec<&str> = blocks.filter(|block| !block.starts_with("[rule]")).collect();
    assert_eq!(blocks.len(), 2);
    for block in blocks {
        let read = Config::parse(block, Path::new("/rules"));
        assert!(read.is_ok(), "{block}{:?}", read.err());
    }
}

/// What the schema takes, the program reads, and what it refuses, the program refuses: key by key.
#[test]
fn the_schema_and_the_program_agree() {
    let schema = config_schema();
    for (key, shape) in schema["properties"].as_object().unwrap() {
        let value = match (shape["type"].as_str(), shape["enum"].as_array()) {
            (_, Some(words)) => words[0].to_string(),
            (Some("string"), _) => "\"a\"".to_owned(),
            (Some("boolean"), _) => "true".to_owned(),
            (Some("integer"), _) => "1".to_owned(),
            (Some("array"), _) => "[]".to_owned(),
            _ => "{}".to_owned(),
        };
        let read = |text: &str| Config::parse(text, Path::new("/rules"));
        assert!(read(&format!("{key} = {value}\n")).is_ok(), "{key} = {value}");
        let wrong = if value == "1" { "\"x\"" } else { "-7" };
        assert!(read(&format!("{key} = {wrong}\n")).is_err(), "{key} = {wrong}");
        assert!(read(&format!("{key}x = {value}\n")).is_err(), "{key}x");
    }
}
