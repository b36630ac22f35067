//! ESCU rules: what is one, what it says in either layout, and where its search stands in the file.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

mod common;

use ruleglot_document::{Language, read_yaml, snippet};
use ruleglot_formats::{Ast, Escu, Format, Identity, ReadRule, Recognition, formats};
use ruleglot_ir::{Class, Date, NativeValue, Scalar, Severity, Status};
use ruleglot_source::{FileId, Span};
use std::time::Duration;

/// A rule in the layout of contentctl 5, with these lines at its end.
fn rule(extra: &str) -> String {
    format!(
        "name: Mail rule made\nid: 8a8b1d40-35c5-4d0b-a49a-4d4f3a3f0f10\nversion: 3\ndate: '2024-03-01'\nauthor: Jo Doe, Max, Splunk\nstatus: production\ntype: TTP\ndescription: Finds it.\nsearch: '`cloudtrail` eventName=CreateRule | `mail_rule_made_filter`'\nhow_to_implement: Turn it on.\nknown_false_positives: Moving mail.\nreferences:\n- https://example.org/a\n{extra}"
    )
}

/// The tags that every rule has.
const TAGS: &str = "tags:\n  analytic_story:\n  - Mail\n  asset_type: AWS Account\n  product:\n  - Splunk Enterprise\n  security_domain: threat\n";

const RBA: &str = "rba:\n  message: $user$ made a rule\n  risk_objects:\n  - field: user\n    type: user\n    score: 63\n  - field: dest\n    type: system\n    score: 40\n  threat_objects: []\n";

const OLD_TAGS: &str = "tags:\n  analytic_story:\n  - Mail\n  asset_type: AWS Account\n  confidence: 90\n  impact: 70\n  message: $user$ made a rule\n  observable:\n  - name: user\n    type: User\n    role:\n    - Victim\n  product:\n  - Splunk Enterprise\n  required_fields:\n  - user\n  risk_score: 63\n  security_domain: threat\n";

fn read(text: &str) -> ReadRule {
    let read = common::read("x.yml", text);
    assert!(read.diagnostics.is_empty(), "{:?}", read.diagnostics);
    read
}

/// What is written of a rule that was read, as its own format.
fn again(text: &str) -> String {
    let read = read(text);
    let rule = read.rule.clone().unwrap();
    let written = common::write("splunk", "splunk", &read, rule, Identity::Kept);
    assert!(written.notes.is_empty(), "{:?}", written.notes);
    written.text
}

fn native<'r>(read: &'r ReadRule, key: &str) -> Option<&'r NativeValue> {
    read.meta.native.iter().find(|(k, _)| k == key).map(|(_, value)| value)
}

fn recognised(text: &str) -> Vec<String> {
    let documents = read_yaml(FileId(0), text).documents;
    let one = |d| {
        formats().iter().filter_map(move |f| match f.recognise(&d) {
            Recognition::No => None,
            Recognition::Partly { missing } => Some(format!("{} without {missing}", f.id())),
            Recognition::Yes => Some(f.id().to_owned()),
        })
    };
    documents.into_iter().flat_map(one).collect()
}

#[test]
fn a_rule_is_told_from_other_files() {
    for (text, expected) in [
        (rule(TAGS).as_str(), vec!["splunk"]),
        ("search: index=a\ntype: TTP\n", vec!["splunk"]),
        ("search: index=a\nhow_to_implement: x\n", vec!["splunk"]),
        ("name: A\ntype: TTP\ntags: {analytic_story: [x]}\n", vec!["splunk without search"]),
        // A macro, a lookup, a story, a data source, a baseline.
        ("name: cloudtrail\ndefinition: sourcetype=aws:cloudtrail\ndescription: x\n", vec![]),
        ("name: a\nfilename: a.csv\ndescription: x\n", vec![]),
        ("name: A\nnarrative: x\ntags: {category: [Malware], usecase: Other}\n", vec![]),
        ("name: A\nsource: a\nsourcetype: b\nsupported_TA: []\n", vec![]),
        (
            "name: A\ntype: Baseline\nsearch: index=a\nhow_to_implement: x\nknown_false_positives: x\ntags: {analytic_story: [x], detections: [y]}\n",
            vec![],
        ),
        ("search: something\nname: a page\n", vec![]),
        (
            "title: A\nlogsource: {product: a}\ndetection: {s: {search: x}, condition: s}\n",
            vec!["sigma"],
        ),
    ] {
        assert_eq!(recognised(text), expected, "{text}");
    }
}

