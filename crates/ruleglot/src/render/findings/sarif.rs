//! SARIF 2.1.0 (OASIS): one run, its lints as rules, fingerprints and fixes.

use super::{all, page, uri};
use ruleglot_engine::{FileFindings, Place, fingerprint};
use ruleglot_source::{Diagnostic, FileSpan, Fix, Severity, SourceFile};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The log.
pub(super) fn of(files: &[FileFindings]) -> Value {
    let mut codes: BTreeMap<&str, usize> = all(files).map(|(_, f)| (f.code, 0)).collect();
    codes.values_mut().enumerate().for_each(|(number, at)| *at = number);
    let rules: Vec<Value> = codes.keys().map(|code| rule(code)).collect();
    let results: Vec<Value> =
        all(files).map(|(file, finding)| result(file, finding, codes[finding.code])).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "ruleglot",
                "version": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn rule(code: &str) -> Value {
    let Some(page) = page(code) else { return json!({"id": code}) };
    json!({
        "id": code,
        "name": page.code.split('/').next_back(),
        "shortDescription": {"text": first_sentence(page.what)},
        "fullDescription": {"text": page.what},
        "help": {
            "text": format!("{} {}", page.why, page.remedy),
            "markdown": format!("{}\n\n{}", page.why, page.remedy),
        },
        "helpUri": page.url(),
        "defaultConfiguration": {"level": level_of(page.short())},
    })
}

fn first_sentence(text: &str) -> String {
    text.split_inclusive(". ").next().unwrap_or(text).trim().to_owned()
}

fn result(file: &FileFindings, finding: &Diagnostic, rule: usize) -> Value {
    let mut result = json!({
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": level(finding.severity),
        "message": {"text": message(finding)},
        "locations": [{"physicalLocation": {
            "artifactLocation": {"uri": uri(&file.file.path)},
            "region": region(&file.file, finding.at()),
        }}],
        "partialFingerprints": {"ruleglot/v1": fingerprint(file, finding)},
    });
    if let (Some(fix), Value::Object(map)) = (&finding.fix, &mut result) {
        map.insert("fixes".into(), json!([fixed(&file.file, finding, fix)]));
    }
    result
}

fn message(finding: &Diagnostic) -> String {
    match &finding.help {
        Some(help) => format!("{}; {help}", finding.message),
        None => finding.message.clone(),
    }
}

fn fixed(file: &SourceFile, finding: &Diagnostic, fix: &Fix) -> Value {
    let replacement = |edit: &ruleglot_source::Edit| {
        json!({
            "deletedRegion": region(file, FileSpan::new(file.id, edit.span)),
            "insertedContent": {"text": edit.text},
        })
    };
    let replacements: Vec<Value> = fix.edits.iter().map(replacement).collect();
    let what = finding.help.as_deref().unwrap_or("mend it");
    json!({
        "description": {"text": what},
        "artifactChanges": [{
            "artifactLocation": {"uri": uri(&file.path)},
            "replacements": replacements,
        }],
    })
}

fn region(file: &SourceFile, at: FileSpan) -> Value {
    let place = Place::of(file, at);
    json!({
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    })
}

fn level(severity: Severity) -> &'static str {
    level_of(severity.word())
}

fn level_of(word: &str) -> &'static str {
    match word {
        "error" => "error",
        "warning" => "warning",
        _ => "note",
    }
}
