//! No text makes a reader panic, and what is written is read back.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

mod common;

use proptest::prelude::*;
use ruleglot_formats::{Identity, format};
use ruleglot_ir::{Body, Expr, Legal, Node, Origin, Stage};

const SIGMA: &str = "title: Mail rule made\nid: 8a8b1d40-35c5-4d0b-a49a-4d4f3a3f0f10\nrelated:\n    - id: 8a8b1d40-35c5-4d0b-a49a-4d4f3a3f0f11\n      type: similar\nstatus: test\ndescription: |\n    One.\n    Two.\nreferences: [a, b]\nauthor: Jo, Max\ndate: 2024-01-01\nmodified: 2024/2/1\ntags: [attack.execution, attack.t1059.001, cve.2021-1]\nlogsource:\n    product: aws\n    service: cloudtrail\n    definition: x\ndetection:\n    selection:\n        a|contains: [b, 'c*']\n    filter:\n        - d: null\n        - e|re: f.*\n    condition: selection and not filter\nfields: [a]\nfalsepositives: [None known]\nlevel: low\nteam: 5\n---\naction: global\n---\ntitle: X\ncorrelation:\n    type: event_count\n";
const ELASTIC: &str = "[metadata]\ncreation_date = \"2024/01/01\"\nintegration = [\"aws\"]\nmaturity = \"production\"\nupdated_date = \"2024/01/02\"\n\n[[transform.osquery]]\nlabel = \"x\"\n\n[rule]\nauthor = [\"Jo\"]\ndescription = \"\"\"\nOne\ntwo.\n\"\"\"\nfrom = \"now-9m\"\nindex = [\"logs-*\"]\ninterval = \"5m\"\nlanguage = \"kuery\"\nname = \"Example\"\nquery = '''\na:b and not c:(d or e*)\n'''\nrisk_score = 47\nseverity = \"medium\"\ntags = [\"Domain: Cloud\"]\ntype = \"threshold\"\n\n[[rule.filters]]\n[rule.filters.meta]\nnegate = true\n[rule.filters.query.wildcard.\"f.g\"]\ncase_insensitive = true\nvalue = \"?x*\"\n\n[[rule.severity_mapping]]\nfield = \"x\"\noperator = \"equals\"\nseverity = \"low\"\nvalue = \"21\"\n\n[rule.alert_suppression]\nduration = { unit = \"h\", value = 6 }\n\n[[rule.threat]]\nframework = \"MITRE ATT&CK\"\n[[rule.threat.technique]]\nid = \"T1059\"\n[[rule.threat.technique.subtechnique]]\nid = \"T1059.001\"\n[rule.threat.tactic]\nid = \"TA0002\"\n\n[rule.threshold]\nfield = [\"a\"]\nvalue = 5\n";

const ESCU: &str = "name: Mail rule made\nid: 8a8b1d40-35c5-4d0b-a49a-4d4f3a3f0f10\nversion: 3\ndate: '2024-01-01'\nauthor: Jo, Max, Splunk\nstatus: production\ntype: TTP\ndescription: One.\ndata_source:\n- AWS CloudTrail\nsearch: >-\n  `cloudtrail` eventName=CreateRule\n  | stats count by user src_ip\n  | `mail_rule_made_filter`\nhow_to_implement: Turn it on.\nknown_false_positives: |\n  - One\n  - Two\nreferences:\n- https://example.org/\ndrilldown_searches:\n- name: See all\n  search: '%original_detection_search%'\n  earliest_offset: null\n  latest_offset: $info_max_time$\nrba:\n  message: $user$ made a rule\n  risk_objects:\n  - {field: user, type: user, score: 63}\n  threat_objects: []\ndeployment:\n  scheduling:\n    cron_schedule: 0 * * * *\n    earliest_time: -70m@m\n    latest_time: -10m@m\n    schedule_window: auto\ntags:\n  analytic_story: [Mail]\n  asset_type: AWS Account\n  cve: [CVE-2021-44228]\n  mitre_attack_id: [T1059, T1059.001, x]\n  product: [Splunk Enterprise]\n  security_domain: threat\n  throttling:\n    fields: [user]\n    period: 24h\ntests:\n- name: True Positive Test\n  attack_data:\n  - {data: https://example.org/log, source: a, sourcetype: b}\n";
const ESCU_2024: &str = "name: Old mail rule\ntype: Anomaly\nsearch: \"`a` b=\\\"c\\\" | `old_mail_rule_filter`\"\nhow_to_implement: x\nknown_false_positives: None.\ntags:\n  analytic_story:\n  - Mail\n  confidence: 90\n  impact: 70\n  risk_score: 63.5\n  message: $user$\n  observable:\n  - name: user\n    type: User\n    role:\n    - Victim\n  required_fields: [_time]\n";

