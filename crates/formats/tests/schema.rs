//! What the schema tables find, with place and help.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

mod common;

fn shown(path: &str, text: &str) -> String {
    common::told(text, &common::findings(path, text)).join("\n")
}

#[test]
fn sigma() {
    insta::assert_snapshot!(shown(
        "x.yml",
        "title: ''
id: 12
related:
    - id: 8a8b1d40-35c5-4d0b-a49a-4d4f3a3f0f10
      type: simliar
    - id: x
statsu: test
status: Test
description: 5
references: https://example.org
author: [a, b]
date: 2024-02-30
modified: yesterday
tags:
    - execution
    - attack.execution
    - attack.execution
fields: [1]
falsepositives: none
level: sever
team: blue
logsource:
    prodcut: windows
detection:
    selection:
        a: b
    condition: selection
"
    ));
    assert_eq!(
        shown("x.yml", "title: A\nlogsource:\n    definition: x\ndetection: {}\n"),
        "schema/empty-logsource 2:1 the log source has none of `category`, `product` and `service` | name at least one of them"
    );
    assert_eq!(
        shown("x.yml", "detection: {}\n"),
        "schema/missing-field 1:1 `title` is missing | add `title`\nschema/missing-field 1:1 `logsource` is missing | add `logsource`"
    );
    let correlation = "title: A\ncorrelation: {}\ngenerate: yes\nlevel: high\n";
    assert_eq!(shown("x.yml", correlation), "");
}

#[test]
fn elastic() {
    insta::assert_snapshot!(shown(
        "x.toml",
        r#"[metadata]
creation_date = "2024/05/01"
updated_date = "2024/04/01"
maturity = "prodution"
min_stack_version = "eight"
integration = 5

[rule]
author = "Jo"
data_view_id = "x"
description = ""
from = "9m ago"
index = ["a", "a"]
interval = "5 minutes"
langauge = "kuery"
max_signals = 0
name = "Example."
query = "a:b"
risk_score = 101
rule_id = "x"
severity = "hgih"
timeline_id = "x"
type = "threshold"

[rule.threshold]
field = "a"
value = 0

[[rule.threat]]
framework = "ATT&CK"
[rule.threat.tactic]
id = "TA0001"

[other]
x = 1
"#
    ));
    let whole = "[metadata]\ncreation_date = \"2024/05/01\"\nupdated_date = \"2024/05/01\"\n[rule]\nauthor = []\ndescription = \"d\"\nname = \"n\"\nquery = \"a:b\"\nlanguage = \"eql\"\nrisk_score = 73\nrule_id = \"8a8b1d40-35c5-4d0b-a49a-4d4f3a3f0f10\"\nseverity = \"medium\"\ntype = \"esql\"\nindex = [\"a\"]\n";
    insta::assert_snapshot!("elastic_esql", shown("x.toml", whole));
}

#[test]
fn splunk() {
    let text = "name: A rule\nid: x\nversion: 1\ndate: 2024-02-29\nauthor: Jo\nstatus: experimental\ntype: TTP\ndescription: d\nsearch: 'index=a | `a_rule_filter`'\nhow_to_implement: x\nknown_false_positives: x\nrba: {message: x, risk_objects: [{field: user, type: usr, score: 0}], threat_objects: []}\ndrilldown_searches:\n- {name: x, search: y}\ntags:\n  analytic_story: [a, a]\n  asset_type: Endpont\n  product: [Splunk Cloud]\n  security_domain: endpoint\n  mitre_attack_id: [T1, T1059, T1059.001]\n  cve: [CVE-1]\n";
    insta::assert_snapshot!(shown("rules/other.yml", text));
    // From standard input there is no name to be compared.
    assert!(!shown("-.yml", text).is_empty());
    let named = shown("rules/a_rule.yml", text);
    assert!(!named.contains("schema/file-name"), "{named}");
    let long = text.replace("name: A rule", &format!("name: {}", "x".repeat(68)));
    assert!(shown("x.yml", &long).contains("68 characters, 67 are allowed"));
}
