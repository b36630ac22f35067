//! Each row of metadata in both directions: what one format says, read, and written in the other.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

mod common;

use ruleglot_formats::{Identity, ReadRule, WriteContext, Written};
use ruleglot_ir::{About, Body, Effect, Legal, Rule, Stage};
use ruleglot_knowledge::AttackRelease;

/// A small Sigma rule with these lines beside what every rule has.
fn sigma(extra: &str) -> String {
    format!(
        "title: Mail rule made\n{extra}\nlogsource:\n    product: aws\n    service: cloudtrail\ndetection:\n    selection:\n        eventName: CreateRule\n    condition: selection\n"
    )
}

/// A small Elastic rule; `metadata` and `rule` are lines of these tables, `tables` stand after them.
fn elastic(metadata: &str, rule: &str, tables: &str) -> String {
    format!(
        "[metadata]\n{metadata}\n[rule]\nname = \"Mail rule made\"\ntype = \"query\"\nlanguage = \"kuery\"\nindex = [\"logs-aws.cloudtrail-*\"]\nquery = '''\nevent.action:CreateRule\n'''\n{rule}\n{tables}\n"
    )
}

/// The rule with a condition that every target can say.
fn plain(rule: &Rule) -> Rule {
    let text = "event.action:\"CreateRule\"";
    let file = common::file("-", text);
    let mut query =
        ruleglot_formats::read_bare("kuery", &file, &ruleglot_formats::Project::default())
            .unwrap()
            .rule
            .unwrap();
    let mut rule = rule.clone();
    if let (Body::Pipeline(pipeline), Body::Pipeline(query)) = (&mut rule.body, &mut query.body) {
        pipeline.truncate(1);
        pipeline.extend(query.drain(1..).map(|mut s| {
            // Sigma knows no tests by mapping; a translation resolves them.
            if let Stage::Filter(e) = &mut s.kind {
                *e = ruleglot_ir::Expr::constant(true);
            }
            s
        }));
    }
    rule
}

fn write_as(to: &str, from: &str, read: &ReadRule, attack: AttackRelease) -> Written {
    let format = ruleglot_formats::format(to).unwrap();
    let rule = plain(read.rule.as_ref().unwrap());
    let legal =
        Legal::check(rule, format.targets()[0].1).unwrap_or_else(|(_, why)| panic!("{why:?}"));
    let context = WriteContext {
        from,
        path: "rules/x",
        places: &read.places,
        attack,
        identity: Identity::Derived,
        distinct: None,
        house: ruleglot_formats::House::default(),
    };
    format.write(&legal, &context)
}

/// A Sigma rule with these lines, written as Elastic.
fn to_elastic(extra: &str) -> (String, Vec<String>) {
    let text = sigma(extra);
    let read = common::read("x.yml", &text);
    let written = write_as("elastic", "sigma", &read, AttackRelease::V18);
    (written.text.clone(), notes(&text, &written))
}

fn to_sigma(metadata: &str, rule: &str, tables: &str) -> (String, Vec<String>) {
    let text = elastic(metadata, rule, tables);
    let read = common::read("x.toml", &text);
    assert!(read.diagnostics.is_empty(), "{:?}", read.diagnostics);
    let written = write_as("sigma", "elastic", &read, AttackRelease::V18);
    (written.text.clone(), notes(&text, &written))
}

/// `code line message` of each note; every note has a place, and none changes what matches.
fn notes(text: &str, written: &Written) -> Vec<String> {
    let file = common::file("x", text);
    let one = |n: &ruleglot_ir::Note| {
        assert_eq!(n.effect, Effect::PRESENTATION, "{n:?}");
        assert!(!matches!(n.about, About::Logic | About::Fields), "{n:?}");
        let at = file.position(n.origin.0.unwrap().span.start);
        format!("{} {} {}", n.code, at.line, n.message)
    };
    written.notes.iter().map(one).collect()
}

