//! Annotations of a GitHub workflow:
//! <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>.

use super::all;
use ruleglot_engine::{FileFindings, Place};
use ruleglot_source::Severity;
use std::fmt::Write;

/// One command a line.
pub(super) fn of(files: &[FileFindings]) -> String {
    let mut out = String::new();
    for (file, finding) in all(files) {
        let place = Place::of(&file.file, finding.at());
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        let path = file.file.path.strip_prefix("./").unwrap_or(&file.file.path);
        let _ = write!(out, "::{command} file={},line={}", property(path), place.line);
        // Columns are for one line only; several lines with columns are refused.
        let _ = if place.line == place.end_line {
            write!(out, ",col={},endColumn={}", place.column, place.end_column)
        } else {
            write!(out, ",endLine={}", place.end_line)
        };
        let help = finding.help.as_ref().map_or(String::new(), |help| format!("\n{help}"));
        let message = text(&format!("{}{help}", finding.message));
        let _ = writeln!(out, ",title={}::{message}", property(finding.code));
    }
    out
}

fn text(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(value: &str) -> String {
    text(value).replace(':', "%3A").replace(',', "%2C")
}
