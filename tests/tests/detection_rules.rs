//! Rules of Elastic's with one fault each (`tests/detection-rules/faults.toml`), of which its schema, its loader or the
//! tests of its repository say something: we do too, on the line where it stands.
#![allow(clippy::unwrap_used, reason = "tests")]

use ruleglot_engine::{CheckOptions, ScanOptions, Selection, check_scanned, scan_text};
use ruleglot_source::{Diagnostic, FileId, Severity, SourceFile};
use ruleglot_tests::broken::{changed, line};
use serde::Deserialize;
use std::fmt::Write;
use std::path::Path;

const SOUND: &str = "impact_shadow_copies_deleted.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Faults {
    fault: Vec<Fault>,
}

/// A fault, as the head of `faults.toml` explains it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fault {
    name: String,
    #[expect(dead_code, reason = "for people")]
    section: String,
    code: Option<String>,
    #[serde(default)]
    change: Vec<(String, String)>,
    file: Option<String>,
    at: String,
    #[serde(default = "first")]
    nth: usize,
    #[serde(default)]
    beside: bool,
    unfound: Option<String>,
}

fn first() -> usize {
    1
}

fn read(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("detection-rules");
    std::fs::read_to_string(folder.join(name)).unwrap()
}

/// What is found in the first of some files, with its lines, the conventions of the repository asked for.
fn found(files: &[(&str, &str)]) -> Vec<(usize, Diagnostic)> {
    let asked = ["detection-rules".to_owned(), "fields/unknown".to_owned()];
    let options = CheckOptions {
        scan: ScanOptions { from: Some("elastic".to_owned()), ..ScanOptions::default() },
        selection: Selection::new(&[], &asked, &[]).unwrap(),
        ..CheckOptions::default()
    };
    let scanned = files.iter().zip(0..).map(|((path, text), id)| {
        let mut scanned = scan_text(text, FileId(id), &options.scan);
        (*path).clone_into(&mut scanned.file.path);
        scanned
    });
    let checked = check_scanned(scanned.collect(), &options).remove(0);
    let line = |file: &SourceFile, d: &Diagnostic| {
        file.shown_position(file.shown_span(d.at()).start).line as usize
    };
    checked.findings.into_iter().map(|d| (line(&checked.file, &d), d)).collect()
}

fn said(found: &[(usize, Diagnostic)]) -> String {
    found.iter().fold(String::new(), |mut all, (line, d)| {
        let _ = write!(all, "\n    {line}: [{}] {}", d.code, d.message);
        all
    })
}

#[test]
fn the_sound_rule_is_sound() {
    let found = found(&[(&format!("rules/windows/{SOUND}"), &read(SOUND))]);
    assert!(found.iter().all(|(_, d)| d.severity == Severity::Info), "{}", said(&found));
}

#[test]
fn what_elastic_refuses_we_report() {
    let sound = read(SOUND);
    let faults: Faults = toml::from_str(&read("faults.toml")).unwrap();
    let path = format!("rules/windows/{SOUND}");
    let mut wrong = Vec::new();
    for fault in &faults.fault {
        let text = changed(&sound, &fault.change);
        let mut files = vec![(fault.file.as_deref().unwrap_or(&path), text.as_str())];
        if fault.beside {
            files.push((&path, &sound));
        }
        let found = found(&files);
        let at = line(&text, &fault.at, fault.nth);
        let there = |code: &str| found.iter().any(|(l, d)| *l == at && d.code == code);
        let right = match (&fault.code, &fault.unfound) {
            (Some(code), None) => there(code),
            (None, Some(_)) => !found.iter().any(|(l, d)| *l == at && d.severity != Severity::Info),
            _ => false,
        };
        if !right {
            let code = fault.code.as_deref().unwrap_or("nothing");
            wrong.push(format!("{}: {code} on line {at}{}", fault.name, said(&found)));
        }
    }
    assert!(wrong.is_empty(), "{}\n{} of {}", wrong.join("\n"), wrong.len(), faults.fault.len());
}
