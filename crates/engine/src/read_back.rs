//! What was written, read by the target's own front-end.

use crate::flat::as_run;
use crate::scan::{ScanOptions, scan_text};
use crate::target::TargetSpec;
use crate::uses::Uses;
use ruleglot_ir::{Body, Expr, Pipeline, all_of};
use ruleglot_source::{FileId, Severity};
use ruleglot_translate::parts;

/// A written rule as it reads.
pub(crate) struct ReadBack {
    /// Its whole condition.
    pub(crate) condition: Expr,
    /// Of it, what is not stated as log source.
    pub(crate) filters: Expr,
    /// What it refers to.
    pub(crate) uses: Uses,
}

/// Reads a text of this target.
///
/// # Errors
/// Why it cannot be read.
pub(crate) fn read_back(text: &str, target: &TargetSpec) -> Result<ReadBack, String> {
    let from = target.format.map_or(target.language, ruleglot_formats::Format::id);
    let options = ScanOptions { from: Some(from.to_owned()), ..ScanOptions::default() };
    let mut scanned = scan_text(text, FileId(u32::MAX), &options);
    let mut faults =
        scanned.diagnostics.iter().chain(scanned.rules.iter().flat_map(|r| &r.read.diagnostics));
    if let Some(fault) = faults.find(|d| d.severity == Severity::Error) {
        return Err(fault.message.clone());
    }
    let nothing = || "there is no condition in it".to_owned();
    if scanned.rules.is_empty() {
        return Err(nothing());
    }
    let doc = scanned.rules.swap_remove(0);
    let presented = as_run(doc.read.rule.as_ref().ok_or_else(nothing)?);
    match &presented.rule.body {
        Body::Pipeline(pipeline) if presented.obstacles.is_empty() => Ok(ReadBack {
            condition: whole_condition(pipeline),
            filters: parts(pipeline).1,
            uses: doc.uses,
        }),
        _ => Err(nothing()),
    }
}

/// Filters and the log source's own predicates, which a written query states again.
fn whole_condition(pipeline: &Pipeline) -> Expr {
    let (source, filters) = parts(pipeline);
    all_of(source.consumed.into_iter().chain([filters]))
}