/// Reads, checks and, where it is accepted, writes the rules of a text in every format.
fn all_of_it(path: &str, text: &str) {
    let (_, rules) = common::read_all(path, text);
    for (own, read) in &rules {
        for span in read.diagnostics.iter().flat_map(|d| &d.labels) {
            assert!(text.get(span.at.span.range()).is_some());
        }
        for target in ["elastic", "sigma", "splunk"] {
            let Some(rule) = read.rule.clone() else { continue };
            if Legal::check(rule.clone(), format(target).unwrap().targets()[0].1).is_ok() {
                common::write(target, own.id(), read, rule, Identity::Derived);
            }
        }
    }
    let file = common::file(path, text);
    let documents = if path.ends_with("toml") {
        ruleglot_document::read_toml(file.id, text).documents
    } else {
        ruleglot_document::read_yaml(file.id, text).documents
    };
    for document in &documents {
        ruleglot_formats::formats().iter().for_each(|f| drop(f.schema_findings(document, &file)));
    }
}

/// A text with some of its characters taken out, doubled, or replaced, and pieces moved.
fn mutated(text: &'static str) -> impl Strategy<Value = String> {
    let edit = (
        0..text.len(),
        0..40_usize,
        prop::sample::select(vec![
            "", "'", "\"", ":", "[", "{", "\n", "- ", "0", "é", "\t", "null", "*", "T1059", "now-",
        ]),
    );
    prop::collection::vec(edit, 1..6).prop_map(move |edits| {
        let mut out = text.to_owned();
        for (at, length, with) in edits {
            let mut at = at.min(out.len());
            while !out.is_char_boundary(at) {
                at -= 1;
            }
            let mut end = (at + length).min(out.len());
            while !out.is_char_boundary(end) {
                end -= 1;
            }
            out.replace_range(at..end.max(at), with);
        }
        out
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_sigma_panics(text in mutated(SIGMA)) {
        all_of_it("x.yml", &text);
    }

    #[test]
    fn no_elastic_panics(text in mutated(ELASTIC)) {
        all_of_it("x.toml", &text);
    }

    #[test]
    fn no_escu_panics(text in mutated(ESCU)) {
        all_of_it("x.yml", &text);
    }

    #[test]
    fn no_old_escu_panics(text in mutated(ESCU_2024)) {
        all_of_it("x.yml", &text);
    }

    #[test]
    fn texts_come_back(title in "\\PC{1,40}", description in "(?s).{0,80}", author in "[^,()\\[\\]]{0,30}", reference in "\\PC{0,30}") {
        let read = common::read("x.yml", SIGMA.split("---").next().unwrap());
        let mut rule = read.rule.clone().unwrap();
        rule.meta.title = title.trim().into();
        rule.meta.description = Some(description.trim().to_owned());
        rule.meta.authors = vec![author.trim().into()];
        rule.meta.references = vec![reference.into()];
        prop_assume!(!rule.meta.title.is_empty() && !rule.meta.authors[0].is_empty());
        if let Body::Pipeline(pipeline) = &mut rule.body {
            let always = Stage::Filter(Expr::constant(true));
            pipeline[1] = Node::new(always, Origin::default());
        }
        let words = |t: Option<&str>| t.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        for (target, path) in [("sigma", "x.yml"), ("elastic", "x.toml")] {
            let written = common::write(target, "sigma", &read, rule.clone(), Identity::Kept);
            let again = common::read(path, &written.text).rule.unwrap().meta;
            prop_assert_eq!(&again.title, &rule.meta.title);
            prop_assert_eq!(words(again.description.as_deref()), words(rule.meta.description.as_deref()));
            prop_assert_eq!(&again.authors, &rule.meta.authors);
            prop_assert_eq!(&again.references, &rule.meta.references);
        }
    }
}

#[test]
fn the_examples_are_read() {
    all_of_it("x.yml", SIGMA);
    all_of_it("x.toml", ELASTIC);
    all_of_it("x.yml", ESCU);
    all_of_it("x.yml", ESCU_2024);
    assert!(common::read("x.toml", ELASTIC).diagnostics.is_empty());
}
