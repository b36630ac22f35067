//! A team's settings from its configuration to its files: one configuration for three targets, each value by its origin.
#![allow(clippy::unwrap_used, reason = "tests")]

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const CONFIGURATION: &str = r#"
[targets.elastic]
template = "house/elastic.toml"
stack-version = "8.14"
enabled = false
author = ["Blue Team"]
file-name = "soc_{tactic}_{slug}"
severity = { informational = "low", low = "low", medium = "medium", high = "critical" }
risk = { low = 10, medium = 40, high = 60, critical = 90 }

[targets.splunk]
template = "house/splunk.yml"
filter-macro = "soc_{name}_filter"
cron = "*/15 * * * *"
earliest = "-20m@m"
latest = "-5m@m"
risk = { low = 12, medium = 42, high = 62, critical = 92 }

[targets.sigma]
template = "house/sigma.yml"
file-name = "{logsource}_{slug}_{severity}"

[[rules]]
source = "aws.cloudtrail"
set = { rule.max_signals = 20 }

[[rules]]
path = "rules/sigma/aws_*"
[rules.set.rule]
interval = "30m"
max_signals = 30
"#;

const FOR_ELASTIC: &str = r#"
[metadata]
maturity = "development"
[rule]
from = "now-15m"
interval = "10m"
max_signals = 100
note = "Ask Ada."
tags = ["Team: Blue", "Domain: Cloud"]
timestamp_override = "event.ingested"
[[rule.actions]]
id = "page"
"#;

const FOR_SPLUNK: &str = "how_to_implement: Send the events with our add-on.\nreferences:\n- https://wiki.example/\n\
                          tags:\n  product: [Splunk Enterprise]\n  analytic_story: [Own Story]\nrba:\n  message: Look at it\n";

const FOR_SIGMA: &str = "level: low\nstatus: test\ntags: [detection.emerging-threats]\n";

/// A folder with the example rules and the settings.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("house").join(name);
    let _ = fs::remove_dir_all(&folder);
    for format in ["elastic", "sigma", "splunk"] {
        let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules").join(format);
        fs::create_dir_all(folder.join("rules").join(format)).unwrap();
        for entry in fs::read_dir(rules).unwrap() {
            let entry = entry.unwrap();
            let to = folder.join("rules").join(format).join(entry.file_name());
            fs::copy(entry.path(), to).unwrap();
        }
    }
    write(&folder, "ruleglot.toml", CONFIGURATION);
    write(&folder, "house/elastic.toml", FOR_ELASTIC);
    write(&folder, "house/splunk.yml", FOR_SPLUNK);
    write(&folder, "house/sigma.yml", FOR_SIGMA);
    folder
}

fn write(folder: &Path, path: &str, text: &str) {
    fs::create_dir_all(folder.join(path).parent().unwrap()).unwrap();
    fs::write(folder.join(path), text).unwrap();
}

fn ruleglot(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ruleglot"));
    command.args(args).current_dir(folder).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A converted rule: its path, its values with their origins.
struct Written {
    path: String,
    values: BTreeMap<String, (Value, String)>,
}

impl Written {
    fn is(&self, key: &str, value: impl Into<Value>, from: &str) {
        let expected = (value.into(), from.to_owned());
        assert_eq!(self.values.get(key), Some(&expected), "{key} of {}", self.path);
    }
}

/// The rules of a folder in a target, which are laid out as `fmt` lays them out.
fn convert(folder: &Path, from: &str, to: &str) -> Vec<Written> {
    let (rules, out) = (format!("rules/{from}"), format!("out/{from}-{to}"));
    let report = format!("{from}-{to}.json");
    let arguments =
        ["convert", &rules, "--to", to, "--out", &out, "--allow", "any", "--report", &report];
    let done = ruleglot(folder, &arguments);
    let report: Value =
        serde_json::from_str(&fs::read_to_string(folder.join(&report)).unwrap()).unwrap();
    let laid_out = ruleglot(folder, &["fmt", "--check", &out]);
    assert_eq!(laid_out.status.code(), Some(0), "{}{}", said(&done), said(&laid_out));
    let held = ruleglot(folder, &["check", "--select", "house", "--format", "concise", &out]);
    let found = String::from_utf8_lossy(&held.stdout).into_owned();
    assert_eq!(found, "", "what is written is as the team wants it");
    let written =
        report["rules"].as_array().unwrap().iter().filter(|rule| rule["verdict"] != "failed");
    let written: Vec<Written> = written
        .map(|rule| Written {
            path: rule["outputs"][0].as_str().unwrap().to_owned(),
            values: rule["metadata"]
                .as_array()
                .unwrap()
                .iter()
                .map(|v| {
                    let text = |key: &str| v[key].as_str().unwrap().to_owned();
                    (text("key"), (v["value"].clone(), text("from")))
                })
                .collect(),
        })
        .collect();
    assert!(written.len() > 10, "{from} to {to}: {}", said(&done));
    written
}

fn by_name<'w>(written: &'w [Written], name: &str) -> &'w Written {
    let mut named = written.iter().filter(|w| w.path.contains(name));
    named.next().unwrap_or_else(|| {
        let all: Vec<&str> = written.iter().map(|w| w.path.as_str()).collect();
        panic!("no {name} in {all:?}")
    })
}

