//! `check --format json`: the contract of `docs/check.md`, key by key.
#![allow(clippy::unwrap_used, reason = "tests")]

use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const RULE: &str = "title: Größe\nlogsource:\n    product: windows\ndetection:\n    selection:\n        \
                    CommandLine|contains: 'ö' # über\n        Image|endwith: 'x.exe'\n    condition: selection AND selection\n";

fn check(name: &str, arguments: &[&str]) -> Output {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("contract").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("rules/deeper")).unwrap();
    fs::write(folder.join("rules/b.yml"), RULE).unwrap();
    fs::write(folder.join("rules/deeper/a.yml"), RULE).unwrap();
    fs::write(folder.join("rules/values.yml"), "a: 1\n").unwrap();
    let program = env!("CARGO_BIN_EXE_ruleglot");
    Command::new(program).arg("check").args(arguments).current_dir(folder).output().unwrap()
}

fn report(name: &str, arguments: &[&str]) -> Value {
    serde_json::from_slice(&check(name, arguments).stdout).unwrap()
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn every_key_is_there_and_no_other() {
    let report = report("keys", &["--format", "json", "--ignore", "repo", "rules"]);
    assert_eq!(keys(&report), ["schema", "summary", "findings"]);
    assert_eq!(report["schema"], 1);
    let summary =
        json!({"files": 3, "skipped": 1, "rules": 2, "error": 4, "warning": 0, "info": 0});
    assert_eq!(report["summary"], summary);
    let wanted = [
        "code",
        "severity",
        "message",
        "help",
        "path",
        "line",
        "column",
        "end_line",
        "end_column",
        "url",
        "fix",
    ];
    let findings = report["findings"].as_array().unwrap();
    assert!(findings.iter().all(|f| keys(f) == wanted), "{report:#}");
    let paths: Vec<_> = findings.iter().map(|f| f["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["rules/b.yml", "rules/b.yml", "rules/deeper/a.yml", "rules/deeper/a.yml"]);
}

#[test]
fn places_count_characters_and_edits_bytes() {
    let report = report("places", &["--format", "json", "rules/b.yml"]);
    let finding = &report["findings"][0];
    assert_eq!(finding["code"], "sigma/unknown-modifier");
    assert_eq!(finding["severity"], "error");
    let place =
        ["line", "column", "end_line", "end_column"].map(|key| finding[key].as_u64().unwrap());
    assert_eq!(place, [7, 15, 7, 22]);
    let edit = &finding["fix"]["edits"][0];
    let at = |key: &str| usize::try_from(edit[key].as_u64().unwrap()).unwrap();
    assert_eq!(&RULE[at("start")..at("end")], "endwith");
    assert_eq!((&edit["text"], &finding["fix"]["safe"]), (&json!("endswith"), &json!(false)));
    assert_eq!(report["findings"][1]["fix"]["safe"], true);
}

#[test]
fn codes_and_families_are_selected_and_ignored() {
    let count = |arguments: &[&str]| {
        let all = [["--format", "json", "rules/b.yml"].as_slice(), arguments].concat();
        report("select", &all)["findings"].as_array().unwrap().len()
    };
    assert_eq!(count(&["--select", "yaml"]), 0);
    assert_eq!(count(&["--select", "sigma/unknown-modifier,yaml"]), 1);
    assert_eq!(count(&["--select", "sigma", "--ignore", "sigma/unknown-modifier"]), 1);
    let ran = check("select", &["--ignore", "sigma", "rules/b.yml"]);
    assert_eq!(ran.status.code(), Some(0));
}

#[test]
fn every_run_prints_the_same() {
    let run = |jobs| check("jobs", &["--format", "json", "--jobs", jobs, "rules"]).stdout;
    assert_eq!(run("1"), run("4"));
}
