//! Splunk searches run on events, for the tests that hold them against other people's evidence.

use ruleglot_engine::{
    EvalLine, EvalOptions, MacroTable, Project, ScanOptions, Scanned, eval_rule, scan_text,
};
use ruleglot_source::{FileId, Severity};
use serde_json::Value;
use std::sync::Arc;

/// The present of searches that look at the clock, in nanoseconds.
const NOW: i128 = 1_700_000_000_000_000_000;

/// A search with the macros that it may call, each as its head (`m`, `m(a,b)`) and its text.
pub fn scan(query: &str, macros: &[(&str, &str)]) -> Scanned {
    let project = Arc::new(Project { macros: MacroTable::from_pairs(macros.iter().copied()) });
    let options = ScanOptions { from: Some("spl".into()), project, ..ScanOptions::default() };
    scan_text(query, FileId(0), &options)
}

/// Which of the events the search matches.
///
/// # Errors
/// Why there is no answer.
pub fn answers(
    query: &str,
    macros: &[(&str, &str)],
    events: &[Value],
) -> Result<Vec<bool>, String> {
    let scanned = scan(query, macros);
    let rule = scanned.rules.first().ok_or("no rule")?;
    let options = EvalOptions { schema: None, check_source: true, now: NOW };
    let lines = eval_rule(&scanned, rule, events, &options).map_err(|found| {
        let errors = found.iter().filter(|(_, d)| d.severity == Severity::Error);
        errors.map(|(_, d)| format!("{}: {}", d.code, d.message)).collect::<Vec<_>>().join("; ")
    })?;
    lines
        .into_iter()
        .map(|line| match line {
            EvalLine::Answer { matches, .. } => Ok(matches),
            EvalLine::Skipped { skipped, .. } => Err(format!("skipped: {skipped}")),
        })
        .collect()
}
