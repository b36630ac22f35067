//! Refused is not the end: each refusal says what would lift it, and `--todo` writes a page with what is left.
#![allow(clippy::unwrap_used, reason = "tests")]

use ruleglot_engine::{ScanOptions, scan_text};
use ruleglot_source::{FileId, Severity};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A scratch folder with one rule, converted.
struct Run {
    folder: PathBuf,
    rule: Value,
}

fn convert(name: &str, file: &str, text: &str, to: &str) -> Run {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("todo").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("in/deep")).unwrap();
    fs::write(folder.join("in/deep").join(file), text).unwrap();
    let out = Command::new(env!("CARGO_BIN_EXE_ruleglot"))
        .args(["convert", "in", "--to", to, "--out", "out", "--todo", "--report", "report.json"])
        .current_dir(&folder)
        .output()
        .unwrap();
    assert_eq!(out.status.code(), Some(1), "{}", String::from_utf8_lossy(&out.stderr));
    let report: Value =
        serde_json::from_str(&fs::read_to_string(folder.join("report.json")).unwrap()).unwrap();
    Run { folder, rule: report["rules"][0].clone() }
}

impl Run {
    fn page(&self) -> String {
        let path = self.rule["todo"].as_str().unwrap();
        fs::read_to_string(self.folder.join("out").join(path)).unwrap()
    }

    /// The hunt, which its language's front-end must read.
    fn hunt(&self, fence: &str, language: &str) -> String {
        let page = self.page();
        let (_, left) = page.split_once("## What is left").unwrap();
        assert!(left.contains("**This is no translation.**"), "{page}");
        let (_, block) = left.split_once(&format!("```{fence}\n")).unwrap();
        let (query, _) = block.split_once("\n```").unwrap();
        let options = ScanOptions { from: Some(language.to_owned()), ..ScanOptions::default() };
        let read = scan_text(query, FileId(0), &options);
        let faults = read.rules.iter().flat_map(|r| &r.read.diagnostics);
        assert!(faults.clone().all(|d| d.severity != Severity::Error), "{query}");
        assert!(read.rules[0].read.rule.is_some(), "{query}");
        query.to_owned()
    }
}

fn splunk(search: &str) -> String {
    format!(
        "name: Many Console Logins\nid: 0c2b7d6c-58a1-4c4f-9f3b-3a4f0d8a7c11\nversion: 1\ndate: '2026-02-03'\nauthor: Ada\n\
         status: production\ntype: TTP\ndescription: Counts logins.\ndata_source:\n- AWS CloudTrail\nsearch: '{search}'\n\
         how_to_implement: x\nknown_false_positives: none\nreferences:\n- https://example.org/a\ntags:\n  analytic_story:\n\
         \u{20} - AWS\n  asset_type: AWS Account\n  mitre_attack_id:\n  - T1078\n  product:\n  - Splunk Enterprise\n\
         \u{20} security_domain: threat\n"
    )
}

fn sigma(detection: &str) -> String {
    format!(
        "title: Odd Shell\nid: 5c3f8f36-0f4f-4b5e-8d5e-5a0f1f6f2b77\nstatus: test\nauthor: Ada\nlevel: high\n\
         license: MIT\nreferences:\n    - https://example.org/a|b\ntags:\n    - attack.execution\n    - attack.t1059\n\
         logsource:\n    category: process_creation\n    product: windows\ndetection:\n{detection}"
    )
}

#[test]
fn a_threshold_leaves_its_condition() {
    let search = "`cloudtrail` eventName=StopLogging errorCode=success | stats count by user_arn | where count > 9";
    let run = convert("threshold", "many.yml", &splunk(search), "sigma");
    assert_eq!(run.rule["verdict"], "failed");
    assert_eq!(run.rule["outputs"], serde_json::json!([]));
    assert_eq!(run.rule["todo"], "_review/deep/many.todo.md");
    let page = run.page();
    let said = [
        "# Many Console Logins",
        "| id | 0c2b7d6c-58a1-4c4f-9f3b-3a4f0d8a7c11 |",
        "| ATT&CK | T1078 |",
        "| source | `in/deep/many.yml` |",
        "| references | https://example.org/a |",
        "| author | Ada |",
        "- line 11, column 65: sigma cannot say `stats count by user_arn`: a Sigma detection looks at one event",
        "what would lift it: translate the condition alone, and count in a Sigma correlation",
        search,
        "it must not be deployed as the rule",
    ];
    said.iter().for_each(|part| assert!(page.contains(part), "{part}\n\n{page}"));
    let hunt = run.hunt("yaml", "sigma");
    assert!(hunt.contains("eventName: 'StopLogging'"), "{hunt}");
    assert!(!hunt.contains("title"), "{hunt}");
    // Nothing that a pipeline would take for a rule.
    let rules = walk(&run.folder.join("out"));
    assert_eq!(rules, ["_review/deep/many.todo.md"]);
}

