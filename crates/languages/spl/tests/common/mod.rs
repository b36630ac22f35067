//! What the tests share.

#![allow(dead_code, clippy::unwrap_used, clippy::print_stdout, reason = "tests; each takes a part")]

pub(crate) mod shape;

use ruleglot_source::{Diagnostic, FileId, Severity, Snippet, SourceFile};
use ruleglot_spl::ast::{Command, Expr, Search, SearchStage};
use ruleglot_spl::{MacroTable, Parsed, parse};
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

/// The search of a text that must parse.
pub(crate) fn search(text: &str) -> Search {
    let parsed = parsed(text);
    let wrong = errors(&parsed.diagnostics);
    assert!(wrong.is_empty(), "{text}\n{}", listed(text, &parsed.diagnostics));
    parsed.search.unwrap_or_else(|| panic!("{text:?} is no search"))
}

/// The commands of its stages.
pub(crate) fn commands(text: &str) -> Vec<Command> {
    search(text).stages.into_iter().map(|s| s.command).collect()
}

/// The last command of a text.
pub(crate) fn last(text: &str) -> Command {
    commands(text).pop().unwrap()
}

/// The condition of a text that is one `search`.
pub(crate) fn condition(text: &str) -> Expr {
    match last(text) {
        Command::Search(SearchStage { condition: Some(e), .. }) => e,
        other => panic!("{text}: {other:?}"),
    }
}

pub(crate) fn errors(diagnostics: &[Diagnostic]) -> Vec<&Diagnostic> {
    diagnostics.iter().filter(|d| d.severity == Severity::Error).collect()
}

/// Diagnostics as `code line:column message`.
pub(crate) fn listed(text: &str, diagnostics: &[Diagnostic]) -> String {
    let file = SourceFile::new(FileId(0), "-", text);
    let mut out = String::new();
    for d in diagnostics {
        let at = file.position(d.at().span.start);
        let end = file.position(d.at().span.end);
        let place = format!("{}:{}-{}:{}", at.line, at.column, end.line, end.column);
        let _ = writeln!(out, "{} {place} {}", d.code, d.message);
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

/// Every search of the Splunk corpus with the file it comes from.
pub(crate) fn corpus() -> Option<Vec<(String, String)>> {
    let root = shared("corpora/splunk/detections")?;
    let mut files = Vec::new();
    yaml_files(&root, &mut files);
    files.sort();
    let read = |path: &PathBuf| {
        let rule = yaml(path);
        let text = rule.get("search").and_then(serde_yaml::Value::as_str).unwrap().to_owned();
        (path.strip_prefix(&root).unwrap().display().to_string(), text)
    };
    Some(files.iter().map(read).collect())
}

/// The macros of the Splunk corpus.
pub(crate) fn macros() -> Option<MacroTable> {
    let root = shared("corpora/splunk/macros")?;
    let mut files = Vec::new();
    yaml_files(&root, &mut files);
    let mut table = MacroTable::default();
    for path in files {
        let entry = yaml(&path);
        let text = |key: &str| entry.get(key).and_then(serde_yaml::Value::as_str);
        let args = entry.get("arguments").and_then(serde_yaml::Value::as_sequence);
        let args = args.into_iter().flatten().filter_map(|a| a.as_str().map(Into::into));
        let definition = match entry.get("definition") {
            Some(serde_yaml::Value::String(text)) => text.clone(),
            Some(serde_yaml::Value::Bool(b)) => b.to_string(),
            Some(serde_yaml::Value::Null) => "null".to_owned(),
            other => panic!("{}: {other:?}", path.display()),
        };
        table.insert(text("name").unwrap(), args.collect(), &definition);
    }
    Some(table)
}

fn yaml(path: &Path) -> serde_yaml::Value {
    serde_yaml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn yaml_files(dir: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            yaml_files(&path, out);
        } else if path.extension().is_some_and(|e| e == "yml") {
            out.push(path);
        }
    }
}