fn has(text: &str, line: &str) {
    assert!(text.contains(line), "no `{line}` in\n{text}");
}

fn lacks(text: &str, line: &str) {
    assert!(!text.contains(line), "`{line}` in\n{text}");
}

fn noted(notes: &[String], code: &str, line: usize, words: &str) {
    let found =
        notes.iter().any(|n| n.starts_with(&format!("{code} {line} ")) && n.contains(words));
    assert!(found, "no `{code} {line} … {words}` in {notes:#?}");
}

#[test]
fn severity_there_and_back() {
    for (level, severity, risk) in [
        ("low", "low", 21),
        ("medium", "medium", 47),
        ("high", "high", 73),
        ("critical", "critical", 99),
    ] {
        let (text, notes) = to_elastic(&format!("level: {level}"));
        has(&text, &format!("severity = \"{severity}\""));
        has(&text, &format!("risk_score = {risk}\n"));
        assert!(notes.iter().all(|n| !n.starts_with("metadata/severity")), "{notes:?}");
        let (text, notes) =
            to_sigma("", &format!("severity = \"{severity}\"\nrisk_score = {risk}"), "");
        has(&text, &format!("level: {level}\n"));
        assert!(notes.is_empty(), "{notes:?}");
    }
}

#[test]
fn informational_becomes_low() {
    let (text, notes) = to_elastic("level: informational");
    has(&text, "severity = \"low\"");
    has(&text, "risk_score = 21");
    lacks(&text, "building_block_type");
    noted(&notes, "metadata/severity-banded", 2, "`informational`");
}

#[test]
fn a_missing_severity_is_assumed() {
    let (text, notes) = to_elastic("");
    has(&text, "severity = \"medium\"");
    noted(&notes, "metadata/assumed", 1, "severity = \"medium\"");
}

#[test]
fn an_unusual_risk_score_is_told() {
    let (_, notes) = to_sigma("", "severity = \"medium\"\nrisk_score = 43", "");
    noted(&notes, "metadata/not-carried", 12, "`risk_score`");
}

#[test]
fn status_there_and_back() {
    for (status, maturity) in [
        ("stable", "production"),
        ("test", "beta"),
        ("experimental", "experimental"),
        ("deprecated", "deprecated"),
    ] {
        let (text, _) = to_elastic(&format!("status: {status}"));
        has(&text, &format!("maturity = \"{maturity}\""));
        let (text, notes) = to_sigma(&format!("maturity = \"{maturity}\""), "", "");
        has(&text, &format!("status: {status}\n"));
        assert!(notes.is_empty(), "{notes:?}");
    }
    let (text, notes) = to_elastic("status: unsupported");
    has(&text, "maturity = \"deprecated\"");
    noted(&notes, "metadata/status-banded", 2, "`unsupported`");
}

#[test]
fn development_is_told_when_it_cannot_be_carried() {
    let (text, notes) = to_sigma("maturity = \"development\"", "", "");
    has(&text, "status: experimental");
    noted(&notes, "metadata/not-carried", 2, "metadata.maturity");
}

#[test]
fn ids_are_derived_and_remembered() {
    let id = "8a8b1d40-35c5-4d0b-a49a-4d4f3a3f0f10";
    let (text, _) = to_sigma("", &format!("rule_id = \"{id}\""), "");
    has(&text, &format!("related:\n    - id: {id}\n      type: derived\n"));
    lacks(&text, &format!("\nid: {id}"));
    has(&text, &format!("\nid: {}\n", ruleglot_formats::derived_id("sigma", id)));
    let (text, _) = to_elastic(&format!("id: {id}"));
    has(&text, &format!("rule_id = \"{}\"", ruleglot_formats::derived_id("elastic", id)));
    // Without an id the path decides.
    let (text, _) = to_elastic("");
    has(&text, &format!("rule_id = \"{}\"", ruleglot_formats::derived_id("elastic", "rules/x")));
    // Stable for ever: these are in people's repositories.
    assert_eq!(ruleglot_formats::derived_id("sigma", "a"), "dd292bfb-0bae-546f-a134-91aaca8c8844");
}

