//! A team's settings in written rules: who has the last word, what is united, what is no longer assumed, where each value
//! is from.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use ruleglot_document::{Out, OutMap};
use ruleglot_formats::{
    House, HouseStyle, Identity, Layer, NamePattern, ReadRule, ValueFrom, WriteContext, Written,
};
use ruleglot_ir::{Legal, Severity};
use ruleglot_knowledge::AttackRelease;

/// A Sigma rule with these lines beside what every rule has.
fn sigma(extra: &str) -> ReadRule {
    let text = format!(
        "title: Mail rule made\nid: 6a0cf3f4-97a5-4c11-9f3e-000000000001\n{extra}logsource:\n    product: aws\n    \
         service: cloudtrail\ndetection:\n    selection:\n        event.action: CreateRule\n    condition: selection\n"
    );
    common::read("x.yml", &text)
}

fn write(to: &str, read: &ReadRule, style: &HouseStyle, layers: &[Layer<'_>]) -> Written {
    let format = ruleglot_formats::format(to).unwrap();
    let (_, target) = format.targets()[0];
    let mut rule = read.rule.clone().unwrap();
    // What any target can say.
    if let ruleglot_ir::Body::Pipeline(pipeline) = &mut rule.body {
        pipeline.truncate(1);
        let always = ruleglot_ir::Stage::Filter(ruleglot_ir::all_of([]));
        pipeline.push(ruleglot_ir::Node::new(always, ruleglot_ir::Origin::default()));
    }
    let legal = Legal::check(rule, target).unwrap_or_else(|(_, why)| panic!("{why:?}"));
    let context = WriteContext {
        from: "sigma",
        path: "rules/x",
        places: &read.places,
        attack: AttackRelease::V18,
        identity: Identity::Derived,
        distinct: None,
        house: House { style: Some(style), layers },
    };
    format.write(&legal, &context)
}

fn map<const N: usize>(pairs: [(&str, Out); N]) -> OutMap {
    let mut map = OutMap::new();
    for (key, value) in pairs {
        map.set(key, value);
    }
    map
}

fn below<const N: usize>(table: &str, pairs: [(&str, Out); N]) -> OutMap {
    map([(table, Out::Map(map(pairs)))])
}

fn from(written: &Written, key: &str) -> String {
    let value = written.values.iter().find(|v| v.key == key);
    let from = value.unwrap_or_else(|| panic!("no {key} in {}", written.text)).from.iter();
    from.map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn assumed(written: &Written) -> Vec<&str> {
    let notes = written.notes.iter().filter(|n| n.code == "metadata/assumed");
    notes
        .map(|n| n.message.trim_start_matches("the source does not say, so it is assumed: "))
        .collect()
}

#[test]
fn without_settings_every_value_says_where_it_is_from() {
    let written = write("elastic", &sigma("level: low\n"), &HouseStyle::default(), &[]);
    for (key, expected) in [
        ("rule.name", "source"),
        ("rule.severity", "source"),
        ("rule.risk_score", "derived"),
        ("rule.rule_id", "derived"),
        ("rule.index", "derived"),
        ("rule.interval", "assumed"),
        ("rule.description", "assumed"),
        ("metadata.creation_date", "assumed"),
        ("metadata.integration", "derived"),
        ("rule.query", "source"),
    ] {
        assert_eq!(from(&written, key), expected, "{key}");
    }
}

#[test]
fn a_template_fills_what_the_source_does_not_say() {
    let rule = [
        ("interval", Out::text("10m")),
        ("severity", Out::text("critical")),
        ("max_signals", Out::Int(50)),
        ("author", Out::texts(["Blue Team"])),
        ("query", Out::text("*")),
    ];
    let style = HouseStyle { template: Some(below("rule", rule)), ..HouseStyle::default() };
    let written = write("elastic", &sigma("level: low\n"), &style, &[]);
    assert_eq!(from(&written, "rule.interval"), "template");
    assert_eq!(from(&written, "rule.author"), "template");
    assert_eq!(from(&written, "rule.max_signals"), "template");
    assert_eq!(from(&written, "rule.severity"), "source");
    assert_eq!(from(&written, "rule.query"), "source", "what decides is never a template's");
    assert!(
        written.text.contains("severity = \"low\"") && written.text.contains("interval = \"10m\"")
    );
    // Of the schedule only the other half is still assumed.
    assert!(assumed(&written).contains(&"from = \"now-6m\""), "{:?}", assumed(&written));
}

#[test]
fn what_is_given_is_not_assumed_any_more() {
    let rule = [
        ("interval", Out::text("10m")),
        ("from", Out::text("now-20m")),
        ("description", Out::text("Something.")),
    ];
    let mut template = below("rule", rule);
    template.set(
        "metadata",
        map([
            ("creation_date", Out::text("2024/01/01")),
            ("updated_date", Out::text("2024/01/01")),
        ]),
    );
    let style = HouseStyle { template: Some(template), ..HouseStyle::default() };
    let written = write("elastic", &sigma("level: low\n"), &style, &[]);
    assert_eq!(assumed(&written), Vec::<&str>::new());
}

#[test]
fn tags_and_references_are_united_and_other_lists_are_not() {
    let template = map([
        ("tags", Out::texts(["attack.execution", "team.blue"])),
        ("references", Out::texts(["https://wiki.example/"])),
        ("falsepositives", Out::texts(["Nobody knows"])),
    ]);
    let style = HouseStyle { template: Some(template), ..HouseStyle::default() };
    let extra =
        "tags:\n    - attack.execution\n    - attack.t1059\nfalsepositives:\n    - Backups\n";
    let written = write("sigma", &sigma(extra), &style, &[]);
    let of = |key: &str| written.values.iter().find(|v| v.key == key).unwrap().value.clone();
    assert_eq!(of("tags"), Out::texts(["attack.execution", "attack.t1059", "team.blue"]));
    assert_eq!(from(&written, "tags"), "source, template");
    assert_eq!(of("falsepositives"), Out::texts(["Backups"]));
    assert_eq!(from(&written, "references"), "template");
}

#[test]
fn each_later_layer_has_the_last_word() {
    let rule =
        [("interval", Out::text("10m")), ("to", Out::text("now")), ("max_signals", Out::Int(1))];
    let style = HouseStyle {
        template: Some(below("rule", rule)),
        enabled: Some(false),
        author: vec!["Blue Team".into()],
        severity: vec![(Severity::Low, "medium".into())],
        risk: vec![(Severity::Medium, 40), (Severity::High, 70)],
        ..HouseStyle::default()
    };
    let source = below("rule", [("interval", Out::text("20m")), ("max_signals", Out::Int(2))]);
    let own = below("rule", [("max_signals", Out::Int(3)), ("severity", Out::text("high"))]);
    let layers = [
        Layer { from: ValueFrom::LogSource("aws.cloudtrail".into()), set: &source },
        Layer { from: ValueFrom::Rule("1 (aws/**)".into()), set: &own },
    ];
    let written = write("elastic", &sigma("level: low\n"), &style, &layers);
    assert_eq!(from(&written, "rule.to"), "template");
    assert_eq!(from(&written, "rule.interval"), "source aws.cloudtrail");
    assert_eq!(from(&written, "rule.max_signals"), "rule 1 (aws/**)");
    assert_eq!(from(&written, "rule.enabled"), "target");
    assert_eq!(from(&written, "rule.author"), "target");
    assert!(
        written.text.contains("severity = \"high\"") && written.text.contains("risk_score = 70")
    );
    assert_eq!(from(&written, "rule.risk_score"), "target");
    let written = write("elastic", &sigma("level: low\n"), &style, &layers[..1]);
    assert!(
        written.text.contains("severity = \"medium\"") && written.text.contains("risk_score = 40")
    );
    assert_eq!(from(&written, "rule.severity"), "target");
}

#[test]
fn what_a_stack_does_not_know_is_left_out() {
    let style = HouseStyle { stack: Some((8, 9)), ..HouseStyle::default() };
    let written = write("elastic", &sigma("level: low\nfields:\n    - user.name\n"), &style, &[]);
    assert!(!written.text.contains("investigation_fields"), "{}", written.text);
    assert!(written.text.contains("min_stack_version = \"8.9.0\""));
    let note = written.notes.iter().find(|n| n.code == "metadata/newer-than-stack").unwrap();
    let said = "`rule.investigation_fields` came with 8.11; the rule is written for 8.9";
    assert_eq!(note.message, said);
    let style = HouseStyle { stack: Some((8, 11)), ..HouseStyle::default() };
    let written = write("elastic", &sigma("level: low\nfields:\n    - user.name\n"), &style, &[]);
    assert!(written.text.contains("investigation_fields"));
}

#[test]
fn a_search_runs_when_the_team_says() {
    let style = HouseStyle {
        cron: Some("*/15 * * * *".into()),
        earliest: Some("-30m@m".into()),
        filter_macro: Some("soc_{name}_filter".into()),
        risk: vec![(Severity::Low, 12)],
        author: vec!["Blue Team".into()],
        ..HouseStyle::default()
    };
    let written = write("splunk", &sigma("level: low\n"), &style, &[]);
    assert!(written.text.contains("`soc_mail_rule_made_filter`"), "{}", written.text);
    assert!(written.text.contains("score: 12"), "{}", written.text);
    for (key, expected) in [
        ("deployment.scheduling.cron_schedule", "target"),
        ("deployment.scheduling.earliest_time", "target"),
        ("deployment.scheduling.latest_time", "assumed"),
        ("rba.risk_objects", "derived, target, assumed"),
        ("author", "target"),
        ("tags.product", "derived"),
    ] {
        assert_eq!(from(&written, key), expected, "{key}");
    }
    let style = HouseStyle { filter_macro: Some("".into()), ..HouseStyle::default() };
    let written = write("splunk", &sigma("level: low\n"), &style, &[]);
    assert!(!written.text.contains("_filter"), "{}", written.text);
}

#[test]
fn contentctl_enables_what_is_in_production_alone() {
    let style = HouseStyle { enabled: Some(true), ..HouseStyle::default() };
    let written = write("splunk", &sigma("level: low\nstatus: test\n"), &style, &[]);
    assert!(!written.text.contains("enabled_by_default"));
    assert!(written.notes.iter().any(|n| n.code == "metadata/setting-left-out"));
    let own = map([("status", Out::text("production"))]);
    let layers = [Layer { from: ValueFrom::Rule("1".into()), set: &own }];
    let written = write("splunk", &sigma("level: low\n"), &style, &layers);
    assert!(written.text.contains("enabled_by_default: true"), "{}", written.text);
    let style = HouseStyle { enabled: Some(false), ..HouseStyle::default() };
    let written = write("splunk", &sigma("level: low\n"), &style, &[]);
    assert!(written.text.contains("enabled_by_default: false"));
}

#[test]
fn files_are_named_by_convention_or_by_the_team() {
    let read = sigma("level: low\ntags:\n    - attack.initial-access\n    - attack.t1190\n");
    let named = |to: &str, style: &HouseStyle| write(to, &read, style, &[]).file_name;
    let plain = HouseStyle::default();
    assert_eq!(named("elastic", &plain), "initial_access_mail_rule_made");
    assert_eq!(named("sigma", &plain), "aws_mail_rule_made");
    assert_eq!(named("splunk", &plain), "mail_rule_made");
    let pattern = NamePattern::parse("soc-{severity}_{slug}").unwrap();
    let style = HouseStyle { file_name: Some(pattern), ..HouseStyle::default() };
    assert_eq!(named("elastic", &style), "soc-low_mail_rule_made");
}

#[test]
fn a_rule_made_one_for_hunting_raises_no_risk() {
    let style = HouseStyle {
        template: Some(map([("type", Out::text("Hunting"))])),
        cron: Some("0 * * * *".into()),
        ..HouseStyle::default()
    };
    let written = write("splunk", &sigma("level: low\n"), &style, &[]);
    assert!(
        !written.text.contains("rba:") && !written.text.contains("alert_action"),
        "{}",
        written.text
    );
    assert!(written.text.contains("cron_schedule"));
    assert!(!assumed(&written).iter().any(|what| what.contains("rba")), "{:?}", assumed(&written));
}

#[test]
fn a_data_view_takes_the_place_of_indexes() {
    let style = HouseStyle {
        template: Some(below("rule", [("data_view_id", Out::text("x"))])),
        ..HouseStyle::default()
    };
    let written = write("elastic", &sigma("level: low\n"), &style, &[]);
    assert!(!written.text.contains("index = "), "{}", written.text);
}

#[test]
fn a_table_without_keys_says_nothing() {
    let empty = map([("rule", Out::Map(OutMap::new()))]);
    let layers = [Layer { from: ValueFrom::Rule("1".into()), set: &empty }];
    let style = HouseStyle { template: Some(empty.clone()), ..HouseStyle::default() };
    let plain = write("elastic", &sigma("level: low\n"), &HouseStyle::default(), &[]);
    assert_eq!(write("elastic", &sigma("level: low\n"), &style, &layers).text, plain.text);
}
