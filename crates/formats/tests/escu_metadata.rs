//! What is said about a rule, carried to ESCU from other formats and from ESCU to them.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

mod common;

use ruleglot_formats::Identity;
use ruleglot_ir::{About, Body, Effect, Expr, Node, Origin, Rule, Source, Stage};

/// A small Sigma rule with these lines beside what every rule has.
fn sigma(extra: &str) -> String {
    format!(
        "title: Mail rule made\n{extra}\nlogsource:\n    product: aws\n    service: cloudtrail\ndetection:\n    selection:\n        eventName: CreateRule\n    condition: selection\n"
    )
}

fn elastic(rule: &str, tables: &str) -> String {
    format!(
        "[metadata]\n\n[rule]\nname = \"Mail rule made\"\ntype = \"query\"\nlanguage = \"kuery\"\nindex = [\"logs-aws.cloudtrail-*\"]\nquery = '''\nevent.action:CreateRule\n'''\n{rule}\n{tables}\n"
    )
}

fn escu(tags: &str) -> String {
    format!(
        "name: Mail rule made\nid: 8a8b1d40-35c5-4d0b-a49a-4d4f3a3f0f10\nversion: 3\ndate: '2024-03-01'\nauthor: Jo, Splunk\nstatus: production\ntype: TTP\ndescription: Finds it.\nsearch: index=a | `mail_rule_made_filter`\nhow_to_implement: Turn it on.\nknown_false_positives: Moving mail.\ntags:\n  analytic_story: [Mail]\n  product: [Splunk Cloud]\n{tags}"
    )
}

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

/// What the rule of a text becomes, and its notes as `code line message`.
fn written(text: &str, path: &str, from: &str, to: &str) -> (String, Vec<String>) {
    let read = common::read(path, text);
    let rule = plain(read.rule.as_ref().unwrap());
    let written = common::write(to, from, &read, rule, Identity::Derived);
    let file = common::file("x", text);
    let one = |n: &ruleglot_ir::Note| {
        assert_eq!(n.effect, Effect::PRESENTATION, "{n:?}");
        assert!(!matches!(n.about, About::Logic | About::Fields), "{n:?}");
        let at = file.position(n.origin.0.unwrap().span.start);
        format!("{} {} {}", n.code, at.line, n.message)
    };
    (written.text, written.notes.iter().map(one).collect())
}

fn of_sigma(extra: &str) -> (String, Vec<String>) {
    written(&sigma(extra), "x.yml", "sigma", "splunk")
}

fn of_elastic(rule: &str, tables: &str) -> (String, Vec<String>) {
    written(&elastic(rule, tables), "x.toml", "elastic", "splunk")
}

fn has(text: &str, line: &str) {
    assert!(text.contains(line), "no `{line}` in\n{text}");
}

fn lacks(text: &str, line: &str) {
    assert!(!text.contains(line), "`{line}` in\n{text}");
}

fn noted(notes: &[String], code: &str, words: &str) {
    let found = notes.iter().any(|n| n.starts_with(code) && n.contains(words));
    assert!(found, "no `{code} … {words}` in {notes:#?}");
}

fn not_noted(notes: &[String], words: &str) {
    assert!(!notes.iter().any(|n| n.contains(words)), "`{words}` in {notes:#?}");
}

#[test]
fn what_contentctl_demands_is_there() {
    let (text, notes) = of_sigma("");
    for line in [
        "name: Mail rule made\n",
        "version: 1\n",
        "date: '1970-01-01'\n",
        "author: Unknown\n",
        "status: experimental\n",
        "type: TTP\n",
        "description: Mail rule made\n",
        "data_source:\n    - AWS CloudTrail\n",
        "| `mail_rule_made_filter`",
        "known_false_positives: Not known.\n",
        "    asset_type: AWS Account\n",
        "    security_domain: threat\n",
    ] {
        has(&text, line);
    }
    for assumed in
        ["name", "version: 1", "date: 1970", "author: Unknown", "tags.analytic_story", "score: 50"]
    {
        noted(&notes, "metadata/assumed 1", assumed);
    }
    not_noted(&notes, "asset_type");
}