#[test]
fn related_rules_and_names() {
    let (_, notes) = to_elastic(
        "name: mail_rule\nrelated:\n    - id: 8a8b1d40-35c5-4d0b-a49a-4d4f3a3f0f10\n      type: similar",
    );
    noted(&notes, "metadata/not-carried", 2, "`name`, `related`");
}

#[test]
fn texts_there_and_back() {
    let (text, notes) = to_elastic(
        "description: |\n    Finds a new mail rule.\n    Read it.\nreferences:\n    - https://example.org/a\n    - https://example.org/b\nfalsepositives:\n    - Moving mail\nlicense: MIT",
    );
    has(&text, "description = \"\"\"\nFinds a new mail rule.\nRead it.\n\"\"\"");
    has(&text, "references = [\"https://example.org/a\", \"https://example.org/b\"]");
    has(&text, "false_positives = [\"Moving mail\"]");
    has(&text, "license = \"MIT\"");
    assert!(notes.iter().all(|n| n.starts_with("metadata/assumed")), "{notes:?}");
    let (text, notes) = to_sigma(
        "",
        "description = \"\"\"\nFinds a new\nmail rule.\n\"\"\"\nreferences = [\"https://example.org/a\"]\nfalse_positives = [\"\"\"\n    Moving\n    mail.\n    \"\"\"]\nlicense = \"Elastic License v2\"",
        "",
    );
    has(&text, "description: Finds a new mail rule.\n");
    has(&text, "references:\n    - https://example.org/a\n");
    has(&text, "falsepositives:\n    - Moving mail.\n");
    has(&text, "license: Elastic-2.0\n");
    assert!(notes.is_empty(), "{notes:?}");
}

#[test]
fn guides_have_no_home_in_sigma() {
    let (_, notes) = to_sigma("", "note = \"# Look\"\nsetup = \"Turn it on\"", "");
    noted(&notes, "metadata/not-carried", 11, "`note`, `setup`");
    let text =
        sigma("").replace("service: cloudtrail", "service: cloudtrail\n    definition: Turn it on");
    let read = common::read("x.yml", &text);
    let written = write_as("elastic", "sigma", &read, AttackRelease::V18);
    has(&written.text, "setup = \"Turn it on\"");
}

#[test]
fn authors_there_and_back() {
    let (text, _) = to_elastic("author: Jo Doe (Acme, Inc.), Max");
    has(&text, "author = [\"Jo Doe (Acme, Inc.)\", \"Max\"]");
    let (text, _) = to_sigma("", "author = [\"Jo Doe\", \"Max\"]", "");
    has(&text, "author: Jo Doe, Max\n");
    let (text, _) = to_elastic("");
    has(&text, "author = []");
}

#[test]
fn dates_there_and_back() {
    let (text, _) = to_elastic("date: 2024-03-01\nmodified: 2024/4/2");
    has(&text, "creation_date = \"2024/03/01\"");
    has(&text, "updated_date = \"2024/04/02\"");
    let (text, _) =
        to_sigma("creation_date = \"2024/03/01\"\nupdated_date = \"2024/04/02\"", "", "");
    has(&text, "date: 2024-03-01\nmodified: 2024-04-02\n");
    // Never changed since.
    let (text, _) =
        to_sigma("creation_date = \"2024/03/01\"\nupdated_date = \"2024/03/01\"", "", "");
    has(&text, "date: 2024-03-01\n");
    lacks(&text, "modified");
    let (text, notes) = to_elastic("");
    has(&text, "creation_date = \"1970/01/01\"");
    noted(&notes, "metadata/assumed", 1, "creation_date");
}

