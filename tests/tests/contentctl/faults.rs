//! Detections with one fault each (`tests/contentctl/faults.toml`): what contentctl reports of them
//! (`answers.jsonl`, made by `tests/oracles/contentctl_faults.py`) we report too, on the line where it stands.

use ruleglot_engine::{CheckOptions, ScanOptions, check_scanned, scan_text};
use ruleglot_source::{Diagnostic, FileId, Severity, SourceFile};
use ruleglot_tests::broken::{changed, line};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write;

const SOUND: &str = "windows_shadow_copies_deleted.yml";

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
    check: String,
    #[serde(default)]
    change: Vec<(String, String)>,
    file: Option<String>,
    at: String,
    #[serde(default)]
    below: usize,
    beside: Option<Beside>,
    unfound: Option<String>,
    ours: Option<String>,
}

/// Another detection, which is there already.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Beside {
    change: Vec<(String, String)>,
}

#[derive(Deserialize)]
struct Answer {
    fault: String,
    found: Vec<(String, String)>,
}

fn read(name: &str) -> String {
    std::fs::read_to_string(super::here().join("contentctl").join(name)).unwrap()
}

/// What we find in the detection, told at warning at least, with its lines.
fn found(fault: &Fault, sound: &str) -> (String, Vec<(usize, Diagnostic)>) {
    let options = CheckOptions {
        scan: ScanOptions { from: Some("splunk".to_owned()), ..ScanOptions::default() },
        ..CheckOptions::default()
    };
    let scanned = |text: &str, id: u32, path: String| {
        let mut scanned = scan_text(text, FileId(id), &options.scan);
        scanned.file.path = path;
        scanned
    };
    let text = changed(sound, &fault.change);
    let file = fault.file.as_deref().unwrap_or(SOUND);
    let mut files = vec![scanned(&text, 0, format!("detections/{file}"))];
    if let Some(beside) = &fault.beside {
        let path = format!("detections/beside/{SOUND}");
        files.push(scanned(&changed(sound, &beside.change), 1, path));
    }
    let checked = check_scanned(files, &options).remove(0);
    let line = |file: &SourceFile, d: &Diagnostic| {
        file.shown_position(file.shown_span(d.at()).start).line as usize
    };
    let told = checked.findings.into_iter().filter(|d| d.severity != Severity::Info);
    (text, told.map(|d| (line(&checked.file, &d), d)).collect())
}

/// What is not as the table says.
fn wrong(fault: &Fault, answer: &[(String, String)], sound: &str) -> Option<String> {
    let (text, found) = found(fault, sound);
    let line = line(&text, &fault.at, 1) + fault.below;
    let there = found.iter().any(|(l, _)| *l == line);
    let error = found.iter().any(|(_, d)| d.severity == Severity::Error);
    let told = found.iter().fold(String::new(), |mut all, (line, d)| {
        let _ = write!(all, "\n    {line}: [{}] {}", d.code, d.message);
        all
    });
    let name = &fault.name;
    match (answer.is_empty(), &fault.unfound, &fault.ours) {
        (false, None, None) if !there => {
            Some(format!("{name}: reported {answer:?}, not by us on line {line}{told}"))
        }
        (false, Some(_), None) if there => Some(format!("{name}: is found{told}")),
        (true, None, None) if error => Some(format!("{name}: contentctl takes it{told}")),
        (true, None, Some(_)) if !error => Some(format!("{name}: we take it as well")),
        (true, Some(_), _) | (false, _, Some(_)) => Some(format!("{name}: {answer:?}")),
        _ => None,
    }
}

#[test]
fn what_contentctl_reports_we_report() {
    let sound = read(SOUND);
    let faults: Faults = toml::from_str(&read("faults.toml")).unwrap();
    let answers = read("answers.jsonl");
    let answers: Vec<Answer> = answers.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let answers: BTreeMap<_, _> = answers.iter().map(|a| (&a.fault, &a.found)).collect();
    assert_eq!(answers.len(), faults.fault.len() + 1, "answers.jsonl is stale");
    let wrong: Vec<_> =
        faults.fault.iter().filter_map(|f| wrong(f, answers[&f.name], &sound)).collect();
    assert!(wrong.is_empty(), "{}\n{} of {}", wrong.join("\n"), wrong.len(), faults.fault.len());
}

/// Where contentctl is installed, its answers are those that are kept.
#[test]
fn contentctl_still_says_so() {
    let script = super::here().join("oracles/contentctl_faults.py");
    let Ok(out) = std::process::Command::new("python3").arg(script).output() else {
        println!("SKIPPED: there is no python3 to run contentctl");
        return;
    };
    let said = String::from_utf8_lossy(&out.stdout);
    if said.starts_with("SKIPPED") {
        return print!("{said}");
    }
    if std::env::var_os("UPDATE").is_some() && out.status.success() {
        std::fs::write(super::here().join("contentctl/answers.jsonl"), &*said).unwrap();
    }
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    assert_eq!(said, read("answers.jsonl"), "UPDATE=1 writes it anew");
}
