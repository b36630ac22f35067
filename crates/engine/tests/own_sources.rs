//! Log sources of one's own, from one format to the next and back. The table of log sources is one for a whole process:
//! these tests share one configuration.
#![allow(clippy::unwrap_used, reason = "tests")]

use ruleglot_engine::{
    Assumption, CheckOptions, Config, ConvertOptions, Converted, ScanOptions, TargetSpec,
    check_scanned, convert, field_entries, scan_text, use_own_rows, use_own_sources,
};
use ruleglot_source::FileId;
use std::path::Path;
use std::sync::Once;

const CONFIGURATION: &str = r#"
[[sources]]
id = "corp.trail"
concept = "aws.cloudtrail"
sigma = [{ product = "corp", service = "trail" }]
elastic = { index = ["corp-trail-*"], dataset = ["corp.trail"], integration = ["corp"] }
splunk = { macro = "corp_trail", index = ["corp_cloud"] }

[[sources]]
id = "corp.trail_search"
concept = "aws.cloudtrail"
sigma = [{ product = "Corp", service = "Trail Search" }]
elastic = { index = ["trails-*", "more-trails-*"] }
splunk = { search = 'index=corp_cloud2 (host=trail1 OR host=trail2) sourcetype="corp:trail*"' }

[[sources]]
id = "corp.trail_words"
concept = "aws.cloudtrail"
sigma = [{ category = "trail", product = "corp" }]
elastic = { index = ["logs-corp.words-*"], condition = 'event.module = "corp"' }
splunk = { index = ["a", "b"], sourcetype = ["corp:words"], source = ["C:\\trail files"] }

[[sources]]
id = "corp.index"
concept = "aws.cloudtrail"
sigma = [{ product = "corp", service = "index" }]
splunk = { index = ["corp_only"] }

[[sources]]
id = "corp.rows"
sigma = [{ product = "corp", service = "rows" }]
elastic = { index = ["corp-rows-*"] }
splunk = { sourcetype = ["corp:rows"] }

[[fields]]
source = "corp.rows"
raw = "eventName"
ecs = "corp.action"
splunk-ta = "action_name"
one-spelling = true

[[fields]]
source = "aws.cloudtrail"
raw = "eventName"
ecs = "corp.event_name"

[[sources]]
id = "corp.raw"
concept = "windows.process_creation"
sigma = [{ product = "corp", service = "raw" }]
elastic = { index = ["corp-raw-*"], taxonomy = "raw", condition = 'EventID = "1"' }
splunk = { index = ["corp_cim"], sourcetype = ["corp:cim"], taxonomy = "cim" }

[[sources]]
id = "corp.ecs"
concept = "windows.process_creation"
sigma = [{ product = "corp", service = "ecs" }]
elastic = { index = ["corp-ecs-*"], taxonomy = "splunk-ta" }
splunk = { macro = "corp_ecs", codes = ["1"], taxonomy = "ecs" }

[[sources]]
id = "windows.registry_set"
elastic = { index = ["corp-registry-*"], integration = [], taxonomy = "raw" }
splunk = { macro = "corp_registry", taxonomy = "raw" }

[[sources]]
id = "windows.process_creation"
sigma = [{ product = "corp", service = "processes" }]
elastic = { index = ["corp-processes-*"], integration = [] }
splunk = { macro = "corp_processes" }
"#;

fn set_up() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let config = Config::parse(CONFIGURATION, Path::new("/rules")).unwrap();
        use_own_sources(&config.sources).unwrap();
        use_own_rows(&config.fields).unwrap();
    });
}

fn converted(text: &str, from: &str, to: &str) -> Converted {
    set_up();
    let options = ScanOptions { from: Some(from.into()), ..ScanOptions::default() };
    let file = scan_text(text, FileId(0), &options);
    let options = ConvertOptions {
        granted: vec![Assumption::MapMedium, Assumption::CaseByMapping],
        ..ConvertOptions::new(TargetSpec::parse(to).unwrap())
    };
    convert(&[file], &options).remove(0).remove(0)
}

/// Converts, and holds the log source to what it was.
fn step(text: &str, (from, to): (&str, &str), id: &str) -> String {
    let done = converted(text, from, to);
    let told = || format!("{from} to {to} of {id}:\n{text}\n{:#?}", done.report.notes);
    let source = done.report.log_source.as_ref().map(|s| (s.id.as_str(), s.chosen.as_str()));
    assert_eq!(source, Some((id, "configuration")), "{}", told());
    assert!(["exact", "presentation"].contains(&done.report.verdict), "{}", told());
    let left_out = done.report.notes.iter().any(|n| n.code == "translate/index-left-out");
    assert!(!left_out, "{}", told());
    done.text.unwrap()
}

