//! Checking rules: everything that can be said of a file, in one list.

use crate::Usage;
use crate::input::Candidate;
use crate::scan::{RuleDoc, ScanOptions, Scanned, scan_one};
use rayon::prelude::*;
use ruleglot_knowledge::Indexes;
use ruleglot_lint::{
    Allow, FileContext, Kind, RuleContext, allows, codes_of, lint, lint_file, nearest, page,
};
use ruleglot_source::{Diagnostic, FileId, Severity, SourceFile};
use std::sync::Arc;

/// How files are to be checked.
#[derive(Clone, Debug, Default)]
pub struct CheckOptions {
    /// How they are read.
    pub scan: ScanOptions,
    /// Which findings are wanted.
    pub selection: Selection,
    /// The user's own indexes, whose fields rules may name.
    pub indexes: Arc<Indexes>,
}

/// Which findings are wanted: codes or whole families.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    select: Vec<String>,
    ignore: Vec<String>,
}

impl Selection {
    /// Only those of `select`, all when it is empty, without those of `ignore`.
    ///
    /// # Errors
    /// A word that is neither a code nor a family.
    pub fn new(select: &[String], ignore: &[String]) -> Result<Self, Usage> {
        select.iter().chain(ignore).try_for_each(|word| known(word))?;
        Ok(Self { select: select.to_vec(), ignore: ignore.to_vec() })
    }

    /// Whether findings of this code are wanted.
    pub fn wants(&self, code: &str) -> bool {
        let named = |list: &[String]| list.iter().any(|word| names(word, code));
        (self.select.is_empty() || named(&self.select)) && !named(&self.ignore)
    }
}

fn names(word: &str, code: &str) -> bool {
    code.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn known(word: &str) -> Result<(), Usage> {
    if page(word).is_some() || !codes_of(word).is_empty() {
        return Ok(());
    }
    let meant = nearest(word).map_or(String::new(), |near| format!("; did you mean `{near}`?"));
    Err(Usage::new(format!("`{word}` is no code and no family of codes{meant}")))
}

/// What is to be said of a file.
#[derive(Debug)]
pub struct FileFindings {
    /// The file; without its text when there is nothing to be said.
    pub file: SourceFile,
    /// How many rules it has.
    pub rules: usize,
    /// Whether it is no rule and was passed over.
    pub skipped: bool,
    /// The findings, by place, then by code.
    pub findings: Vec<Diagnostic>,
}

/// Checks files on all cores; the result is in the order of the candidates.
pub fn check(candidates: Vec<Candidate>, options: &CheckOptions) -> Vec<FileFindings> {
    let one = |(i, candidate): (usize, Candidate)| {
        let id = FileId(u32::try_from(i).unwrap_or(u32::MAX));
        check_scanned(scan_one(candidate, id, &options.scan), options)
    };
    candidates.into_par_iter().enumerate().map(one).collect()
}

/// What is to be said of a file that was read.
pub fn check_scanned(scanned: Scanned, options: &CheckOptions) -> FileFindings {
    let mut findings = gather(&scanned, &options.indexes);
    findings.retain(|f| options.selection.wants(f.code));
    findings.sort_by(|a, b| {
        (a.at().span.start, a.code, a.at().span.end, &a.message).cmp(&(
            b.at().span.start,
            b.code,
            b.at().span.end,
            &b.message,
        ))
    });
    findings.dedup();
    let Scanned { file, rules, skipped, .. } = scanned;
    let file = if findings.is_empty() { SourceFile::new(file.id, file.path, "") } else { file };
    FileFindings { file, rules: rules.len(), skipped, findings }
}

fn gather(scanned: &Scanned, indexes: &Indexes) -> Vec<Diagnostic> {
    let mut out = scanned.diagnostics.clone();
    if scanned.skipped || scanned.rules.is_empty() {
        return out;
    }
    let language = scanned.rules.iter().find_map(|r| r.document.as_ref()).map(|d| d.language);
    out.extend(lint_file(&FileContext { file: &scanned.file, language }));
    let mut allowed = Vec::new();
    for rule in &scanned.rules {
        of_rule(scanned, rule, indexes, &mut out);
        if let Some(document) = &rule.document {
            allowed.extend(allows(&scanned.file, document, &mut out));
        }
    }
    if !allowed.is_empty() {
        allow(&scanned.file, &mut allowed, &mut out);
    }
    out
}

fn of_rule(scanned: &Scanned, rule: &RuleDoc, indexes: &Indexes, out: &mut Vec<Diagnostic>) {
    let context = RuleContext {
        file: &scanned.file,
        format: rule.format,
        document: rule.document.as_ref(),
        read: &rule.read,
        indexes,
    };
    let found = lint(&context);
    let read = rule.read.diagnostics.iter().filter(|d| !said(d, &found)).cloned().map(mildly);
    out.extend(read);
    out.extend(found);
}

/// Whether what the reader stumbled over is told by the schema too, which knows more of it.
fn said(read: &Diagnostic, found: &[Diagnostic]) -> bool {
    read.code.starts_with("schema/")
        && found
            .iter()
            .any(|f| f.code == read.code && (f.at() == read.at() || f.message == read.message))
}

/// A limit of ours is no fault of the rule.
fn mildly(mut finding: Diagnostic) -> Diagnostic {
    if page(finding.code).is_some_and(|p| p.kind == Kind::Limit) {
        finding.severity = Severity::Info;
    }
    finding
}

fn allow(file: &SourceFile, allowed: &mut [Allow], out: &mut Vec<Diagnostic>) {
    out.retain(|finding| !allowed.iter_mut().any(|a| a.takes(finding)));
    out.extend(allowed.iter().flat_map(|a| a.unused(file)));
}
