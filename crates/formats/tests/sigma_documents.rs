//! The kinds of Sigma documents, collections, and what a rule says beside its detection.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

mod common;

use ruleglot_document::{read_toml, read_yaml};
use ruleglot_formats::{Format, Recognition, bare_languages, formats, read_bare, write_bare};
use ruleglot_ir::{Body, Legal};
use ruleglot_source::FileId;

const RULE: &str = "title: A\nlogsource:\n    product: aws\n    service: cloudtrail\n    definition: Turn it on\n    team: blue\ndetection:\n    selection:\n        eventName: CreateRule\n    condition: selection\n";

fn recognised(text: &str) -> Vec<String> {
    let yaml = read_yaml(FileId(0), text).documents;
    let toml = read_toml(FileId(0), text).documents;
    let one = |d| {
        formats().iter().filter_map(move |f| match f.recognise(&d) {
            Recognition::No => None,
            Recognition::Partly { missing } => Some(format!("{} without {missing}", f.id())),
            Recognition::Yes => Some(f.id().to_owned()),
        })
    };
    yaml.into_iter().chain(toml).flat_map(one).collect()
}

#[test]
fn formats_know_their_own() {
    for (text, expected) in [
        (RULE, vec!["sigma"]),
        ("title: A\ncorrelation:\n    type: event_count\n", vec!["sigma"]),
        ("title: A\nlogsource: {product: a}\nfilter:\n    rules: any\n", vec!["sigma"]),
        ("action: global\ntitle: A\n", vec!["sigma"]),
        ("title: A\nlogsource: {product: a}\n", vec!["sigma without detection"]),
        ("detection:\n    selection: {a: b}\n    condition: selection\n", vec!["sigma"]),
        ("title: A page\ndate: 2024-01-01\n", vec![]),
        ("name: build\non: push\njobs: {}\n", vec![]),
        ("- a\n- b\n", vec![]),
        ("[rule]\nname = \"a\"\ntype = \"eql\"\n", vec!["elastic"]),
        ("[rule]\nname = \"a\"\nseverity = \"low\"\n", vec!["elastic without rule.type"]),
        ("[package]\nname = \"a\"\n", vec![]),
        ("[hunt]\nname = \"a\"\nquery = []\n", vec![]),
        ("[rule]\nname = \"a\"\n", vec![]),
    ] {
        assert_eq!(recognised(text), expected, "{text}");
    }
}

#[test]
fn correlations_and_filters_are_refused_by_name() {
    for (text, told) in [
        (
            "title: Many\nlevel: high\ncorrelation:\n    type: event_count\n    rules: [a]\n",
            "sigma/correlation-not-read 3:1",
        ),
        (
            "title: Ours\nlogsource: {product: a}\nfilter:\n    rules: any\n    condition: not x\n",
            "sigma/filter-not-read 3:1",
        ),
    ] {
        let read = common::read("x.yml", text);
        assert!(
            common::told(text, &read.diagnostics)[0].starts_with(told),
            "{:?}",
            read.diagnostics
        );
        let rule = read.rule.unwrap();
        assert_eq!(rule.meta.title, text[7..11]);
        let Body::Native(opaque) = rule.body else { panic!() };
        assert!(
            opaque.text.starts_with("type: event_count") || opaque.text.starts_with("rules: any")
        );
    }
}

#[test]
fn a_rule_without_a_detection_is_reported() {
    let text = "title: A\nlogsource: {product: a}\n";
    let read = common::read("x.yml", text);
    assert_eq!(
        common::told(text, &read.diagnostics),
        ["schema/missing-field 1:1 `detection` is missing | add `detection`"]
    );
    assert!(read.rule.is_none());
    assert_eq!(read.title(), "A");
}

#[test]
fn the_log_source_keeps_all_it_says() {
    let read = common::read("x.yml", RULE);
    let rule = read.rule.unwrap();
    assert_eq!(rule.meta.setup.as_deref(), Some("Turn it on"));
    assert_eq!(rule.meta.native[0].0, "logsource.team");
    let Body::Pipeline(pipeline) = &rule.body else { panic!() };
    insta::assert_snapshot!(format!("{}\n{}", pipeline[0].kind, pipeline[1].kind));
}