#[test]
fn a_rule_of_contentctl_5_is_read() {
    let text = rule(&format!(
        "{RBA}{TAGS}  cve:\n  - CVE-2021-44228\n  mitre_attack_id:\n  - T1059.001\n  throttling:\n    fields:\n    - user\n    period: 24h\ndeployment:\n  scheduling:\n    cron_schedule: 0 * * * *\n    earliest_time: -70m@m\n    latest_time: -10m@m\n    schedule_window: auto\n"
    ));
    let read = read(&text);
    let meta = &read.meta;
    assert_eq!(meta.title, "Mail rule made");
    assert_eq!(meta.id.as_deref(), Some("8a8b1d40-35c5-4d0b-a49a-4d4f3a3f0f10"));
    assert_eq!((meta.created, meta.modified), (None, Some(Date { year: 2024, month: 3, day: 1 })));
    assert_eq!(meta.authors, ["Jo Doe", "Max", "Splunk"]);
    assert_eq!((meta.status, meta.class), (Some(Status::Stable), Some(Class::Alert)));
    assert_eq!((meta.risk, meta.severity), (Some(63), Some(Severity::High)));
    assert_eq!(meta.setup.as_deref(), Some("Turn it on."));
    assert_eq!(meta.false_positives, ["Moving mail."]);
    assert_eq!(meta.attack[0].kind.id, "T1059.001");
    assert_eq!(meta.tags, ["cve.2021-44228"]);
    let rule = read.rule.as_ref().unwrap();
    assert_eq!(rule.alert.suppress, Some(Duration::from_secs(86_400)));
    assert!(matches!(&rule.alert.group_by[..], [Scalar::Field(f)] if f.name == "user"));
    let schedule = rule.schedule.unwrap();
    assert_eq!((schedule.every.as_secs(), schedule.lookback.as_secs()), (3_600, 4_200));
    assert!(native(&read, "rba").is_some() && native(&read, "version").is_some());
    assert_eq!(read.language, Some("spl"));
}

#[test]
fn a_rule_of_2024_is_read() {
    let read = read(&rule(OLD_TAGS));
    assert_eq!((read.meta.risk, read.meta.severity), (Some(63), Some(Severity::High)));
    for key in ["tags.confidence", "tags.impact", "tags.message", "tags.observable"] {
        assert!(native(&read, key).is_some(), "{key}");
    }
    let read = self::read(&rule(&OLD_TAGS.replace("risk_score: 63", "risk_score: 12.5")));
    assert_eq!((read.meta.risk, read.meta.severity), (Some(13), Some(Severity::Informational)));
}

#[test]
fn types_and_the_severity_without_a_score() {
    for (kind, class, severity) in [
        ("TTP", Some(Class::Alert), Some(Severity::High)),
        ("Anomaly", Some(Class::Alert), Some(Severity::High)),
        ("Correlation", Some(Class::Alert), Some(Severity::High)),
        ("Hunting", Some(Class::Signal), None),
        ("Hunt", None, None),
    ] {
        let read = read(&rule(TAGS).replace("type: TTP", &format!("type: {kind}")));
        assert_eq!((read.meta.class, read.meta.severity), (class, severity), "{kind}");
        let kept = native(&read, "type").is_some();
        assert_eq!(kept, !matches!(kind, "TTP" | "Hunting"), "{kind}");
    }
}

