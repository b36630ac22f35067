//! A format's own keys in settings: templates, and what is set for some rules.

use ruleglot_document::{Document, Language, Node, OutMap, read_toml, read_yaml};
use ruleglot_formats::{Format, foreign_keys, formats, read_settings};
use ruleglot_source::{Diagnostic, FileId, Severity, SourceFile};

/// The values of a template.
///
/// # Errors
/// What is wrong with it, behind its path, line and column.
pub(super) fn template(format: &dyn Format, path: &str, text: &str) -> Result<OutMap, String> {
    let file = SourceFile::new(FileId(0), path, text);
    let read = match format.notation() {
        Language::Toml => read_toml(file.id, text),
        Language::Yaml => read_yaml(file.id, text),
    };
    let fault = |fault: &Diagnostic| format!("{path}:{}", told(&file, fault));
    if let Some(first) = read.diagnostics.iter().find(|d| d.severity == Severity::Error) {
        return Err(fault(first));
    }
    let Some(document) = read.documents.first() else { return Ok(OutMap::new()) };
    let settings = read_settings(format, document, &file);
    settings.faults.first().map_or(Ok(settings.values), |first| Err(fault(first)))
}

/// The values that are set for some rules of each format that they are for: of one that is named, else of those that have
/// all the keys.
///
/// # Errors
/// What is wrong with them, behind line and column.
pub(super) fn set(
    node: &Node,
    target: Option<&str>,
    text: &str,
) -> Result<Vec<(&'static str, OutMap)>, String> {
    let file = SourceFile::new(FileId(0), "ruleglot.toml", text);
    let document = Document {
        language: Language::Toml,
        root: node.clone(),
        comments: Vec::new(),
        span: node.span,
    };
    let meant: Vec<&dyn Format> = match target.and_then(ruleglot_formats::format) {
        Some(format) => vec![format],
        None => of_keys(&document, &file)?,
    };
    let mut taken = Vec::new();
    let mut wrong = None;
    for format in meant {
        let settings = read_settings(format, &document, &file);
        match settings.faults.first() {
            None => taken.push((format.id(), settings.values)),
            Some(first) => wrong = wrong.or_else(|| Some(told(&file, first))),
        }
    }
    match wrong {
        Some(wrong) if taken.is_empty() => Err(wrong),
        _ => Ok(taken),
    }
}

/// The formats that have all the keys.
fn of_keys(document: &Document, file: &SourceFile) -> Result<Vec<&'static dyn Format>, String> {
    let has_all = |format: &&dyn Format| foreign_keys(*format, document).is_empty();
    let all: Vec<&'static dyn Format> = formats().iter().copied().filter(has_all).collect();
    if !all.is_empty() {
        return Ok(all);
    }
    let known = |key: &str| formats().iter().any(|format| format.homes().has_key(key));
    let entries = document.root.mapping().map(|map| map.entries.as_slice()).unwrap_or_default();
    let entry = entries.iter().find(|entry| !known(&entry.key)).or(entries.first());
    let at = entry.map_or(document.span, |entry| entry.key_span);
    let place = file.position(at.start);
    let why = match entry {
        Some(entry) if !known(&entry.key) => format!("`{}` is a key of no target", entry.key),
        _ => "these are keys of different targets".to_owned(),
    };
    Err(format!("{}:{}: {why}; say which is meant with `target`", place.line, place.column))
}

fn told(file: &SourceFile, fault: &Diagnostic) -> String {
    let at = file.position(fault.at().span.start);
    let help = fault.help.as_deref().map(|help| format!("; {help}")).unwrap_or_default();
    format!("{}:{}: {}{help}", at.line, at.column, fault.message)
}
