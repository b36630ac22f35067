//! The example rules: every detection that `rules/README.md` lists, in each of its formats, held against the others and
//! run on events.
#![allow(clippy::unwrap_used, reason = "tests")]

use ruleglot_engine::{
    DiffOptions, EvalLine, EvalOptions, FieldsMode, ScanOptions, Scanned, convert, diff, discover,
    eval_rule, parse_events, scan,
};
use ruleglot_tests::NOW;
use ruleglot_tests::corpus::options;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

fn rules() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../rules")
}

/// A row of the table.
struct Detection {
    name: String,
    elastic: Option<String>,
    sigma: Option<String>,
    splunk: Option<String>,
    /// What the table says of Splunk's rule, or of why there is none.
    otherwise: String,
}

fn detections() -> Vec<Detection> {
    let text = std::fs::read_to_string(rules().join("README.md")).unwrap();
    let rows = text.lines().filter(|l| l.starts_with("| ")).skip(1);
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let name = cells[1].trim_matches('`').to_owned();
        let file = |is: bool, path: String| is.then_some(path);
        let splunk = cells[4].trim_matches('`');
        Detection {
            elastic: file(cells[2] == "yes", format!("elastic/{name}.toml")),
            sigma: file(cells[3] == "yes", format!("sigma/{name}.yml")),
            splunk: file(!splunk.is_empty(), format!("splunk/{splunk}.yml")),
            otherwise: cells[5].to_owned(),
            name,
        }
    })
    .collect()
}

fn read(path: &str) -> Scanned {
    scan(discover(&[rules().join(path)]).unwrap(), &ScanOptions::default()).remove(0)
}

/// The verdict of `diff`.
fn compared(first: &str, second: &str) -> &'static str {
    let (first, second) = (read(first), read(second));
    let options = DiffOptions { fields: FieldsMode::Map, source: None, schema: None, now: NOW };
    diff(&first.rules[0], &second.rules[0], &options).unwrap().verdict
}

#[test]
fn the_table_names_every_file() {
    let all = detections();
    let listed: BTreeSet<String> =
        all.iter().flat_map(|d| [&d.elastic, &d.sigma, &d.splunk]).flatten().cloned().collect();
    let folders = ["elastic", "sigma", "splunk"];
    let found = folders.iter().flat_map(|folder| {
        let files = std::fs::read_dir(rules().join(folder)).unwrap();
        files.map(move |f| format!("{folder}/{}", f.unwrap().file_name().to_string_lossy()))
    });
    assert_eq!(listed, found.collect());
}

#[test]
fn twins_differ_only_where_the_table_says_so() {
    let mut out = String::new();
    for one in detections() {
        let mut differs = one.splunk.is_none();
        if let (Some(elastic), Some(sigma)) = (&one.elastic, &one.sigma) {
            assert_eq!(compared(elastic, sigma), "same", "{}", one.name);
        }
        for other in [&one.elastic, &one.sigma].into_iter().flatten() {
            let Some(splunk) = &one.splunk else { continue };
            let verdict = compared(other, splunk);
            differs |= verdict != "same";
            let _ = writeln!(out, "{verdict:<9} {other} | {splunk}");
        }
        assert_eq!(differs, !one.otherwise.is_empty(), "{}: {}", one.name, one.otherwise);
    }
    insta::assert_snapshot!(out);
}

#[test]
fn every_search_finds_its_event() {
    let text = std::fs::read_to_string(rules().join("events/splunk.jsonl")).unwrap();
    let events = parse_events(&text).unwrap();
    let options = EvalOptions { schema: None, check_source: true, now: NOW };
    let mut out = String::new();
    for file in scan(discover(&[rules().join("splunk")]).unwrap(), &ScanOptions::default()) {
        let lines = eval_rule(&file, &file.rules[0], &events, &options).unwrap();
        let matched = lines.iter().filter_map(|line| match line {
            EvalLine::Answer { event, matches: true, .. } => Some(event.to_string()),
            _ => None,
        });
        let matched: Vec<String> = matched.collect();
        assert!(!matched.is_empty(), "{}", file.file.path);
        let name = Path::new(&file.file.path).file_stem().unwrap().to_string_lossy().into_owned();
        let _ = writeln!(out, "{name}: {}", matched.join(", "));
    }
    insta::assert_snapshot!(out);
}

/// A rule's search by itself says what the rule says, of its source too.
#[test]
fn every_search_stands_alone() {
    let options = options("spl", FieldsMode::Map);
    for file in scan(discover(&[rules().join("splunk")]).unwrap(), &ScanOptions::default()) {
        let converted = convert(&[file], &options).remove(0).remove(0);
        let (report, text) = (&converted.report, converted.text.as_deref().unwrap_or_default());
        assert!(report.verified.equal || report.verified.decisive > 0, "{}: {text}", report.path);
        assert_eq!(report.verified.disagreements, 0, "{}: {text}", report.path);
        assert!(!text.is_empty(), "{}: {:?}", report.path, report.notes);
    }
}
