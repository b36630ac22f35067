//! What is written as ESCU passes Splunk's own validator, where it is installed.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

mod common;

use ruleglot_formats::Identity;
use ruleglot_ir::{Body, Expr, Node, Origin, Rule, Source, Stage};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The rule with a condition that every format can say.
fn plain(rule: &Rule) -> Rule {
    let mut rule = rule.clone();
    let always = Node::new(Stage::Filter(Expr::constant(true)), Origin::default());
    let mut read = match &rule.body {
        Body::Pipeline(pipeline) => pipeline[0].clone(),
        Body::Native(_) => Node::new(Stage::Read(Source::default()), Origin::default()),
    };
    // A translation writes what says which events are read in the target's own words.
    if let Stage::Read(source) = &mut read.kind {
        source.consumed.clear();
    }
    rule.body = Body::Pipeline(vec![read, always]);
    rule
}

/// Writes every rule below `root` as ESCU into a folder; of rules of one name the first.
fn write_all(root: &Path, into: &Path) -> usize {
    let mut written = 0;
    for path in common::files(root, &["yml", "toml"]) {
        let text = std::fs::read_to_string(&path).unwrap();
        for (format, read) in common::read_all(&path.to_string_lossy(), &text).1 {
            // A search of Splunk's own is held against the validator as it stands (`tests/tests/contentctl.rs`).
            let Some(rule) = read.rule.as_ref().filter(|_| format.id() != "splunk") else {
                continue;
            };
            let rule = plain(rule);
            let out = common::write("splunk", format.id(), &read, rule, Identity::Derived);
            let file = into.join(format!("{}.yml", out.file_name));
            if !file.exists() {
                std::fs::write(file, out.text).unwrap();
                written += 1;
            }
        }
    }
    written
}

/// An empty folder for a test.
fn folder(name: &str) -> PathBuf {
    let into = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&into);
    std::fs::create_dir_all(&into).unwrap();
    into
}

/// What contentctl says of a folder; `None` where it is not there.
fn validate(folder: &Path) -> Option<String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/oracles/contentctl.py");
    let Ok(out) = Command::new("python3").arg(script).arg(folder).output() else {
        println!("SKIPPED: python3 is not here");
        return None;
    };
    let said = String::from_utf8_lossy(&out.stdout).into_owned();
    println!("{}", said.lines().last().unwrap_or_default());
    let wrong = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success() || said.contains("refused: "), "{said}\n{wrong}");
    (!said.starts_with("SKIPPED")).then_some(said)
}

fn accepted(root: &Path, name: &str) {
    let into = folder(name);
    println!("{} written", write_all(root, &into));
    if let Some(said) = validate(&into) {
        assert!(!said.contains("refused: "), "{said}");
    }
}

const RULE: &str = "name: NAME\nid: ID\nversion: 1\ndate: '2024-03-01'\nauthor: Jo\nstatus: production\ntype: TTP\ndescription: Finds it.\ndata_source:\n- AWS CloudTrail\nsearch: '`cloudtrail` eventName=CreateRule | stats count by user src | `STEM_filter`'\nhow_to_implement: Turn it on.\nknown_false_positives: Moving mail.\nreferences:\n- https://example.org/a\ndrilldown_searches:\n- name: See all\n  search: '%original_detection_search%'\n  earliest_offset: $info_min_time$\n  latest_offset: null\n- name: See more\n  search: index=risk\n  earliest_offset: null\n  latest_offset: null\nrba:\n  message: $user$ made a rule\n  risk_objects:\n  - field: user\n    type: user\n    score: 63\n  threat_objects:\n  - field: src\n    type: ip_address\ntags:\n  analytic_story:\n  - Mail\n  asset_type: AWS Account\n  mitre_attack_id:\n  - T1114.003\n  cve:\n  - CVE-2021-44228\n  product:\n  - Splunk Enterprise\n  security_domain: threat\n  throttling:\n    fields:\n    - user\n    period: 24h\ntests:\n- name: True Positive Test\n  attack_data:\n  - data: https://example.org/log\n    source: a\n    sourcetype: b\n";