#[test]
fn a_date_that_is_none_is_told() {
    let (_, notes) = to_elastic("date: 2024-02-30");
    noted(&notes, "metadata/not-carried", 2, "`date`");
}

const TWO_TACTICS: &str = "[[rule.threat]]\nframework = \"MITRE ATT&CK\"\n[[rule.threat.technique]]\nid = \"T1059\"\nname = \"x\"\nreference = \"x\"\n[[rule.threat.technique.subtechnique]]\nid = \"T1059.001\"\nname = \"x\"\nreference = \"x\"\n[rule.threat.tactic]\nid = \"TA0002\"\nname = \"x\"\nreference = \"x\"\n[[rule.threat]]\nframework = \"MITRE ATT&CK\"\n[rule.threat.tactic]\nid = \"TA0040\"\nname = \"x\"\nreference = \"x\"\n";

#[test]
fn attack_to_tags() {
    let (text, notes) = to_sigma("", "", TWO_TACTICS);
    has(
        &text,
        "tags:\n    - attack.execution\n    - attack.impact\n    - attack.t1059\n    - attack.t1059.001\n",
    );
    assert!(notes.is_empty(), "{notes:?}");
}

#[test]
fn tags_to_attack() {
    let (text, notes) = to_elastic(
        "tags:\n    - attack.execution\n    - attack.impact\n    - attack.t1059.001\n    - cve.2021-44228\n    - tlp.green",
    );
    has(
        &text,
        "[[rule.threat]]\nframework = \"MITRE ATT&CK\"\n\n[[rule.threat.technique]]\nid = \"T1059\"\nname = \"Command and Scripting Interpreter\"\nreference = \"https://attack.mitre.org/techniques/T1059/\"\n\n[[rule.threat.technique.subtechnique]]\nid = \"T1059.001\"\nname = \"PowerShell\"\nreference = \"https://attack.mitre.org/techniques/T1059/001/\"\n\n[rule.threat.tactic]\nid = \"TA0002\"\nname = \"Execution\"\nreference = \"https://attack.mitre.org/tactics/TA0002/\"\n\n[[rule.threat]]\nframework = \"MITRE ATT&CK\"\n\n[rule.threat.tactic]\nid = \"TA0040\"\n",
    );
    has(&text, "\"Tactic: Execution\"");
    has(&text, "\"Vuln: CVE-2021-44228\"");
    noted(&notes, "metadata/not-carried", 2, "the tags `tlp.green`");
}

#[test]
fn a_pairing_that_tags_cannot_say_is_told() {
    // T1078 serves four tactics; the author meant one of the two named.
    let table = |tactic: &str, technique: &str| {
        format!(
            "[[rule.threat]]\nframework = \"MITRE ATT&CK\"\n{technique}[rule.threat.tactic]\nid = \"{tactic}\"\nname = \"x\"\nreference = \"x\"\n"
        )
    };
    let technique = "[[rule.threat.technique]]\nid = \"T1078\"\nname = \"x\"\nreference = \"x\"\n";
    let (_, notes) =
        to_sigma("", "", &format!("{}{}", table("TA0001", technique), table("TA0003", "")));
    noted(&notes, "metadata/tactic-pairing-lost", 12, "T1078");
    let (_, notes) = to_sigma("", "", &table("TA0001", technique));
    assert!(notes.is_empty(), "{notes:?}");
}

#[test]
fn a_technique_without_its_tactic_gets_one() {
    let (text, notes) = to_elastic("tags:\n    - attack.t1059");
    has(&text, "id = \"TA0002\"");
    noted(&notes, "metadata/tactic-assumed", 2, "T1059 under TA0002");
}