#[test]
fn rules_for_elastic_are_the_team_s() {
    let folder = folder("elastic");
    let written = convert(&folder, "sigma", "elastic");
    for rule in &written {
        rule.is("rule.enabled", false, "target");
        rule.is("metadata.min_stack_version", "8.14.0", "target");
        rule.is("rule.note", "Ask Ada.", "template");
        rule.is("rule.timestamp_override", "event.ingested", "template");
        rule.is("rule.from", "now-15m", "template");
        let tags = &rule.values["rule.tags"];
        assert_eq!(tags.1, "derived, template");
        let teams = tags.0.as_array().unwrap().iter().filter(|tag| **tag == "Team: Blue");
        assert_eq!(teams.count(), 1, "{}", rule.path);
        let severity = rule.values["rule.severity"].0.as_str().unwrap();
        let score = match severity {
            "low" => 10,
            "medium" => 40,
            "high" => 60,
            _ => 90,
        };
        rule.is("rule.risk_score", score, "target");
        let name = rule.path.rsplit('/').next().unwrap();
        assert!(name.starts_with("soc_"), "{name}");
    }
    let aws = by_name(&written, "aws_lambda_layer_attached");
    aws.is("rule.interval", "30m", "rule 2 (rules/sigma/aws_*)");
    aws.is("rule.max_signals", 30, "rule 2 (rules/sigma/aws_*)");
    aws.is("rule.author", vec!["ruleglot"], "source");
    aws.is("rule.license", "MIT", "source");
    let okta = by_name(&written, "okta_mfa");
    okta.is("rule.interval", "10m", "template");
    okta.is("rule.max_signals", 100, "template");
    let report = fs::read_to_string(folder.join("sigma-elastic.json")).unwrap();
    assert!(!report.contains("metadata/assumed"), "everything is said by someone");
}

#[test]
fn rules_for_splunk_are_the_team_s() {
    let folder = folder("splunk");
    for rule in convert(&folder, "elastic", "splunk") {
        rule.is("deployment.scheduling.cron_schedule", "*/15 * * * *", "target");
        rule.is("deployment.scheduling.earliest_time", "-20m@m", "target");
        rule.is("deployment.scheduling.latest_time", "-5m@m", "target");
        rule.is("tags.analytic_story", vec!["Own Story"], "template");
        rule.is("tags.product", vec!["Splunk Enterprise"], "template");
        let search = rule.values["search"].0.as_str().unwrap().to_owned();
        let name = rule.path.rsplit('/').next().unwrap().trim_end_matches(".yml").to_owned();
        assert!(search.ends_with(&format!("`soc_{name}_filter`")), "{search}");
        if let Some((risks, from)) = rule.values.get("rba.risk_objects") {
            assert!([12, 42, 62, 92].map(Value::from).contains(&risks[0]["score"]), "{risks}");
            assert!(from.contains("target"), "{from}");
        }
    }
}

#[test]
fn rules_for_sigma_are_the_team_s() {
    let folder = folder("sigma");
    let written = convert(&folder, "splunk", "sigma");
    for rule in &written {
        let level = rule.values["level"].0.as_str().unwrap();
        assert!(rule.path.ends_with(&format!("_{level}.yml")), "{}", rule.path);
        let tags = rule.values["tags"].0.as_array().unwrap();
        assert!(tags.contains(&"detection.emerging-threats".into()), "{}", rule.path);
    }
    assert!(written.iter().any(|rule| rule.values["level"].1 == "template"));
}

#[test]
fn the_origin_of_every_value_is_shown() {
    let folder = folder("explain");
    let rule = "rules/sigma/okta_mfa_factor_removed.yml";
    let done = ruleglot(&folder, &["convert", rule, "--to", "elastic", "--explain-metadata"]);
    let said = said(&done);
    let line = |key: &str| {
        let line = said.lines().find(|line| line.trim_start().starts_with(key));
        line.unwrap_or_else(|| panic!("{key} in {said}")).to_owned()
    };
    assert!(line("rule.interval").contains("10m") && line("rule.interval").ends_with("template"));
    assert!(line("rule.rule_id").ends_with("derived"));
    assert!(line("rule.name").ends_with("source"));
    assert!(line("rule.enabled").ends_with("target"));
    let table =
        said.lines().filter(|line| line.starts_with("  rule.") || line.starts_with("  metadata."));
    assert!(table.clone().count() > 20);
    assert!(table.into_iter().all(|line| line.chars().count() <= 80), "{said}");
}

#[test]
fn a_search_by_itself_can_be_had() {
    let folder = folder("search");
    write(&folder, "ruleglot.toml", "[targets.splunk]\nform = \"search\"\n");
    let rule = "rules/sigma/aws_cloudtrail_lambda_layer_attached.yml";
    let done = ruleglot(&folder, &["convert", rule, "--to", "splunk"]);
    let search = String::from_utf8(done.stdout).unwrap();
    assert!(search.starts_with("`cloudtrail` eventSource="), "{search}");
}

#[test]
fn what_is_wrong_with_settings_is_told_at_its_place() {
    let folder = folder("wrong");
    let run = || {
        let done = ruleglot(&folder, &["convert", "rules/sigma", "--to", "elastic"]);
        assert_eq!(done.status.code(), Some(2));
        said(&done)
    };
    write(&folder, "house/elastic.toml", "[rule]\nmax_signals = 1\nquery = \"*\"\n");
    let told = run();
    let expected = "elastic.toml:3:1: `rule.query` is not set here: it decides what is detected, and comes from the source";
    assert!(told.contains(expected), "{told}");
    write(&folder, "house/elastic.toml", "[rule]\nmax_signals = \"many\"\n");
    let told = run();
    assert!(told.contains("elastic.toml:2:15: "), "{told}");
    fs::remove_file(folder.join("house/elastic.toml")).unwrap();
    let told = run();
    assert!(told.contains("ruleglot.toml:3:12: ") && told.contains("cannot be read"), "{told}");
}