#[test]
fn a_global_document_is_merged_into_the_others_and_wins() {
    let text = "action: global\ntitle: Both\nlevel: high\ndetection:\n    condition: selection\n---\nlevel: low\nlogsource: {product: a}\ndetection:\n    selection: {x: 1}\n---\nlogsource: {product: b}\ndetection:\n    selection: {x: 2}\n---\naction: repeat\nlogsource: {product: c}\n---\naction: reset\n---\ntitle: Alone\nlogsource: {product: d}\ndetection:\n    selection: {x: 3}\n    condition: selection\n";
    let (diagnostics, rules) = common::read_all("x.yml", text);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let shown: Vec<_> = rules
        .iter()
        .map(|(_, r)| {
            let rule = r.rule.as_ref().unwrap_or_else(|| panic!("{:?}", r.diagnostics));
            let Body::Pipeline(p) = &rule.body else { panic!() };
            format!("{} {:?} {} {}", rule.meta.title, rule.meta.severity, p[0].kind, p[1].kind)
        })
        .collect();
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn a_collection_does_not_outgrow_the_memory() {
    let template =
        format!("action: global\ntitle: Many\nreferences:\n{}", "    - x\n".repeat(2_000));
    let text = template
        + &"---\nlogsource: {product: a}\ndetection: {s: {a: b}, condition: s}\n".repeat(1_000);
    let (diagnostics, rules) = common::read_all("x.yml", &text);
    assert_eq!(diagnostics.len(), 1);
    assert_eq!(diagnostics[0].code, "sigma/collection-too-large");
    assert_eq!(rules.len(), 1_000);
}

#[test]
fn an_unknown_action_is_told() {
    let text = "action: golbal\ntitle: A\n";
    let (diagnostics, _) = common::read_all("x.yml", text);
    assert_eq!(
        common::told(text, &diagnostics),
        [
            "sigma/unknown-action 1:9 the action `golbal` is not known | use `global`, `reset` or `repeat`"
        ]
    );
}

#[test]
fn a_finding_in_a_condition_points_at_its_token() {
    for (condition, line, column) in [
        ("selection and nothing", 10, 30),
        (">\n        selection\n        and nothing", 12, 13),
        ("'selection and nothing'", 10, 31),
        ("\"selection \\u0061nd nothing\"", 10, 36),
    ] {
        let text = RULE.replace("condition: selection", &format!("condition: {condition}"));
        let read = common::read("x.yml", &text);
        let at = common::file("x", &text).position(read.diagnostics[0].at().span.start);
        assert_eq!((at.line, at.column), (line, column), "{condition} {:?}", read.diagnostics);
    }
}

#[test]
fn a_bare_query_is_read_and_written() {
    let file = common::file("-", "event.action : ( a or  b)\n");
    let read = read_bare("kuery", &file, &ruleglot_formats::Project::default()).unwrap();
    let rule = read.rule.unwrap();
    let legal = Legal::check(rule, bare_languages()[0].1).map_err(|_| ()).unwrap();
    assert_eq!(write_bare("kuery", &legal).unwrap(), "event.action:(a or b)\n");
    assert!(read_bare("kusto", &file, &ruleglot_formats::Project::default()).is_none());
    assert!(
        read_bare("kuery", &common::file("-", "a:("), &ruleglot_formats::Project::default())
            .unwrap()
            .rule
            .is_none()
    );
}

const TWO: &str = "\
title: A
id: 5638f7c0-ac70-491d-8465-2a65075e0d86
name: ours
logsource: {category: test, product: windows}
detection:
    s: {A: 1}
    condition: s
---
title: B
logsource: {category: other}
detection:
    s: {A: 2}
    condition: s
---
title: F
logsource: {category: test}
filter:
    rules: RULES
    selection: {U: adm}
    condition: CONDITION
";

/// What each rule of a file means, filters and-ed, or what it was told.
fn filtered(text: &str) -> Vec<String> {
    let file = common::file("x.yml", text);
    let documents = read_yaml(file.id, text).documents;
    let read =
        ruleglot_formats::Sigma.read_all(documents, &file, &ruleglot_formats::Project::default());
    read.iter()
        .map(|(_, read)| match (read.diagnostics.first(), &read.rule) {
            (Some(fault), _) => fault.code.to_owned(),
            (None, Some(rule)) => match &rule.body {
                Body::Pipeline(stages) => {
                    stages[1..].iter().map(|s| s.kind.to_string()).collect::<Vec<_>>().join(" | ")
                }
                Body::Native(_) => "kept".to_owned(),
            },
            (None, None) => "none".to_owned(),
        })
        .collect()
}

#[test]
fn a_filter_narrows_the_rules_of_its_file_that_it_names() {
    let two = |rules: &str, condition: &str| {
        filtered(&TWO.replace("RULES", rules).replace("CONDITION", condition))
    };
    insta::assert_debug_snapshot!([
        two("[5638f7c0-ac70-491d-8465-2a65075e0d86]", "not selection"),
        two("[ours]", "selection"),
        two("any", "not 1 of them"),
        two("[another]", "not selection"),
        two("any", "not nothing"),
    ]);
}