#[test]
fn what_is_not_understood_is_kept_and_comes_back() {
    for (from, to) in [
        ("status: production", "status: validation"),
        ("type: TTP", "type: Hunt"),
        ("type: TTP", "type: Anomaly"),
        ("date: '2024-03-01'", "date: '2024-02-30'"),
        ("version: 3", "version: three"),
        ("references:\n- https://example.org/a\n", "references: {}\n"),
        (
            "  security_domain: threat\n",
            "  security_domain: threat\n  mitre_attack_id:\n  - T1059\n  - T12\n",
        ),
        ("  security_domain: threat\n", "  security_domain: threat\n  cve:\n  - cve-2021-1\n"),
        (
            "  security_domain: threat\n",
            "  security_domain: threat\n  throttling:\n    fields: user\n    period: 1d\n",
        ),
        ("tags:\n", "tests: []\nteam: blue\ntags:\n"),
        (TAGS, "tags: none\n"),
        (TAGS, ""),
        (
            TAGS,
            "deployment:\n  scheduling:\n    cron_schedule: 0 9-17 * * *\n    earliest_time: -24h@h\n",
        ),
    ] {
        let text = rule(TAGS).replace(from, to);
        assert!(text.contains(to), "{to}");
        let (first, second) = (read(&text), read(&again(&text)));
        let sorted = |read: &ReadRule| {
            let mut meta = read.meta.clone();
            meta.native.sort_by(|a, b| a.0.cmp(&b.0));
            meta
        };
        assert_eq!(sorted(&first), sorted(&second), "{to}\n{}", again(&text));
    }
}

#[test]
fn both_layouts_are_written_as_they_were() {
    for text in [rule(TAGS), rule(&format!("{RBA}{TAGS}")), rule(OLD_TAGS)] {
        // The writer indents lists; the values are the same, in the same order. How a search is spelled is its own.
        let bare = |text: &str| {
            let lines = text.lines().filter(|l| !l.starts_with("search:"));
            lines.map(|l| l.trim().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(bare(&again(&text)), bare(&text));
    }
}

#[test]
fn a_search_stands_where_its_bytes_are() {
    let word = "CreateRule";
    for style in [
        "search: `cloudtrail` eventName=CreateRule\n",
        "search: '`cloudtrail` name=''x'' eventName=CreateRule'\n",
        "search: \"`cloudtrail` name=\\\"x\\\" eventName=CreateRule\"\n",
        "search: >-\n  `cloudtrail`\n  eventName=CreateRule\n  | stats count\n",
        "search: |\n  `cloudtrail`\n  eventName=CreateRule\n  | stats count\n",
        "search: index=a\n  eventName=CreateRule\n  x=y\n",
        "search: 'index=a\n\n  eventName=CreateRule'\n",
    ] {
        // A plain scalar cannot begin with a backtick, which YAML reserves.
        let style = style.replace("search: `cloudtrail`", "search: index=a");
        let text = format!("name: A é\n{style}type: TTP\nhow_to_implement: x\n");
        let documents = read_yaml(FileId(0), &text).documents;
        assert_eq!(Escu.recognise(&documents[0]), Recognition::Yes, "{text}");
        let node = documents[0].root.get("search").unwrap();
        let found = snippet(FileId(0), &text, node, Language::Yaml).unwrap();
        let start = found.text.find(word).unwrap();
        let at = found.locate(Span::new(start, start + word.len()));
        assert_eq!(text.get(at.span.range()), Some(word), "{text}");
        let read = common::read("x.yml", &text);
        assert_eq!(read.parts[0].path, ["search"]);
        assert!(matches!(read.parts[0].ast, Ast::Spl(_)) && read.rule.is_some(), "{text}");
    }
}

#[test]
fn without_a_search_there_is_no_rule() {
    let text = "name: A\ntype: TTP\nhow_to_implement: x\n";
    let read = common::read("x.yml", text);
    assert_eq!(
        common::told(text, &read.diagnostics),
        ["schema/missing-field 1:1 `search` is missing | write the search"]
    );
    assert!(read.rule.is_none());
    for (search, told) in [
        ("search: ''", "schema/bad-value 4:9 `search` is empty | write the search"),
        ("search: [a]", "schema/wrong-type 4:9 `search` is not a text | write the search"),
    ] {
        let text = format!("{text}{search}\n");
        let read = common::read("x.yml", &text);
        assert_eq!(common::told(&text, &read.diagnostics), [told]);
    }
}

#[test]
fn a_file_is_named_by_its_rule() {
    let read = read(&rule(TAGS));
    let mut rule = read.rule.clone().unwrap();
    rule.meta.title = "CMD Echo Pipe - Esc. (a/b)".into();
    let written = common::write("splunk", "sigma", &read, rule, Identity::Derived);
    assert_eq!(written.file_name, "cmd_echo_pipe___esc__a_b");
}