#[test]
fn severity_becomes_a_score() {
    for (level, score) in
        [("informational", 15), ("low", 25), ("medium", 50), ("high", 70), ("critical", 90)]
    {
        let (text, notes) = of_sigma(&format!("level: {level}"));
        has(&text, &format!("score: {score}\n"));
        not_noted(&notes, "score");
        assert_eq!(
            common::read("x.yml", &text).meta.severity,
            common::read("x.yml", &sigma(&format!("level: {level}"))).meta.severity
        );
    }
    for (severity, risk) in [("low", 21), ("medium", 47), ("high", 73), ("critical", 99)] {
        let (text, notes) =
            of_elastic(&format!("severity = \"{severity}\"\nrisk_score = {risk}"), "");
        has(&text, &format!("score: {risk}\n"));
        not_noted(&notes, "severity");
    }
    let (text, notes) = of_elastic("severity = \"low\"\nrisk_score = 70", "");
    has(&text, "score: 70\n");
    noted(&notes, "metadata/severity-banded 11", "70: `high`, not `low`");
    let (text, _) = of_elastic("severity = \"low\"\nrisk_score = 0", "");
    has(&text, "score: 1\n");
}

#[test]
fn building_blocks_are_hunts_without_risk() {
    let (text, notes) =
        of_elastic("severity = \"low\"\nrisk_score = 21\nbuilding_block_type = \"default\"", "");
    has(&text, "type: Hunting\n");
    lacks(&text, "rba:");
    noted(&notes, "metadata/not-carried 11", "`severity`");
}

#[test]
fn status_is_told() {
    for (status, word, told) in [
        ("stable", "experimental", true),
        ("test", "experimental", true),
        ("experimental", "experimental", false),
        ("deprecated", "deprecated", false),
        ("unsupported", "deprecated", true),
    ] {
        let (text, notes) = of_sigma(&format!("status: {status}"));
        has(&text, &format!("status: {word}\n"));
        let found = notes.iter().any(|n| n.starts_with("metadata/status-banded 2"));
        assert_eq!(found, told, "{status} {notes:?}");
    }
}

#[test]
fn titles_become_names() {
    let text = sigma("").replace("Mail rule made", "Mail \"rule\" (via SMTP) made");
    let (text, notes) = written(&text, "x.yml", "sigma", "splunk");
    has(&text, "name: Mail rule via SMTP made\n");
    has(&text, "`mail_rule_via_smtp_made_filter`");
    noted(&notes, "metadata/title-changed 1", "`Mail rule via SMTP made`");
}

#[test]
fn texts_and_dates() {
    let (text, notes) = of_sigma(
        "description: Finds it.\nreferences: [https://example.org/a, a book]\nfalsepositives: [One, Two]\nauthor: Jo Doe (Acme, Inc.), Max\ndate: 2024-03-01\nmodified: 2024-04-02\nlicense: MIT",
    );
    has(&text, "description: Finds it.\n");
    has(&text, "references:\n    - https://example.org/a\nrba");
    has(&text, "known_false_positives: |-\n    - One\n    - Two\n");
    has(&text, "author: Jo Doe (Acme, Inc.), Max\n");
    has(&text, "date: '2024-04-02'\n");
    noted(&notes, "metadata/not-carried", "references that are no pages: `a book`");
    noted(&notes, "metadata/not-carried", "`date`");
    noted(&notes, "metadata/not-carried", "`license`");
    let read = common::read("x.yml", &text);
    assert_eq!(read.meta.false_positives, ["One", "Two"]);
    let (_, notes) = of_elastic("note = \"# Look\"\nsetup = \"Turn it on\"", "");
    noted(&notes, "metadata/not-carried", "`note`");
    not_noted(&notes, "setup");
}

