//! `JUnit` XML: a suite of each file that was checked, a failed test of each finding that is no remark.

use super::super::printable;
use ruleglot_engine::{FileFindings, Place};
use ruleglot_source::Severity;
use std::fmt::Write;

/// The report.
pub(super) fn of(files: &[FileFindings]) -> String {
    let checked: Vec<&FileFindings> = files.iter().filter(|f| !f.skipped).collect();
    let failures =
        |file: &FileFindings| file.findings.iter().filter(|f| f.severity != Severity::Info).count();
    let total: usize = checked.iter().map(|f| failures(f).max(1)).sum();
    let failed: usize = checked.iter().map(|f| failures(f)).sum();
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(out, "<testsuites name=\"ruleglot\" tests=\"{total}\" failures=\"{failed}\">");
    for file in checked {
        suite(file, failures(file), &mut out);
    }
    out.push_str("</testsuites>\n");
    out
}

fn suite(file: &FileFindings, failures: usize, out: &mut String) {
    let path = escaped(&file.file.path);
    let tests = failures.max(1);
    let _ =
        writeln!(out, "  <testsuite name=\"{path}\" tests=\"{tests}\" failures=\"{failures}\">");
    if failures == 0 {
        let _ = writeln!(out, "    <testcase name=\"check\" classname=\"{path}\"/>");
    }
    for finding in file.findings.iter().filter(|f| f.severity != Severity::Info) {
        let place = Place::of(&file.file, finding.at());
        let (code, line, column) = (finding.code, place.line, place.column);
        let message = escaped(&finding.message);
        let help = finding.help.as_deref().map_or(String::new(), escaped);
        let _ = writeln!(
            out,
            "    <testcase name=\"{code} at {line}:{column}\" classname=\"{path}\">\n      \
             <failure type=\"{}\" message=\"{message}\">{help}</failure>\n    </testcase>",
            finding.severity.word()
        );
    }
    out.push_str("  </testsuite>\n");
}

fn escaped(text: &str) -> String {
    let text = printable(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;")
}
