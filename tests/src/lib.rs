//! What the tests across crates share: finding the evidence, reading cases, running queries and detections.
//!
//! Corpora and cases lie beside the project and may be absent; a test that needs them then says so and passes.

use ruleglot_document::read_yaml;
use ruleglot_eval::mapping::{FieldType, Schema};
use ruleglot_eval::{Program, Setting};
use ruleglot_ir::{Expr, Taxonomy, any_of};
use ruleglot_source::{FileId, Snippet};
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

/// The meaning of every detection in a Sigma file, or-ed: an event matches the file when it matches one of them.
///
/// # Errors
/// The diagnostics of all.
pub fn sigma(yaml: &str) -> Result<Expr, String> {
    let read = read_yaml(FileId(0), yaml);
    let mut faults: Vec<_> = read.diagnostics.iter().map(|d| d.message.clone()).collect();
    let mut all = Vec::new();
    for document in &read.documents {
        let Some(detection) = document.root.get("detection") else {
            faults.push("there is no detection".into());
            continue;
        };
        let parsed = ruleglot_sigma::parse(detection, FileId(0), yaml);
        faults.extend(parsed.diagnostics.iter().map(|d| d.message.clone()));
        let Some(detection) = parsed.detection else { continue };
        match ruleglot_sigma::lower(&detection, &Taxonomy::Known("sigma".into())) {
            Ok(expr) => all.push(expr),
            Err(why) => faults.extend(why.iter().map(|d| d.message.clone())),
        }
    }
    if faults.is_empty() { Ok(any_of(all)) } else { Err(faults.join("; ")) }
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