fn elastic(index: &str, query: &str) -> String {
    format!(
        r#"[metadata]
creation_date = "2024/01/02"
maturity = "production"
updated_date = "2024/01/02"

[rule]
author = ["a"]
description = "d"
from = "now-9m"
index = ["{index}"]
language = "kuery"
name = "N"
risk_score = 47
rule_id = "6a0cf3f4-97a5-4c11-9f3e-000000000001"
severity = "medium"
type = "query"
query = '''
{query}
'''
"#
    )
}

/// A log source of the configuration: what an Elastic rule of it says, and what is to stand in each format.
struct Case {
    id: &'static str,
    index: &'static str,
    query: &'static str,
    sigma: &'static str,
    splunk: &'static str,
    elastic: &'static [&'static str],
}

const CASES: [Case; 8] = [
    Case {
        id: "corp.trail",
        index: "corp-trail-*",
        query: "event.dataset:\"corp.trail\" and corp.event_name:\"DeleteTrail\"",
        sigma: "product: corp\n    service: trail\n",
        splunk: "index=corp_cloud `corp_trail` eventName=DeleteTrail",
        elastic: &["index = [\"corp-trail-*\"]", "integration = [\"corp\"]"],
    },
    Case {
        id: "corp.trail_search",
        index: "trails-*",
        query: "corp.event_name:\"DeleteTrail\"",
        sigma: "product: Corp\n    service: Trail Search\n",
        splunk: "index=corp_cloud2 (host=trail1 OR host=trail2) sourcetype=\"corp:trail*\" eventName=DeleteTrail",
        elastic: &["index = [\"trails-*\", \"more-trails-*\"]"],
    },
    Case {
        id: "corp.trail_words",
        index: "logs-corp.words-*",
        query: "event.module:\"corp\" and corp.event_name:\"DeleteTrail\"",
        sigma: "category: trail\n    product: corp\n",
        splunk: "index IN (a, b) sourcetype=corp:words source=\"C:\\\\trail files\" eventName=DeleteTrail",
        elastic: &["index = [\"logs-corp.words-*\"]", "event.module:\"corp\""],
    },
    Case {
        id: "corp.rows",
        index: "corp-rows-*",
        query: "corp.action:\"DeleteTrail\"",
        sigma: "product: corp\n    service: rows\n",
        splunk: "sourcetype=corp:rows action_name=DeleteTrail",
        elastic: &["index = [\"corp-rows-*\"]"],
    },
    Case {
        id: "corp.raw",
        index: "corp-raw-*",
        query: "EventID:1 and ProcessId:4",
        sigma: "product: corp\n    service: raw\n",
        splunk: "index=corp_cim sourcetype=corp:cim process_id=4",
        elastic: &["index = [\"corp-raw-*\"]", "EventID:1 and ProcessId:4"],
    },
    Case {
        id: "corp.ecs",
        index: "corp-ecs-*",
        query: "ProcessId:4",
        sigma: "product: corp\n    service: ecs\n",
        splunk: "`corp_ecs` event.code=1 process.pid=4",
        elastic: &["index = [\"corp-ecs-*\"]", "ProcessId:4"],
    },
    Case {
        id: "windows.registry_set",
        index: "corp-registry-*",
        query: "EventType:\"SetValue\" and EventID:13 and ProcessId:4",
        sigma: "category: registry_set\n",
        splunk: "`corp_registry` EventType=SetValue EventID=13 ProcessId=4",
        elastic: &["index = [\"corp-registry-*\"]", "EventType:\"SetValue\" and EventID:13"],
    },
    Case {
        id: "windows.process_creation",
        index: "corp-processes-*",
        query: "host.os.type:\"windows\" and event.category:\"process\" and event.type:\"start\" and process.pid:4",
        sigma: "product: corp\n    service: processes\n",
        splunk: "`corp_processes` EventCode=1 ProcessId=4",
        elastic: &["index = [\"corp-processes-*\"]", "event.category:\"process\""],
    },
];

