//! Rules and their results on a user's own events.
#![allow(clippy::unwrap_used, reason = "tests")]

use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const RULE: &str = "title: Shell\nlogsource:\n    category: process_creation\n    product: windows\ndetection:\n    \
                    selection:\n        Image|endswith: '\\cmd.exe'\n    filter:\n        User|contains: 'SYSTEM'\n    condition: \
                    selection and not filter\n";

/// A scratch folder.
struct Folder(PathBuf);

/// What a run said.
struct Said {
    status: i32,
    err: String,
    report: Value,
}

impl Folder {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("replay").join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("in")).unwrap();
        fs::write(folder.join("in/rule.yml"), RULE).unwrap();
        Self(folder)
    }

    fn events(&self, name: &str, events: &[Value]) {
        let lines: Vec<String> = events.iter().map(Value::to_string).collect();
        fs::write(self.0.join(name), lines.join("\n")).unwrap();
    }

    fn convert(&self, arguments: &[&str]) -> Said {
        let usual = ["convert", "in", "--out", "out", "--allow", "any", "--report", "report.json"];
        let out = Command::new(env!("CARGO_BIN_EXE_ruleglot"))
            .args(usual)
            .args(arguments)
            .current_dir(&self.0)
            .output()
            .unwrap();
        let report = fs::read_to_string(self.0.join("report.json")).unwrap_or_default();
        Said {
            status: out.status.code().unwrap(),
            err: String::from_utf8(out.stderr).unwrap(),
            report: serde_json::from_str(&report).unwrap_or_default(),
        }
    }
}

impl Said {
    fn replayed(&self) -> &Value {
        &self.report["rules"][0]["replayed"]
    }

    fn has(&self, part: &str) {
        assert!(self.err.contains(part), "{part}\n\n{}", self.err);
    }
}

fn sysmon() -> Vec<Value> {
    vec![
        json!({"EventID": 1, "Image": "C:\\Windows\\System32\\cmd.exe", "User": "EXAMPLE\\ana"}),
        json!({"EventID": 1, "Image": "C:\\Windows\\explorer.exe", "User": "EXAMPLE\\ana"}),
        json!({"EventID": 1, "Image": "C:\\Windows\\System32\\cmd.exe", "User": "EXAMPLE\\SYSTEM"}),
    ]
}

#[test]
fn without_the_targets_events_the_field_map_makes_them() {
    let folder = Folder::new("projected");
    folder.events("a.jsonl", &sysmon());
    let said = folder.convert(&["--to", "splunk", "--events", "a.jsonl"]);
    assert_eq!(said.status, 0, "{}", said.err);
    let wanted =
        json!({"events": 3, "both": 1, "neither": 2, "only_source": [], "only_target": []});
    assert_eq!(said.replayed(), &wanted);
    said.has("1 rule on 3 events: 1 matched by both, 2 by neither, 0 disagreements\n");
    said.has("were made from yours by the field map");
}

#[test]
fn a_disagreement_points_at_the_predicate() {
    let folder = Folder::new("pair");
    folder.events("a.jsonl", &sysmon());
    let there = [
        json!({"EventCode": "1", "Image": "C:\\Windows\\System32\\command.com", "User": "EXAMPLE\\ana"}),
        json!({"EventCode": "1", "Image": "C:\\Windows\\explorer.exe", "User": "EXAMPLE\\ana"}),
        json!({"EventCode": "1", "Image": "C:\\Windows\\System32\\cmd.exe"}),
    ];
    folder.events("b.json", &[json!(there)]);
    let said =
        folder.convert(&["--to", "splunk", "--events", "a.jsonl", "--target-events", "b.json"]);
    assert_eq!(said.status, 1, "{}", said.err);
    let wanted =
        json!({"events": 3, "both": 0, "neither": 1, "only_source": [0], "only_target": [2]});
    assert_eq!(said.replayed(), &wanted, "{}", said.err);
    said.has("event 0: the rule matches, its result does not\n    the result asks for Image");
    said.has("it has Image = \"C:\\\\Windows\\\\System32\\\\command.com\"");
    said.has("event 2: the result matches, the rule does not\n    the rule excludes User");
    said.has("it has User = \"EXAMPLE\\\\SYSTEM\"");
    let last = said.err.lines().last().unwrap();
    assert_eq!(last, "1 rule differs from its result on your events (2 disagreements)");
    assert!(!said.err.contains("were made from yours"), "{}", said.err);
}

#[test]
fn two_files_are_one_for_one() {
    let folder = Folder::new("lengths");
    folder.events("a.jsonl", &sysmon());
    folder.events("b.jsonl", &sysmon()[..2]);
    let said =
        folder.convert(&["--to", "splunk", "--events", "a.jsonl", "--target-events", "b.jsonl"]);
    assert_eq!(said.status, 2, "{}", said.err);
    said.has("--events has 3 and --target-events 2");
    assert!(!folder.0.join("out").exists(), "nothing is written");
}

#[test]
fn names_out_of_which_no_others_are_made_need_both_files() {
    let folder = Folder::new("needed");
    folder.events("a.jsonl", &sysmon());
    folder.convert(&["--to", "kuery"]);
    fs::remove_file(folder.0.join("in/rule.yml")).unwrap();
    fs::write(folder.0.join("in/rule.toml"), elastic("process.name: \"cmd.exe\"")).unwrap();
    let said = folder.convert(&["--to", "sigma", "--events", "a.jsonl"]);
    assert_eq!(said.status, 2, "{}", said.err);
    said.has("--target-events");
    // The same names on both sides are the same events.
    folder.events("c.jsonl", &[json!({"process": {"name": "cmd.exe"}}), json!({})]);
    let said = folder.convert(&["--to", "sigma", "--fields", "keep", "--events", "c.jsonl"]);
    assert_eq!(said.status, 0, "{}", said.err);
    assert_eq!(said.replayed()["both"], 1);
    assert!(!said.err.contains("were made from yours"), "{}", said.err);
}

fn elastic(query: &str) -> String {
    format!(
        "[metadata]\ncreation_date = \"2024/01/02\"\nmaturity = \"production\"\nupdated_date = \"2024/01/02\"\n\n[rule]\n\
         author = [\"A\"]\ndescription = \"d\"\nindex = [\"logs-endpoint.events.process-*\"]\nlanguage = \"kuery\"\n\
         license = \"MIT\"\nname = \"A\"\nrisk_score = 21\nrule_id = \"6d2f3c5e-0a57-4a52-9a2e-4f3b7f1c7a01\"\n\
         severity = \"low\"\ntype = \"query\"\nquery = '{query}'\n"
    )
}

#[test]
fn refused_rules_are_counted_and_not_run() {
    let folder = Folder::new("refused");
    folder.events("a.jsonl", &sysmon());
    let refused = RULE.replace("'\\cmd.exe'", "'%x%'").replace("endswith", "expand");
    fs::write(folder.0.join("in/refused.yml"), refused).unwrap();
    let said = folder.convert(&["--to", "splunk", "--events", "a.jsonl"]);
    said.has("0 disagreements; not run: 1 refused\n");
    assert_eq!(said.report["rules"][0]["replayed"], Value::Null);
    assert_eq!(said.report["rules"][1]["replayed"]["both"], 1);
}

#[test]
fn without_events_nothing_is_replayed() {
    let folder = Folder::new("none");
    let said = folder.convert(&["--to", "splunk"]);
    assert_eq!(said.replayed(), &Value::Null);
    assert!(!said.err.contains(" events: "), "{}", said.err);
}
