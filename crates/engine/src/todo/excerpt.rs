//! The condition of a rule, and nothing else of its file: as it was read, and as it was written.

use crate::scan::{RuleDoc, Scanned};
use crate::target::TargetSpec;
use ruleglot_document::{Document, Entry};
use ruleglot_ir::Body;
use serde_json::Value;

/// A text in a language.
pub(super) struct Block {
    /// The language, for the fence around it.
    pub(super) language: &'static str,
    /// What it is, where it is not the query itself.
    pub(super) about: Option<&'static str>,
    /// The text.
    pub(super) text: String,
}

impl Block {
    fn query(language: &'static str, text: impl Into<String>) -> Self {
        Self { language, about: None, text: text.into() }
    }
}

/// The condition of a written rule, without what would make it one.
pub(super) fn blocks(text: &str, target: &TargetSpec) -> Vec<Block> {
    match target.format.map(ruleglot_formats::Format::id) {
        None => vec![Block::query(target.language, text)],
        Some("sigma") => vec![Block::query("yaml", top_level(text, &["logsource", "detection"]))],
        Some("elastic") => of_elastic(text, target.language),
        Some(_) => vec![Block::query(target.language, of_splunk(text))],
    }
}

/// The lines of some keys at the left edge of a YAML text.
fn top_level(text: &str, keys: &[&str]) -> String {
    let mut inside = false;
    let mut out = String::new();
    for line in text.lines() {
        if !line.starts_with([' ', '-', '#']) && !line.is_empty() {
            inside = keys.iter().any(|k| line.strip_prefix(k).is_some_and(|r| r.starts_with(':')));
        }
        if inside {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

fn of_elastic(text: &str, language: &'static str) -> Vec<Block> {
    let file: Value = toml::from_str(text).unwrap_or_default();
    let rule = &file["rule"];
    let query = rule["query"].as_str().unwrap_or_default().trim().to_owned();
    let mut out = vec![Block::query(language, query)];
    let filters = rule["filters"].as_array().into_iter().flatten();
    let filters: Vec<&Value> = filters.map(|filter| &filter["query"]).collect();
    if !filters.is_empty() {
        let all = serde_json::json!({ "bool": { "filter": filters } });
        let text = serde_json::to_string_pretty(&all).unwrap_or_default();
        let about = "and, as a filter beside the query (Query DSL):";
        out.push(Block { language: "json", about: Some(about), text });
    }
    out
}

fn of_splunk(text: &str) -> String {
    let read = ruleglot_document::read_yaml(ruleglot_source::FileId::default(), text);
    let search =
        read.documents.first().and_then(|d| d.root.get("search")?.text().map(str::to_owned));
    search.unwrap_or_default().trim().to_owned()
}

/// The query of a rule as it is written in its file; all of the file where none is found.
pub(super) fn original(file: &Scanned, doc: Option<&RuleDoc>) -> Block {
    let whole = || Block::query("text", file.file.text.trim_end());
    let Some(doc) = doc else { return whole() };
    let language = doc.read.language.unwrap_or("text");
    let Some(document) = &doc.document else { return Block { language, ..whole() } };
    let found = match doc.format.map(ruleglot_formats::Format::id) {
        Some("sigma") => {
            let keys = ["logsource", "detection", "correlation"];
            sections(file, document, &keys).map(|text| Block::query("yaml", text))
        }
        Some("elastic") => {
            let text = document.root.at(&["rule", "query"]).and_then(|n| n.text());
            text.map(|t| Block::query(language, t.trim()))
        }
        _ => {
            let text = document.root.get("search").and_then(|n| n.text());
            text.map(|t| Block::query(language, t.trim()))
        }
    };
    found.or_else(|| of_native(doc)).unwrap_or_else(|| {
        let text = file.file.text.get(document.span.range()).unwrap_or_default();
        Block::query("text", text.trim())
    })
}

fn of_native(doc: &RuleDoc) -> Option<Block> {
    match &doc.read.rule.as_ref()?.body {
        Body::Native(native) if !native.text.is_empty() => {
            Some(Block::query("text", native.text.as_str()))
        }
        _ => None,
    }
}

/// Some keys of a document with all that stands below them, word for word.
fn sections(file: &Scanned, document: &Document, keys: &[&str]) -> Option<String> {
    let root = document.root.mapping()?;
    let text = |entry: &Entry| {
        let range = entry.key_span.range().start..entry.value.span.range().end;
        file.file.text.get(range).map(|t| t.trim_end().to_owned())
    };
    let all: Vec<String> = keys.iter().filter_map(|key| root.entry(key)).filter_map(text).collect();
    (!all.is_empty()).then(|| all.join("\n"))
}