fn walk(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().is_some_and(|n| n != "ruleglot.lock") {
                found.push(path.strip_prefix(root).unwrap().to_string_lossy().into_owned());
            }
        }
    }
    found.sort();
    found
}

#[test]
fn below_a_not_a_refused_condition_is_left_out_and_the_rest_stays() {
    let detection = "    selection:\n        Image|endswith|cased: '\\sh.exe'\n        CommandLine|re: '^a{1,3}b$'\n    \
                     filter:\n        User|cased: 'x'\n        ParentCommandLine|re: '(?<!a)b'\n    condition: selection and \
                     not filter\n";
    let run = convert("not", "odd.yml", &sigma(detection), "kuery");
    let hunt = run.hunt("kuery", "kuery");
    assert!(hunt.contains("process.name:\"sh.exe\""), "{hunt}");
    // The filter is gone whole: without its second half it would take out more.
    assert!(!hunt.contains("not"), "{hunt}");
    assert!(run.page().contains("finds all"), "{}", run.page());
    assert!(run.page().contains("https://example.org/a\\|b"), "{}", run.page());
}

#[test]
fn an_alternative_that_cannot_be_said_leaves_nothing() {
    let detection = "    selection:\n        - Image|endswith|cased: '\\sh.exe'\n        - CommandLine|re: '(?<!a)b'\n    \
                     condition: selection\n";
    let run = convert("or", "odd.yml", &sigma(detection), "kuery");
    assert!(run.page().contains("No part of the rule is left"), "{}", run.page());
}

#[test]
fn for_elastic_what_kql_would_lose_is_a_filter_beside_it() {
    let detection = "    selection:\n        Image|endswith: '\\sh.exe'\n        CommandLine|re: '\\bab\\b'\n    condition: \
                     selection\n";
    let run = convert("filter", "odd.yml", &sigma(detection), "elastic");
    run.hunt("kuery", "kuery");
    let page = run.page();
    assert!(page.contains("\"case_insensitive\": true"), "{page}");
    assert!(page.contains("finds all"), "{page}");
}

#[test]
fn a_search_that_brings_in_events_has_no_part_that_finds_them_all() {
    let search = "`cloudtrail` eventName=StopLogging | append [search index=main x=y] | stats count by user_arn | where count > 9";
    let run = convert("append", "many.yml", &splunk(search), "sigma");
    assert!(
        run.page().contains("No part of the rule is left: `append` brings in"),
        "{}",
        run.page()
    );
}

#[test]
fn a_query_that_is_not_read_has_its_page() {
    let text = "[metadata]\ncreation_date = \"2024/01/02\"\nmaturity = \"production\"\nupdated_date = \"2024/01/02\"\n\n\
                [rule]\nauthor = [\"Ada\"]\ndescription = \"d\"\nlanguage = \"eql\"\nlicense = \"MIT\"\nname = \"Sequence\"\n\
                risk_score = 21\nrule_id = \"6d2f3c5e-0a57-4a52-9a2e-4f3b7f1c7a01\"\nseverity = \"low\"\ntype = \"eql\"\n\
                query = '''\nsequence by host.id\n  [process where true]\n  [file where true]\n'''\n";
    let run = convert("eql", "eql.toml", text, "sigma");
    let page = run.page();
    let said = [
        "| severity | low |",
        "eql is not translated: what it detects is not read yet: `sequence by host.id",
        "what would lift it: write its condition in KQL",
        "```eql\nsequence by host.id\n  [process where true]\n",
        "No part of the rule is left: its query is not read",
    ];
    said.iter().for_each(|part| assert!(page.contains(part), "{part}\n\n{page}"));
}

#[test]
fn a_file_that_cannot_be_read_has_its_page() {
    let run = convert(
        "broken",
        "odd.yml",
        "title: A\nlogsource:\n  product: [a\ndetection: ```\n",
        "kuery",
    );
    let page = run.page();
    assert!(page.contains("````text\n"), "{page}");
    assert!(page.contains("what would lift it:"), "{page}");
    assert!(page.contains("No part of the rule is left"), "{page}");
}

#[test]
fn pages_need_a_folder() {
    let out = Command::new(env!("CARGO_BIN_EXE_ruleglot"))
        .args(["convert", "x.yml", "--to", "sigma", "--todo"])
        .output()
        .unwrap();
    assert_eq!(out.status.code(), Some(2));
}
