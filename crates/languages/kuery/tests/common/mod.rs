//! What the tests share.

#![allow(dead_code, clippy::unwrap_used, clippy::print_stdout, reason = "tests; each takes a part")]

use ruleglot_kuery::{Parsed, ast::Query, parse};
use ruleglot_source::{FileId, Snippet, SourceFile};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// The text as a whole file.
pub(crate) fn snippet(text: &str) -> Snippet<'_> {
    Snippet::whole(FileId(0), text)
}

/// What becomes of it.
pub(crate) fn parsed(text: &str) -> Parsed {
    parse(&snippet(text))
}

/// The query of a text that must parse.
pub(crate) fn query(text: &str) -> Query {
    let parsed = parsed(text);
    parsed
        .query
        .unwrap_or_else(|| panic!("{text:?} does not parse: {}", listed(text, &parsed.diagnostics)))
}

/// Diagnostics as `code line:column message`, further labels indented.
pub(crate) fn listed(text: &str, diagnostics: &[ruleglot_source::Diagnostic]) -> String {
    let file = SourceFile::new(FileId(0), "-", text);
    let mut out = String::new();
    for d in diagnostics {
        let at = file.position(d.at().span.start);
        let end = file.position(d.at().span.end);
        let _ = writeln!(
            out,
            "{} {}:{}-{}:{} {}",
            d.code, at.line, at.column, end.line, end.column, d.message
        );
        for label in d.labels.iter().skip(1) {
            let at = file.position(label.at.span.start);
            let _ = writeln!(
                out,
                "  {}:{} {}",
                at.line,
                at.column,
                label.text.as_deref().unwrap_or_default()
            );
        }
    }
    out
}

/// A directory of the shared evidence; `None`, said aloud, where it is absent.
pub(crate) fn shared(name: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared").join(name);
    if !root.exists() {
        println!("SKIPPED: {name} is not at hand");
        return None;
    }
    Some(root)
}

/// Every KQL query of the Elastic corpus with the place it comes from.
pub(crate) fn corpus() -> Option<Vec<(String, String)>> {
    let root = shared("corpora/elastic")?;
    let mut files = Vec::new();
    toml_files(&root, &mut files);
    files.sort();
    let mut queries = Vec::new();
    for path in files {
        let table: toml::Table = std::fs::read_to_string(&path).unwrap().parse().unwrap();
        let name = path.strip_prefix(&root).unwrap().display().to_string();
        queries_of(&table, &name, &mut queries);
    }
    Some(queries)
}

fn queries_of(table: &toml::Table, name: &str, out: &mut Vec<(String, String)>) {
    let Some(rule) = table.get("rule").and_then(toml::Value::as_table) else { return };
    let text = |key: &str| rule.get(key).and_then(toml::Value::as_str);
    let mut take =
        |key: &str| out.extend(text(key).map(|q| (format!("{name} {key}"), q.to_owned())));
    if text("language") == Some("kuery") {
        take("query");
    }
    if text("threat_language") == Some("kuery") {
        take("threat_query");
    }
}

fn toml_files(dir: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            toml_files(&path, out);
        } else if path.extension().is_some_and(|e| e == "toml") {
            out.push(path);
        }
    }
}
