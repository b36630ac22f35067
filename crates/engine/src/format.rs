//! Laying out rule files and queries without changing anything that they say.
//!
//! What comes out is read again before it is handed on: the same values, the same meaning, the same comments, or the
//! file is left as it is and a finding says so.

mod same;

use crate::input::{Candidate, load};
use crate::scan::{ScanOptions, Scanned, scan_file};
use rayon::prelude::*;
use ruleglot_document::{Document, Language, read_toml, read_yaml};
use ruleglot_formats::{Format, Recognition, layout_bare};
use ruleglot_source::{Diagnostic, FileId, FileSpan, Severity, SourceFile, Span, apply_edits};

/// What became of a file.
#[derive(Debug)]
pub struct Formatted {
    /// Where it came from.
    pub candidate: Candidate,
    /// Its text as it was.
    pub file: SourceFile,
    /// Its text laid out; `None` when that is the text it has, or when it is left as it is.
    pub text: Option<String>,
    /// Why it is left as it is.
    pub findings: Vec<Diagnostic>,
    /// It is no rule and was passed over.
    pub skipped: bool,
}

/// The most steps that laying out a file takes; a sound layout needs a handful.
const MOST_STEPS: usize = 32;

/// Lays out files on all cores; the result is in the order of the candidates.
pub fn format_files(candidates: Vec<Candidate>, options: &ScanOptions) -> Vec<Formatted> {
    let one = |(i, candidate): (usize, Candidate)| {
        let id = FileId(u32::try_from(i).unwrap_or(u32::MAX));
        let (file, fault) = load(&candidate, id);
        match fault {
            Some(fault) => {
                Formatted { candidate, file, text: None, findings: vec![fault], skipped: false }
            }
            None => format_text(candidate, file, options),
        }
    };
    candidates.into_par_iter().enumerate().map(one).collect()
}

/// Lays out the text of a file.
pub fn format_text(candidate: Candidate, file: SourceFile, options: &ScanOptions) -> Formatted {
    let before = scan_file(candidate, file, options);
    let errors = before.diagnostics.iter().filter(|d| d.severity == Severity::Error);
    let mut findings: Vec<Diagnostic> = errors.cloned().collect();
    let text = if findings.is_empty() { laid_out(&before, &mut findings) } else { None };
    let text = text.filter(|text| **text != *before.file.text);
    let text = text.filter(|text| match same::difference(&before, text, options) {
        None => true,
        Some(what) => {
            findings.push(left(&before.file, what));
            false
        }
    });
    let Scanned { candidate, file, skipped, .. } = before;
    Formatted { candidate, file, text, findings, skipped }
}

fn left(file: &SourceFile, what: &str) -> Diagnostic {
    let at = FileSpan::new(file.id, Span::default());
    let message = format!("laying out this file would change {what}, so it is left as it is");
    Diagnostic::warning("fmt/left-as-it-is", at, message)
        .with_help("this is a fault of ruleglot: please report it with the file")
}

/// The text laid out; `None` when there is no rule, or with a finding when it is left as it is.
fn laid_out(scanned: &Scanned, findings: &mut Vec<Diagnostic>) -> Option<String> {
    let rule = scanned.rules.first()?;
    let text = &scanned.file.text;
    let Some(format) = rule.format else {
        let done = layout_bare(rule.read.language?, text);
        if done.is_none() {
            let errors = rule.read.diagnostics.iter().filter(|d| d.severity == Severity::Error);
            findings.extend(errors.cloned());
        }
        return done;
    };
    let done = stable(format, text);
    if done.is_none() {
        findings.push(left(&scanned.file, "it again and again"));
    }
    done
}

/// Step by step until nothing is left to do; `None` when there is no end of it.
fn stable(format: &dyn Format, text: &str) -> Option<String> {
    let mut text = text.to_owned();
    for _ in 0..MOST_STEPS {
        let documents = documents(format.notation(), &text);
        let is_rule = |d: &&Document| format.recognise(d) != Recognition::No;
        let edits: Vec<_> =
            documents.iter().filter(is_rule).flat_map(|d| format.layout(d, &text)).collect();
        let next = apply_edits(&text, &edits);
        if next == text {
            return Some(text);
        }
        text = next;
    }
    None
}

/// The documents of a text that can be read.
fn documents(language: Language, text: &str) -> Vec<Document> {
    let read = match language {
        Language::Yaml => read_yaml(FileId::default(), text),
        Language::Toml => read_toml(FileId::default(), text),
    };
    read.documents
}
