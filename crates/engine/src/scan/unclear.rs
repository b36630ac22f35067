//! Texts whose language is not clear, or not read.

use super::ScanOptions;
use ruleglot_formats::{bare_languages, read_bare};
use ruleglot_ir::{Body, Stage};
use ruleglot_source::{Diagnostic, FileSpan, SourceFile, Span};

/// A text that several languages read, each in its own way.
pub(super) fn several(file: &SourceFile, languages: &[&str], options: &ScanOptions) -> Diagnostic {
    let readings: Vec<String> =
        languages.iter().map(|l| format!("as {l} {}", reading(file, l, options))).collect();
    let known = |l: &&&str| bare_languages().iter().any(|(known, _)| *known == **l);
    let choices: Vec<String> =
        languages.iter().filter(known).map(|l| format!("`--from {l}`")).collect();
    Diagnostic::error(
        "paste/two-readings",
        all(file),
        format!("this can be read in {} ways: {}", languages.len(), readings.join("; ")),
    )
    .with_help(format!("say which is meant: {}", choices.join(" or ")))
}

/// What a text means in a language, in the IR's notation.
fn reading(file: &SourceFile, language: &str, options: &ScanOptions) -> String {
    let Some(read) = read_bare(language, file, &options.project) else {
        return "it is not read yet".to_owned();
    };
    match read.rule.map(|rule| rule.body) {
        Some(Body::Pipeline(pipeline)) => {
            let stages: Vec<String> = pipeline
                .iter()
                .filter(|s| !matches!(&s.kind, Stage::Read(read) if read.native.is_empty()))
                .map(|s| s.kind.to_string())
                .collect();
            format!("`{}`", stages.join(" | "))
        }
        _ => "it cannot be read for other reasons".to_owned(),
    }
}

/// A text in a language that this version does not read.
pub(super) fn unread(file: &SourceFile, what: &str) -> Diagnostic {
    Diagnostic::error(
        "paste/unread-language",
        all(file),
        format!("this is {what}, which is not read yet"),
    )
    .with_help(
        "give the rule in a language that is read; if this is one of them, say which with `--from`",
    )
}

/// The first line.
fn all(file: &SourceFile) -> FileSpan {
    let start = file.text.len() - file.text.trim_start().len();
    let line = file.text[start..].lines().next().unwrap_or_default();
    FileSpan::new(file.id, Span::new(start, start + line.len()))
}