#[test]
fn attack_without_its_tactics() {
    let (text, notes) = of_sigma(
        "tags: [attack.execution, attack.impact, attack.t1059, attack.t1059.001, cve.2021-44228, tlp.red]",
    );
    has(&text, "mitre_attack_id:\n        - T1059.001\n");
    has(&text, "cve:\n        - CVE-2021-44228\n");
    noted(&notes, "metadata/not-carried 2", "tactics without a technique: `TA0040`");
    noted(&notes, "metadata/not-carried 2", "the tags `tlp.red`");
    let (_, notes) = of_sigma("tags: [attack.persistence, attack.t1078]");
    noted(&notes, "metadata/tactic-pairing-lost 2", "T1078");
}

#[test]
fn schedules_become_deployments() {
    let (text, notes) = of_elastic("from = \"now-60m\"\ninterval = \"10m\"", "");
    has(&text, "cron_schedule: '*/10 * * * *'\n        earliest_time: -60m@m\n");
    has(&text, "nes_fields:\n                - user\n");
    noted(&notes, "metadata/assumed 4", "deployment.alert_action");
    let read = common::read("x.yml", &text).rule.unwrap().schedule.unwrap();
    assert_eq!((read.every.as_secs(), read.lookback.as_secs()), (600, 3_600));
    let (text, notes) = of_elastic("from = \"now-60m\"\ninterval = \"7m\"", "");
    lacks(&text, "deployment");
    noted(&notes, "metadata/schedule-not-carried 11", "420 seconds");
    let (text, _) = of_sigma("");
    lacks(&text, "deployment");
}

#[test]
fn suppression_without_its_field_is_told() {
    let (text, notes) = of_elastic(
        "",
        "[rule.alert_suppression]\ngroup_by = [\"user.name\"]\nduration = {value = 1, unit = \"h\"}",
    );
    lacks(&text, "throttling");
    noted(&notes, "metadata/not-carried", "`alert_suppression`");
}

#[test]
fn escu_to_sigma_and_elastic() {
    let tags = "  mitre_attack_id: [T1059.001]\n  cve: [CVE-2021-44228]\n  confidence: 90\n  impact: 70\n  risk_score: 63\n  message: x\n  observable: []\n  required_fields: [_time]\n";
    let (text, notes) = written(&escu(tags), "x.yml", "splunk", "sigma");
    for line in [
        "status: stable\n",
        "author: Jo, Splunk\n",
        "modified: 2024-03-01\n",
        "- attack.t1059.001\n    - cve.2021-44228\n",
        "falsepositives:\n    - Moving mail.\n",
        "level: high\n",
        "related:\n    - id: 8a8b1d40-35c5-4d0b-a49a-4d4f3a3f0f10\n",
    ] {
        has(&text, line);
    }
    noted(&notes, "metadata/not-carried", "`risk_score`");
    noted(&notes, "metadata/not-carried", "`tags.analytic_story`, `tags.confidence`");
    noted(&notes, "metadata/not-carried", "`tags.message`, `tags.observable`");
    noted(&notes, "metadata/not-carried", "`how_to_implement`");
    not_noted(&notes, "tags.product");
    let (text, notes) = written(&escu(tags), "x.yml", "splunk", "elastic");
    for line in [
        "maturity = \"production\"",
        "severity = \"high\"",
        "risk_score = 63",
        "setup = \"Turn it on.\"",
        "\"Vuln: CVE-2021-44228\"",
        "updated_date = \"2024/03/01\"",
    ] {
        has(&text, line);
    }
    noted(&notes, "metadata/tactic-assumed", "T1059.001 under TA0002");
    not_noted(&notes, "tags.required_fields");
    let hunt = escu("").replace("type: TTP", "type: Hunting");
    has(&written(&hunt, "x.yml", "splunk", "elastic").0, "building_block_type = \"default\"");
    let anomaly = escu("").replace("type: TTP", "type: Anomaly");
    noted(&written(&anomaly, "x.yml", "splunk", "sigma").1, "metadata/not-carried", "`type`");
}
