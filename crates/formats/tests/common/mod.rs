//! Helpers shared by the tests.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

use ruleglot_document::{Language, read_toml, read_yaml};
use ruleglot_formats::{Format, Identity, ReadRule, Recognition, WriteContext, Written, formats};
use ruleglot_ir::{Legal, Rule};
use ruleglot_source::{Diagnostic, FileId, SourceFile};
use std::path::{Path, PathBuf};

/// A file as the engine would hand it over.
pub fn file(path: &str, text: &str) -> SourceFile {
    SourceFile::new(FileId(0), path, text)
}

/// The rules of a text, each with its format; findings of the documents come first.
pub fn read_all(path: &str, text: &str) -> (Vec<Diagnostic>, Vec<(&'static dyn Format, ReadRule)>) {
    let file = file(path, text);
    let read =
        if path.ends_with("toml") { read_toml(file.id, text) } else { read_yaml(file.id, text) };
    let mut diagnostics = read.diagnostics;
    let mut rules = Vec::new();
    for format in formats().iter().copied() {
        let language = if path.ends_with("toml") { Language::Toml } else { Language::Yaml };
        if format.notation() != language {
            continue;
        }
        let assembled = format.assemble(read.documents.clone(), &file);
        diagnostics.extend(assembled.diagnostics);
        for document in &assembled.documents {
            if format.recognise(document) != Recognition::No {
                rules.push((
                    format,
                    format.read(document, &file, &ruleglot_formats::Project::default()),
                ));
            }
        }
    }
    (diagnostics, rules)
}

/// The only rule of a text.
pub fn read(path: &str, text: &str) -> ReadRule {
    let (diagnostics, rules) = read_all(path, text);
    assert!(diagnostics.is_empty(), "{diagnostics:#?}");
    assert_eq!(rules.len(), 1, "one rule in {path}");
    rules.into_iter().next().unwrap().1
}

/// The schema findings of the first document of a text.
pub fn findings(path: &str, text: &str) -> Vec<Diagnostic> {
    let file = file(path, text);
    let read =
        if path.ends_with("toml") { read_toml(file.id, text) } else { read_yaml(file.id, text) };
    let document = read.documents.first().unwrap();
    let format = formats().iter().find(|f| f.recognise(document) != Recognition::No).unwrap();
    format.schema_findings(document, &file)
}

/// `code line:column message | help` of each finding.
pub fn told(text: &str, diagnostics: &[Diagnostic]) -> Vec<String> {
    let file = file("x", text);
    let line = |d: &Diagnostic| {
        let at = file.position(d.at().span.start);
        let help = d.help.as_deref().map(|h| format!(" | {h}")).unwrap_or_default();
        format!("{} {}:{} {}{help}", d.code, at.line, at.column, d.message)
    };
    diagnostics.iter().map(line).collect()
}

/// Writes a rule in a format, which must accept it.
pub fn write(format: &str, from: &str, read: &ReadRule, rule: Rule, identity: Identity) -> Written {
    let format = ruleglot_formats::format(format).unwrap();
    let (_, target) = format.targets()[0];
    let legal = match Legal::check(rule, target) {
        Ok(legal) => legal,
        Err((_, refusals)) => panic!("refused: {refusals:?}"),
    };
    let context = WriteContext {
        from,
        path: "rules/example",
        places: &read.places,
        attack: ruleglot_knowledge::AttackRelease::V18,
        identity,
        distinct: None,
        house: ruleglot_formats::House::default(),
    };
    format.write(&legal, &context)
}

/// A folder of the corpora; says so when it is not there.
pub fn corpora() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora");
    if path.is_dir() {
        return Some(path);
    }
    println!("SKIPPED: ../shared/corpora is not here");
    None
}

/// All files below `root` with one of these endings, in order.
pub fn files(root: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut out = Vec::new();
    let mut open = vec![root.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| endings.iter().any(|x| e == *x)) {
                out.push(path);
            }
        }
    }
    out.sort();
    out
}
