//! The findings of `check` for machines: the contract of `--format json`, schema 1.
//!
//! Every key is always there.

use crate::check::FileFindings;
use crate::place::Place;
use ruleglot_lint::page;
use ruleglot_source::{Diagnostic, FileSpan, Fix, Safety, Severity, SourceFile};
use serde::Serialize;

/// All findings of a run.
#[derive(Clone, Debug, Serialize)]
pub struct CheckReport {
    /// Version of this contract.
    pub schema: u32,
    /// Counts.
    pub summary: CheckSummary,
    /// The findings, by file, place and code.
    pub findings: Vec<FindingReport>,
}

/// Counts over all files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CheckSummary {
    /// Files looked at.
    pub files: usize,
    /// Files that are no rules and were passed over.
    pub skipped: usize,
    /// Rules.
    pub rules: usize,
    /// Findings of severity error.
    pub error: usize,
    /// Findings of severity warning.
    pub warning: usize,
    /// Findings of severity info.
    pub info: usize,
}

/// A finding.
#[derive(Clone, Debug, Serialize)]
pub struct FindingReport {
    /// Its code.
    pub code: &'static str,
    /// `error`, `warning` or `info`.
    pub severity: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// The file.
    pub path: String,
    /// Where in it.
    #[serde(flatten)]
    pub place: Place,
    /// Where its code is explained.
    pub url: Option<String>,
    /// An edit that mends it.
    pub fix: Option<FixReport>,
}

/// An edit that mends a finding.
#[derive(Clone, Debug, Serialize)]
pub struct FixReport {
    /// Whether it keeps the meaning of the rule.
    pub safe: bool,
    /// The edits, none overlapping another.
    pub edits: Vec<EditReport>,
}

/// Bytes to be replaced.
#[derive(Clone, Debug, Serialize)]
pub struct EditReport {
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// What replaces them.
    pub text: String,
}

impl CheckSummary {
    /// The counts over some files.
    pub fn of(files: &[FileFindings]) -> Self {
        let mut summary = Self { files: files.len(), ..Self::default() };
        for file in files {
            summary.skipped += usize::from(file.skipped);
            summary.rules += file.rules.len();
            for finding in &file.findings {
                match finding.severity {
                    Severity::Error => summary.error += 1,
                    Severity::Warning => summary.warning += 1,
                    Severity::Info => summary.info += 1,
                }
            }
        }
        summary
    }
}

impl CheckReport {
    /// The report of some files.
    pub fn new(files: &[FileFindings]) -> Self {
        let of_file = |f: &FileFindings| -> Vec<_> {
            f.findings.iter().map(|d| FindingReport::new(&f.file, d)).collect()
        };
        let findings = files.iter().flat_map(of_file).collect();
        Self { schema: 1, summary: CheckSummary::of(files), findings }
    }
}

impl FindingReport {
    fn new(file: &SourceFile, finding: &Diagnostic) -> Self {
        Self {
            code: finding.code,
            severity: finding.severity.word(),
            message: finding.message.clone(),
            help: finding.help.as_ref().map(ToString::to_string),
            path: file.path.clone(),
            place: Place::of(file, finding.at()),
            url: page(finding.code).map(ruleglot_lint::CodePage::url),
            fix: finding.fix.as_ref().map(|fix| FixReport::new(file, fix)),
        }
    }
}

impl FixReport {
    fn new(file: &SourceFile, fix: &Fix) -> Self {
        let edit = |e: &ruleglot_source::Edit| {
            let at = file.shown_span(FileSpan::new(file.id, e.span));
            EditReport { start: at.start, end: at.end, text: e.text.clone() }
        };
        Self { safe: fix.safety == Safety::Safe, edits: fix.edits.iter().map(edit).collect() }
    }
}
