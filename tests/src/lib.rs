//! What the tests across crates share: finding the evidence, reading cases, running queries and detections.
//!
//! Corpora and cases lie beside the project and may be absent; a test that needs them then says so and passes.

pub mod broken;
pub mod corpus;
pub mod documents;
pub mod faults;
pub mod score;
pub mod scramble;
pub mod spl;

use ruleglot_engine::{ScanOptions, Scanned, scan_text};
use ruleglot_eval::mapping::{FieldType, Schema};
use ruleglot_eval::{Program, Setting};
use ruleglot_ir::{Body, Expr, Rule, any_of};
use ruleglot_source::{FileId, Severity, Snippet};
use ruleglot_translate::parts;
use serde_json::Value;
use std::path::PathBuf;

/// A path of the evidence beside the project; `None`, with a line that says so, when it is not there.
pub fn evidence(path: &str) -> Option<PathBuf> {
    let found = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared").join(path);
    if found.exists() {
        return Some(found);
    }
    #[allow(clippy::print_stderr, reason = "a test that is skipped says so")]
    {
        eprintln!("SKIPPED: {path} is not beside the project");
    }
    None
}

/// The lines of a case file.
pub fn cases(path: &str) -> Option<Vec<Value>> {
    let text = std::fs::read_to_string(evidence(path)?).ok()?;
    Some(text.lines().map(|l| serde_json::from_str(l).unwrap_or(Value::Null)).collect())
}

/// A text of a case, empty when absent.
pub fn text<'c>(case: &'c Value, key: &str) -> &'c str {
    case[key].as_str().unwrap_or_default()
}

/// The events of a case.
pub fn events(case: &Value) -> &[Value] {
    case["events"].as_array().map_or(&[], Vec::as_slice)
}

/// The present of every test.
pub const NOW: i128 = 1_767_225_600_000_000_000;

/// Runs a condition on events.
///
/// # Errors
/// Why it cannot be run.
pub fn run(expr: &Expr, schema: &Schema, events: &[Value]) -> Result<Vec<bool>, String> {
    let program = Program::new(expr, &Setting { schema, now: NOW })
        .map_err(|why| why.iter().map(|u| u.why.clone()).collect::<Vec<_>>().join("; "))?;
    Ok(events.iter().map(|e| program.matches(e)).collect())
}

/// The meaning of a bare KQL query.
///
/// # Errors
/// Its diagnostics.
pub fn kuery(query: &str) -> Result<Expr, String> {
    let snippet = Snippet::whole(FileId(0), query);
    let parsed = ruleglot_kuery::parse(&snippet);
    match parsed.query {
        Some(query) if parsed.diagnostics.is_empty() => Ok(ruleglot_kuery::lower(&query, &snippet)),
        _ => {
            Err(parsed.diagnostics.iter().map(|d| d.message.clone()).collect::<Vec<_>>().join("; "))
        }
    }
}

/// The meaning of every rule in a Sigma file, or-ed: an event matches the file when it matches one of them. Documents that
/// only serve others (filters, `action: global`) count through those.
///
/// # Errors
/// The diagnostics of all.
pub fn sigma(yaml: &str) -> Result<Expr, String> {
    let options = ScanOptions { from: Some("sigma".into()), ..ScanOptions::default() };
    meaning(&scan_text(yaml, FileId(0), &options))
}

/// The meaning of every rule of a file, or-ed.
///
/// # Errors
/// The errors of all.
pub fn meaning(file: &Scanned) -> Result<Expr, String> {
    let told = file.diagnostics.iter().chain(file.rules.iter().flat_map(|r| &r.read.diagnostics));
    let faults: Vec<_> =
        told.filter(|d| d.severity == Severity::Error).map(|d| d.message.clone()).collect();
    if !faults.is_empty() {
        return Err(faults.join("; "));
    }
    let of = |rule: &Rule| match &rule.body {
        Body::Pipeline(pipeline) => Some(parts(pipeline).1),
        Body::Native(_) => None,
    };
    Ok(any_of(file.rules.iter().filter_map(|r| r.read.rule.as_ref().and_then(of))))
}

/// The types of a case as a schema.
pub fn schema(types: &Value) -> Schema {
    let mut schema = Schema::default();
    for (name, ty) in types.as_object().into_iter().flatten() {
        if let Some(ty) = ty.as_str().and_then(FieldType::named) {
            schema.insert(name.as_str(), ty);
        }
    }
    schema
}