#[test]
fn ids_follow_the_version_of_the_target() {
    let text = elastic(
        "",
        "",
        "[[rule.threat]]\nframework = \"MITRE ATT&CK\"\n[[rule.threat.technique]]\nid = \"T1562\"\nname = \"x\"\nreference = \"x\"\n[[rule.threat.technique.subtechnique]]\nid = \"T1562.001\"\nname = \"x\"\nreference = \"x\"\n[rule.threat.tactic]\nid = \"TA0005\"\nname = \"x\"\nreference = \"x\"\n",
    );
    let read = common::read("x.toml", &text);
    let written = write_as("sigma", "elastic", &read, AttackRelease::V18);
    has(&written.text, "- attack.defense-evasion\n    - attack.t1562\n    - attack.t1562.001\n");
    assert!(written.notes.is_empty(), "{:?}", written.notes);
    let written = write_as("sigma", "elastic", &read, AttackRelease::V19);
    has(&written.text, "- attack.t1685\n");
    noted(&notes(&text, &written), "metadata/attack-version", 12, "T1562.001 → T1685");
    let (text, notes) = to_elastic("tags:\n    - attack.defense-impairment");
    has(&text, "name = \"Defense Evasion\"");
    noted(&notes, "metadata/attack-version", 2, "TA0112 → TA0005");
    for (new, old) in [("t1685.001", "T1562.002"), ("t1685", "T1562"), ("t1686.003", "T1562.004")] {
        let (text, notes) =
            to_elastic(&format!("tags:\n    - attack.defense-impairment\n    - attack.{new}"));
        has(&text, &format!("id = \"{old}\""));
        let words = format!("{} → {old}", new.to_uppercase());
        noted(&notes, "metadata/attack-version", 2, &words);
        assert!(notes.iter().all(|n| !n.contains("tactic-assumed")), "{notes:?}");
    }
}

/// Elastic's entry of a tactic with techniques.
fn threat(tactic: &str, techniques: &[&str]) -> String {
    let named = |id: &str| format!("id = \"{id}\"\nname = \"x\"\nreference = \"x\"\n");
    let techniques: Vec<String> =
        techniques.iter().map(|t| format!("[[rule.threat.technique]]\n{}", named(t))).collect();
    format!(
        "[[rule.threat]]\nframework = \"MITRE ATT&CK\"\n{}[rule.threat.tactic]\n{}",
        techniques.concat(),
        named(tactic)
    )
}

fn elastic_to_sigma_19(entries: &str) -> (String, Vec<String>) {
    let text = elastic("", "", entries);
    let read = common::read("x.toml", &text);
    let written = write_as("sigma", "elastic", &read, AttackRelease::V19);
    (written.text.clone(), notes(&text, &written))
}

fn sigma_to_elastic_19(tags: &str) -> (String, Vec<String>) {
    let text = sigma(tags);
    let read = common::read("x.yml", &text);
    let written = write_as("elastic", "sigma", &read, AttackRelease::V19);
    (written.text.clone(), notes(&text, &written))
}

#[test]
fn an_id_revoked_by_one_that_was_revoked_too_becomes_the_last() {
    let (text, notes) = to_elastic("tags:\n    - attack.persistence\n    - attack.t1073");
    has(&text, "id = \"T1574.001\"\nname = \"DLL\"");
    noted(&notes, "metadata/attack-version", 2, "T1073 → T1574.001");
    let (text, notes) = elastic_to_sigma_19(&threat("TA0005", &["T1089"]));
    has(&text, "    - attack.defense-impairment\n    - attack.t1685\n");
    lacks(&text, "stealth");
    noted(&notes, "metadata/attack-version", 12, "T1089 → T1685");
    noted(&notes, "metadata/attack-version", 12, "TA0005 → TA0112");
}

#[test]
fn names_are_those_of_the_version() {
    let tags = "tags:\n    - attack.stealth\n    - attack.t1211";
    let (text, _) = to_elastic(tags);
    has(&text, "name = \"Exploitation for Defense Evasion\"");
    has(&text, "name = \"Defense Evasion\"");
    let (text, notes) = sigma_to_elastic_19(tags);
    has(&text, "name = \"Exploitation for Stealth\"");
    has(&text, "name = \"Stealth\"");
    assert!(notes.iter().all(|n| !n.contains("attack-version")), "{notes:?}");
}

