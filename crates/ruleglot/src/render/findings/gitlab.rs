//! GitLab's code quality report: <https://docs.gitlab.com/ci/testing/code_quality/>.

use super::all;
use ruleglot_engine::{FileFindings, Place, fingerprint};
use ruleglot_source::Severity;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The report.
pub(super) fn of(files: &[FileFindings]) -> Vec<Value> {
    // Fingerprints must differ: the second of two alike says that it is one.
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut out = Vec::new();
    for (file, finding) in all(files) {
        let path = file.file.path.replace('\\', "/");
        let path = path.strip_prefix("./").unwrap_or(&path);
        let print = format!("{}:{path}:{}", finding.code, fingerprint(file, finding));
        let count = seen.entry(print.clone()).or_default();
        *count += 1;
        let print = if *count > 1 { format!("{print}:{count}") } else { print };
        out.push(json!({
            "description": finding.message,
            "check_name": finding.code,
            "fingerprint": print,
            "severity": match finding.severity {
                Severity::Error => "critical",
                Severity::Warning => "minor",
                Severity::Info => "info",
            },
            "location": {
                "path": path,
                "lines": {"begin": Place::of(&file.file, finding.at()).line},
            },
        }));
    }
    out
}