/// Changes to that rule: what of it, and what stands there instead.
const CHANGES: &[(&str, &str)] = &[
    ("Jo", "Max"),
    ("version: 1", "version: one"),
    ("version: 1\n", ""),
    ("2024-03-01", "2024/03/01"),
    ("2024-03-01", "2024-3-1"),
    ("2024-03-01", "2024-02-30"),
    ("status: production", "status: validation"),
    ("status: production", "status: experimental"),
    ("type: TTP", "type: Alert"),
    ("how_to_implement: Turn it on.", "how_to_implement: No."),
    ("how_to_implement: Turn it on.\n", ""),
    ("known_false_positives: Moving mail.\n", ""),
    ("https://example.org/a", "example.org"),
    ("https://example.org/a", "https://example.org/a b"),
    ("| `STEM_filter`", ""),
    ("STEM_filter", "other_filter"),
    ("`STEM_filter`", "`STEM_filter` ````"),
    ("name: See all", "name: See"),
    ("'%original_detection_search%'", "index=risk"),
    ("  earliest_offset: $info_min_time$\n", ""),
    ("earliest_offset: $info_min_time$", "earliest_offset: ''"),
    ("drilldown_searches:", "drilldowns:"),
    ("$user$ made", "$dest$ made"),
    ("field: user", "field: dest"),
    ("field: src", "field: dest"),
    ("field: src", "field: SRC"),
    ("type: user", "type: User"),
    ("type: ip_address", "type: address"),
    ("score: 63", "score: 0"),
    ("score: 63", "score: 100"),
    ("score: 63", "score: 101"),
    ("    score: 63\n", ""),
    ("  threat_objects:\n  - field: src\n    type: ip_address\n", "  threat_objects: []\n"),
    ("  threat_objects:\n  - field: src\n    type: ip_address\n", ""),
    ("asset_type: AWS Account", "asset_type: AWS"),
    ("security_domain: threat", "security_domain: cloud"),
    ("- T1114.003", "- T1114.3"),
    ("- T1114.003", "- T1114\n  - T1114.003"),
    ("CVE-2021-44228", "2021-44228"),
    ("- Splunk Enterprise", "- Splunk"),
    ("product:\n  - Splunk Enterprise", "product: []"),
    ("period: 24h", "period: 1d"),
    ("    - user\n", "    - USER\n"),
    ("    fields:\n    - user", "    fields: []"),
    ("  throttling:", "  confidence: 90\n  throttling:"),
    ("tests:", "foo: bar\ntests:"),
    ("tests:", "enabled_by_default: true\ntests:"),
    (
        "tests:",
        "deployment:\n  scheduling: {cron_schedule: 0 * * * *, earliest_time: -1h, latest_time: now, schedule_window: auto}\n  alert_action: {rba: {enabled: true}}\ntests:",
    ),
    (
        "tests:",
        "deployment:\n  scheduling: {cron_schedule: 0 * * * *, earliest_time: -1h, latest_time: now, schedule_window: auto}\ntests:",
    ),
    ("    sourcetype: b\n", ""),
    ("    sourcetype: b\n", "    sourcetype: b\n    foo: bar\n"),
];

/// Our findings and contentctl's refusals are of the same rules.
#[test]
fn the_schema_agrees_with_contentctl() {
    let into = folder("changes");
    let mut ours = Vec::new();
    for (n, (from, to)) in CHANGES.iter().enumerate() {
        assert!(RULE.contains(from), "{from}");
        let id = ruleglot_formats::derived_id("test", &n.to_string());
        let text = RULE.replacen(from, to, 1).replace("NAME", &format!("Change {n}"));
        let text = text.replace("STEM", &format!("change_{n}")).replace("ID", &id);
        let name = format!("change_{n}.yml");
        let findings = common::findings(&name, &text);
        ours.push(findings.iter().any(|d| d.severity == ruleglot_source::Severity::Error));
        std::fs::write(into.join(name), text).unwrap();
    }
    let Some(said) = validate(&into) else { return };
    for (n, ours) in ours.into_iter().enumerate() {
        let theirs = said.lines().any(|line| line == format!("refused: change_{n}.yml"));
        assert_eq!(ours, theirs, "{:?}\n{said}", CHANGES[n]);
    }
}

#[test]
fn the_examples_are_accepted() {
    accepted(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules"), "examples");
}

/// Every rule of the corpora: minutes, so only when asked for.
#[test]
#[ignore = "takes a minute"]
fn the_corpora_are_accepted() {
    let Some(root) = common::corpora() else { return };
    for folder in ["sigma/rules", "elastic"] {
        accepted(&root.join(folder), &folder.replace('/', "-"));
    }
}