#[test]
fn tactics_move_with_the_version() {
    // Of the techniques of Defense Evasion some serve Stealth in 19, some Defense Impairment, some neither.
    let (text, notes) = elastic_to_sigma_19(&threat("TA0005", &["T1070", "T1112"]));
    has(&text, "- attack.stealth\n    - attack.defense-impairment\n    - attack.t1070\n");
    noted(&notes, "metadata/attack-version", 12, "TA0005 → TA0005, TA0112");
    let (text, _) = elastic_to_sigma_19(&threat("TA0005", &["T1112"]));
    has(&text, "tags:\n    - attack.defense-impairment\n    - attack.t1112\n");
    let (text, notes) = elastic_to_sigma_19(&threat("TA0005", &["T1548"]));
    has(&text, "tags:\n    - attack.privilege-escalation\n    - attack.t1548\n");
    noted(&notes, "metadata/attack-version", 12, "TA0005 → TA0004");
    // A tactic that its techniques never served was the author's choice.
    let (text, _) = elastic_to_sigma_19(&threat("TA0005", &["T1087"]));
    has(&text, "tags:\n    - attack.stealth\n    - attack.t1087\n");
    let (text, _) = elastic_to_sigma_19(&threat("TA0005", &[]));
    has(&text, "tags:\n    - attack.stealth\n");
    // In Elastic's own form each stands under its own tactic.
    let tags = "tags:\n    - attack.defense-evasion\n    - attack.t1112\n    - attack.t1070";
    let (text, notes) = sigma_to_elastic_19(tags);
    has(&text, "id = \"TA0112\"\nname = \"Defense Impairment\"");
    has(&text, "id = \"TA0005\"\nname = \"Stealth\"");
    noted(&notes, "metadata/attack-version", 2, "TA0005 → TA0005, TA0112");
    // What release 19 wrote stays.
    let tags = "tags:\n    - attack.stealth\n    - attack.persistence\n    - attack.t1112\n    - attack.t1070";
    let (text, notes) = sigma_to_elastic_19(tags);
    lacks(&text, "TA0112");
    assert!(notes.iter().all(|n| !n.contains("attack-version")), "{notes:?}");
    // And back, all are Defense Evasion.
    let (text, _) = to_elastic("tags:\n    - attack.defense-impairment\n    - attack.t1112");
    has(&text, "id = \"T1112\"");
    has(&text, "name = \"Defense Evasion\"");
    lacks(&text, "TA0003");
}

#[test]
fn ids_that_became_one_are_told_to_be_lost() {
    let (text, notes) = elastic_to_sigma_19(&threat("TA0005", &["T1562"]));
    has(&text, "- attack.t1685\n");
    noted(&notes, "metadata/attack-version", 12, "T1562 → T1685 (as T1562.001, T1562.006)");
    let (_, notes) = to_elastic("tags:\n    - attack.defense-impairment\n    - attack.t1685");
    let words = "T1685 → T1562 (of T1562, T1562.001, T1562.006)";
    noted(&notes, "metadata/attack-version", 2, words);
    let (_, notes) = elastic_to_sigma_19(&threat("TA0005", &["T1562.010"]));
    noted(&notes, "metadata/attack-version", 12, "T1562.010 → T1689");
    assert!(notes.iter().all(|n| !n.contains("(as ")), "one became the other alone: {notes:?}");
}

#[test]
fn an_unknown_technique_is_carried_by_its_id() {
    let (text, _) = to_elastic("tags:\n    - attack.execution\n    - attack.t9999.001");
    has(&text, "id = \"T9999.001\"");
}