#[test]
fn a_log_source_of_ones_own_goes_round() {
    for case in CASES {
        let first = elastic(case.index, case.query);
        let sigma = step(&first, ("elastic", "sigma"), case.id);
        assert!(sigma.contains(case.sigma), "{sigma}");
        let search = step(&sigma, ("sigma", "splunk"), case.id);
        let flat = search.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains(case.splunk), "{search}");
        let last = step(&search, ("splunk", "elastic"), case.id);
        assert!(case.elastic.iter().all(|part| last.contains(part)), "{last}");
        assert_eq!(last.contains("integration"), case.id == "corp.trail", "{last}");
        // And the other way round.
        let search = step(&first, ("elastic", "splunk"), case.id);
        let sigma = step(&search, ("splunk", "sigma"), case.id);
        step(&sigma, ("sigma", "elastic"), case.id);
        // A bare search is read as the search of a rule is.
        let bare = step(&first, ("elastic", "spl"), case.id);
        step(&bare, ("spl", "sigma"), case.id);
    }
}

/// What others write of a known log source is still read.
#[test]
fn known_words_are_read_beside_ones_own() {
    let sigma = "title: T\nlogsource:\n    category: process_creation\n    product: windows\ndetection:\n    a:\n        ProcessId: 4\n    condition: a\n";
    let id = "windows.process_creation";
    let search = step(sigma, ("sigma", "spl"), id);
    assert_eq!(search.trim(), "`corp_processes` EventCode=1 ProcessId=4");
    step("`sysmon` EventCode=1 ProcessId=4", ("spl", "sigma"), id);
    let query =
        "event.category:process and event.type:start and host.os.type:windows and process.pid:4";
    for index in ["logs-endpoint.events.process-*", "winlogbeat-*"] {
        let written = step(&elastic(index, query), ("elastic", "sigma"), id);
        assert!(written.contains("service: processes"), "{written}");
    }
    // Others are what they were.
    let other = converted("`sysmon` EventCode=11 ProcessId=4", "spl", "sigma");
    let source = other.report.log_source.unwrap();
    let found = (source.id.as_str(), source.chosen.as_str());
    assert_eq!(found, ("windows.file_event", "recognised"));
}

#[test]
fn a_macro_that_stands_for_a_log_source_stands_in_front_alone() {
    let known = converted("`corp_trail` index=corp_cloud eventName=x", "spl", "sigma");
    assert_eq!(known.report.log_source.unwrap().id, "corp.trail");
    let alone = converted("`corp_processes` | search EventCode=1 ProcessId=4", "spl", "sigma");
    assert_eq!(alone.report.log_source.unwrap().id, "windows.process_creation");
    assert!(alone.text.unwrap().contains("    selection:\n        ProcessId: 4\n"));
    let index = converted("index=corp_only eventName=x", "spl", "sigma");
    assert_eq!(index.report.log_source.unwrap().id, "corp.index");
    // What it asks for is not known: it cannot be turned round, nor be one of two.
    for search in ["NOT `corp_trail` eventName=x", "(`corp_trail` OR a=1) eventName=x"] {
        assert_eq!(converted(search, "spl", "sigma").report.verdict, "failed", "{search}");
    }
}

#[test]
fn fields_are_those_that_it_follows() {
    set_up();
    let names = |name: &str, source: &str| -> Vec<String> {
        let found = field_entries(name, Some(source)).unwrap();
        found[0].names.iter().map(|n| format!("{} {}", n.taxonomy, n.name)).collect()
    };
    assert_eq!(names("eventName", "corp.trail"), names("eventName", "aws.cloudtrail"));
    assert!(names("eventName", "corp.trail").contains(&"ecs corp.event_name".to_owned()));
    assert_eq!(names("eventName", "corp.rows")[1], "ecs corp.action");
}

#[test]
fn a_log_source_that_the_configuration_names_is_known_to_lints() {
    set_up();
    let codes = |service: &str| -> Vec<&'static str> {
        let text = format!(
            "title: T\nlogsource:\n    product: Corp\n    service: {service}\ndetection:\n    a:\n        eventName: x\n    condition: a\n"
        );
        let options = ScanOptions { from: Some("sigma".into()), ..ScanOptions::default() };
        let file = scan_text(&text, FileId(0), &options);
        let found = check_scanned(vec![file], &CheckOptions::default());
        let codes = found.iter().flat_map(|f| &f.findings).map(|f| f.code);
        codes.filter(|code| code.starts_with("logsource/")).collect()
    };
    assert_eq!(codes("Trail Search"), [""; 0]);
    assert_eq!(codes("Trail Searches"), ["logsource/not-lowercase", "logsource/not-lowercase"]);
}
