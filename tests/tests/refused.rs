//! Refused rules: each says where, why and what would lift it, and has a page; what is left of it as a hunt is in the
//! target's language and loses nothing that the rule finds.
#![allow(clippy::unwrap_used, reason = "tests")]

use ruleglot_engine::{
    ConvertOptions, Converted, FieldsMode, Hunted, ScanOptions, Scanned, TargetSpec, Todo, Verdict,
    convert, discover, scan, scan_text, todos,
};
use ruleglot_source::{FileId, Severity};
use ruleglot_tests::corpus::{ELASTIC, SIGMA, SPLUNK, options, read_corpus};
use std::path::Path;

/// Counts of a run.
#[derive(Debug, Default)]
struct Counts {
    refused: usize,
    hunts: usize,
    /// Hunts of which events show that they find what the rule finds.
    shown: usize,
    /// Events that a rule finds, and its hunt too.
    matched: usize,
}

fn refused(files: &[Scanned], to: &str) -> Counts {
    let options = options(to, FieldsMode::Map);
    let mut converted = convert(files, &options);
    let pages = todos(files, &mut converted, &options);
    let rules: Vec<&Converted> =
        converted.iter().flatten().filter(|c| c.verdict == Verdict::Failed).collect();
    assert_eq!(pages.len(), rules.len(), "each refused rule has its page");
    let mut counts = Counts { refused: rules.len(), ..Counts::default() };
    for (rule, page) in rules.iter().zip(&pages) {
        says_what_would_lift_it(rule);
        assert_eq!(rule.report.todo.as_deref(), Some(page.path.as_str()));
        assert!(rule.report.outputs.is_empty(), "{}", rule.report.path);
        has_its_parts(page);
        if let Hunted::Left { query, matched, .. } = &page.hunt {
            reads(query, &options, &page.path);
            counts.hunts += 1;
            counts.shown += usize::from(*matched > 0);
            counts.matched += matched;
        }
    }
    let mut paths: Vec<String> = pages.iter().map(|p| p.path.to_lowercase()).collect();
    paths.sort();
    paths.dedup();
    assert_eq!(paths.len(), pages.len(), "each page has a place of its own");
    counts
}

fn says_what_would_lift_it(rule: &Converted) {
    let report = &rule.report;
    assert!(report.notes.iter().any(|n| n.span.is_some()), "{}: no place", report.path);
    for note in report.notes.iter().filter(|n| n.effect == "unknown") {
        assert!(note.remedy.is_some(), "{}: {} {}", report.path, note.code, note.message);
    }
}

fn has_its_parts(page: &Todo) {
    for heading in ["## What was refused", "## The rule's own query", "## What is left, as a hunt"]
    {
        assert!(page.text.contains(heading), "{}: {heading}", page.path);
    }
    assert!(page.text.contains("what would lift it"), "{}", page.text);
    let left = matches!(page.hunt, Hunted::Left { .. });
    assert_eq!(left, page.text.contains("**This is no translation.**"), "{}", page.path);
}

/// The target's own front-end takes the hunt.
fn reads(query: &str, options: &ConvertOptions, path: &str) {
    let from = Some(options.target.language.to_owned());
    let read = scan_text(query, FileId(0), &ScanOptions { from, ..ScanOptions::default() });
    let mut faults =
        read.diagnostics.iter().chain(read.rules.iter().flat_map(|r| &r.read.diagnostics));
    let fault = faults.find(|d| d.severity == Severity::Error);
    assert!(fault.is_none(), "{path}: {fault:?}\n{query}");
    assert!(read.rules.first().is_some_and(|r| r.read.rule.is_some()), "{path}\n{query}");
}

#[test]
fn the_rules_of_this_repository() {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../rules");
    let files = scan(discover(&[rules]).unwrap(), &ScanOptions::default());
    let targets = TargetSpec::all();
    let counts: Vec<Counts> = targets.iter().map(|to| refused(&files, to)).collect();
    assert!(counts.iter().any(|c| c.refused > 0), "{counts:?}");
}

/// At least so many hunts, and so many of them shown by events to find what their rules find.
fn corpus(corpus: &str, folders: &[&str], targets: &[(&str, usize, usize)]) {
    let Some(files) = read_corpus(corpus, folders) else { return };
    for (to, hunts, shown) in targets {
        let counts = refused(&files, to);
        assert!(counts.hunts >= *hunts && counts.shown >= *shown, "{corpus} to {to}: {counts:?}");
    }
}

#[test]
fn the_corpus_of_sigma() {
    corpus("sigma", &SIGMA, &[("elastic:kuery", 34, 13)]);
}

#[test]
fn the_corpus_of_elastic() {
    corpus("elastic", &ELASTIC, &[("sigma", 166, 154)]);
}

#[test]
fn the_corpus_of_splunk() {
    corpus("splunk", &SPLUNK, &[("sigma", 278, 207), ("elastic:kuery", 265, 197)]);
}