#[test]
fn schedules() {
    let (_, notes) = to_sigma("", "from = \"now-60m\"\ninterval = \"10m\"", "");
    noted(&notes, "metadata/schedule-not-carried", 11, "does not say when it runs");
    let (text, notes) = to_elastic("");
    has(&text, "from = \"now-6m\"");
    has(&text, "interval = \"5m\"");
    noted(&notes, "metadata/assumed", 1, "interval = \"5m\"");
}

#[test]
fn building_blocks() {
    let (_, notes) = to_sigma("", "building_block_type = \"default\"", "");
    noted(&notes, "metadata/building-block-not-carried", 11, "no alerts");
}

#[test]
fn output_fields_there_and_back() {
    let (text, _) = to_elastic("fields:\n    - userIdentity.arn");
    has(&text, "[rule.investigation_fields]\nfield_names = [\"userIdentity.arn\"]");
    let (text, notes) =
        to_sigma("", "", "[rule.investigation_fields]\nfield_names = [\"user.name\"]");
    has(&text, "fields:\n    - user.name\n");
    assert!(notes.is_empty(), "{notes:?}");
}

#[test]
fn alerting_has_no_home_in_sigma() {
    let (_, notes) = to_sigma(
        "",
        "rule_name_override = \"message\"",
        "[rule.alert_suppression]\ngroup_by = [\"user.name\"]\nmissing_fields_strategy = \"suppress\"\n[rule.alert_suppression.duration]\nvalue = 1\nunit = \"h\"\n[[rule.severity_mapping]]\nfield = \"event.severity\"\noperator = \"equals\"\nseverity = \"low\"\nvalue = \"21\"",
    );
    noted(
        &notes,
        "metadata/not-carried",
        12,
        "`alert_suppression`, `rule_name_override`, `severity_mapping`",
    );
}

#[test]
fn log_sources_there_and_back() {
    let (text, _) = to_elastic("");
    has(&text, "integration = [\"aws\"]");
    has(&text, "\"logs-aws.cloudtrail-*\"");
    has(&text, "\"Domain: Cloud\"");
    has(&text, "\"Data Source: AWS CloudTrail\"");
    let (text, _) = to_sigma("", "", "");
    has(&text, "logsource:\n    product: aws\n    service: cloudtrail\n");
}

#[test]
fn tags_that_the_rest_says_are_not_missed() {
    let (text, notes) = to_sigma(
        "",
        "tags = [\"Domain: Cloud\", \"Data Source: AWS CloudTrail\", \"Tactic: Execution\", \"Vuln: CVE-2021-44228\", \"Use Case: Mail\"]",
        TWO_TACTICS,
    );
    has(&text, "- cve.2021-44228\n");
    assert_eq!(notes.len(), 1);
    noted(&notes, "metadata/not-carried", 11, "the tags `Use Case: Mail`");
}

#[test]
fn keys_of_one_format_are_told() {
    let (_, notes) = to_sigma(
        "min_stack_version = \"8.13\"",
        "max_signals = 33\ntimestamp_override = \"event.ingested\"\nhello = 1",
        "",
    );
    noted(&notes, "metadata/not-carried", 2, "`metadata.min_stack_version`, `hello`");
    noted(&notes, "metadata/not-carried", 11, "`max_signals`");
    noted(&notes, "metadata/not-carried", 12, "`timestamp_override`");
    let (_, notes) = to_elastic("taxonomy: sigma\nteam: blue");
    noted(&notes, "metadata/not-carried", 2, "`taxonomy`, `team`");
}

#[test]
fn a_value_that_is_not_understood_is_kept_and_told() {
    let (text, notes) = to_elastic("level: hihg\ntags: [1, [2]]");
    has(&text, "severity = \"medium\"");
    noted(&notes, "metadata/not-carried", 2, "`level`, `tags`");
    let text = sigma("level: hihg\ntags: [1, [2]]");
    let read = common::read("x.yml", &text);
    let written = write_as("sigma", "sigma", &read, AttackRelease::V18);
    has(&written.text, "level: hihg\n");
}
