//! Log sources of one's own in a run of the program: what is written, what is read back, what is wrong with an entry.
#![allow(clippy::unwrap_used, reason = "tests")]

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const OWN: &str = r#"
[[sources]]
id = "windows.process_creation"
sigma = [{ product = "corp", service = "processes" }]
elastic = { index = ["corp-sysmon-*"], integration = [] }
splunk = { search = 'index=corp_win sourcetype=XmlWinEventLog:Sysmon' }

[[sources]]
id = "aws.cloudtrail"
sigma = [{ product = "corp", service = "trail" }]
elastic = { index = ["corp-trail-*"], integration = ["corp_aws"], dataset = ["corp.trail"] }
splunk = { macro = "corp_trail", index = ["corp_cloud"] }
"#;

/// What files of the two log sources say of them, by format.
const SAYS: [(&str, &str, &[&str]); 6] = [
    ("windows.process_creation", "sigma", &["product: corp", "service: processes"]),
    ("windows.process_creation", "elastic", &["index = [\"corp-sysmon-*\"]"]),
    ("windows.process_creation", "splunk", &["index=corp_win sourcetype=XmlWinEventLog:Sysmon"]),
    ("aws.cloudtrail", "sigma", &["product: corp", "service: trail"]),
    (
        "aws.cloudtrail",
        "elastic",
        &["index = [\"corp-trail-*\"]", "integration = [\"corp_aws\"]", "\"corp.trail\""],
    ),
    ("aws.cloudtrail", "splunk", &["index=corp_cloud `corp_trail`"]),
];

/// Verdicts, best first.
const VERDICTS: [&str; 6] = ["exact", "presentation", "narrower", "wider", "unknown", "failed"];

/// A folder with the example rules and a configuration.
struct House(PathBuf);

impl House {
    fn new(name: &str, configuration: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("own-sources").join(name);
        let _ = fs::remove_dir_all(&folder);
        let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules");
        for format in ["sigma", "elastic", "splunk"] {
            fs::create_dir_all(folder.join(format)).unwrap();
            for entry in fs::read_dir(rules.join(format)).unwrap() {
                let path = entry.unwrap().path();
                fs::copy(&path, folder.join(format).join(path.file_name().unwrap())).unwrap();
            }
        }
        fs::write(folder.join("ruleglot.toml"), configuration).unwrap();
        Self(folder)
    }

    fn run(&self, arguments: &[&str]) -> (String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ruleglot"));
        let run = command.args(arguments).current_dir(&self.0).env("NO_COLOR", "1").output();
        let run = run.unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (text(run.stdout), text(run.stderr))
    }

    /// The entries of the report, with the text that was written for each.
    fn convert(&self, from: &str, to: &str, out: &str) -> Vec<(Value, Option<String>)> {
        self.run(&["convert", from, "--to", to, "--out", out, "--report", "report.json"]);
        let report = fs::read_to_string(self.0.join("report.json")).unwrap();
        let report: Value = serde_json::from_str(&report).unwrap();
        let rules = report["rules"].as_array().unwrap().clone();
        let text = |rule: &Value| {
            let path = rule["outputs"][0].as_str()?;
            Some(fs::read_to_string(self.0.join(out).join(path)).unwrap())
        };
        rules.into_iter().map(|rule| (text(&rule), rule)).map(|(text, rule)| (rule, text)).collect()
    }
}

fn source(rule: &Value) -> &str {
    rule["log_source"]["id"].as_str().unwrap_or_default()
}

fn rank(rule: &Value) -> usize {
    VERDICTS.iter().position(|v| Some(*v) == rule["verdict"].as_str()).unwrap()
}

const PAIRS: [(&str, &str); 6] = [
    ("sigma", "elastic"),
    ("sigma", "splunk"),
    ("elastic", "sigma"),
    ("elastic", "splunk"),
    ("splunk", "sigma"),
    ("splunk", "elastic"),
];

#[test]
fn what_is_written_is_the_houses_own_and_read_back() {
    let (house, plain) = (House::new("overridden", OWN), House::new("plain", ""));
    let mut seen = 0;
    for (from, to) in PAIRS {
        let out = format!("{from}-{to}");
        let own = house.convert(from, to, &out);
        for ((rule, text), (before, _)) in own.iter().zip(plain.convert(from, to, &out)) {
            let path = rule["path"].as_str().unwrap();
            assert_eq!(source(rule), source(&before), "{path} to {to}");
            assert!(rank(rule) <= rank(&before), "{path} to {to}: {:#}", rule["notes"]);
            let Some((.., says)) = SAYS.iter().find(|(id, at, _)| *id == source(rule) && *at == to)
            else {
                continue;
            };
            assert_eq!(rule["log_source"]["chosen"], "configuration", "{path}");
            let Some(text) = text else { continue };
            assert!(says.iter().all(|part| text.contains(part)), "{path} to {to}:\n{text}");
            let windows = source(rule) == "windows.process_creation";
            assert!(!(windows && text.contains("\nintegration")), "{text}");
            seen += 1;
        }
        // Back, and on to the third format: what was written is of the same log source.
        let written = |(rule, _): &(Value, Option<String>)| {
            let path = format!("{out}/{}", rule["outputs"][0].as_str()?);
            let own = rule["log_source"]["chosen"] == "configuration";
            own.then(|| (path, source(rule).to_owned()))
        };
        let written: BTreeMap<String, String> = own.iter().filter_map(written).collect();
        for next in ["sigma", "elastic", "splunk"].into_iter().filter(|next| *next != to) {
            let back = house.convert(&out, next, &format!("{out}-{next}"));
            let known = |(rule, _): &(Value, Option<String>)| {
                let path = rule["path"].as_str().unwrap();
                written.get(path).inspect(|id| assert_eq!(*id, source(rule), "{path}")).is_some()
            };
            assert_eq!(back.iter().filter(|one| known(one)).count(), written.len());
        }
    }
    assert!(seen > 40, "{seen} files were looked at");
}

#[test]
fn a_new_log_source_follows_a_known_one() {
    let own = r#"
[[sources]]
id = "corp.sysmon"
concept = "windows.process_creation"
sigma = [{ product = "corp", service = "sysmon" }]
elastic = { index = ["corp-sysmon-*"], condition = 'event.code = "1"' }
splunk = { macro = "corp_sysmon", codes = ["1"], data-source = ["Corp Sysmon"] }
"#;
    let house = House::new("new", own);
    let rule = "title: Tool Started\nlogsource:\n    product: corp\n    service: sysmon\ndetection:\n    a:\n        Image|endswith: '\\tool.exe'\n    condition: a\n";
    fs::write(house.0.join("one.yml"), rule).unwrap();
    let (search, _) = house.run(&["convert", "one.yml", "--to", "splunk"]);
    assert!(search.contains("`corp_sysmon` EventCode=1 Image=\"*\\\\tool.exe\""), "{search}");
    assert!(search.contains("data_source:\n    - Corp Sysmon\n"), "{search}");
    assert!(search.contains("asset_type: Endpoint"), "{search}");
    let (rule, _) = house.run(&["convert", "one.yml", "--to", "elastic"]);
    assert!(rule.contains("index = [\"corp-sysmon-*\"]"), "{rule}");
    assert!(rule.contains("event.code:1 and"), "{rule}");
    assert!(rule.contains("\"OS: Windows\""), "{rule}");
    // Other rules of the log source that it follows are written for it where that is asked for.
    let rule = rule_of_the_known();
    fs::write(house.0.join("known.yml"), rule).unwrap();
    let asked = ["convert", "known.yml", "--to", "splunk", "--source", "corp.sysmon"];
    let (search, _) = house.run(&asked);
    assert!(search.contains("`corp_sysmon` EventCode=1"), "{search}");
    let (search, _) = house.run(&asked[..4]);
    assert!(search.contains("`sysmon` EventCode=1"), "{search}");
    let (fields, _) = house.run(&["fields", "Image", "--source", "corp.sysmon"]);
    assert!(fields.starts_with("corp.sysmon\n  sigma      Image\n"), "{fields}");
    let (found, _) = house.run(&["check", "one.yml", "--select", "logsource"]);
    assert_eq!(found, "");
}

fn rule_of_the_known() -> &'static str {
    "title: Tool Started\nlogsource:\n    category: process_creation\n    product: windows\ndetection:\n    a:\n        Image|endswith: '\\tool.exe'\n    condition: a\n"
}

#[test]
fn what_is_wrong_with_an_entry_is_told_with_its_place() {
    let house = House::new("wrong", "");
    let cases = [
        ("id = \"a\"\nelastic = { indx = [] }", "3:13: unknown key `indx`; did you mean `index`?"),
        (
            "id = \"a\"\nsigma = [{ produkt = \"x\" }]",
            "3:12: unknown key `produkt`; did you mean `product`?",
        ),
        ("id = \"a\"\nsplnk = {}", "3:1: unknown key `splnk`; did you mean `splunk`?"),
        (
            "id = \"a\"\nconcept = \"windows.proces_creation\"",
            "3:12: there is no log source `windows.proces_creation` to follow; did you mean `windows.process_creation`?",
        ),
        ("id = \"a\"\n[[sources]]\nid = \"a\"", "4:7: two log sources have the id `a`"),
        ("id = \"\"", "2:7: a log source needs an `id`, as in `corp.sysmon`"),
        ("concept = \"aws.cloudtrail\"", "1:1: missing field `id`"),
        (
            "id = \"a\"\nelastic = { condition = 'event.code in (' }",
            "3:26: the condition of `a`: the condition ends too early",
        ),
        (
            "id = \"a\"\nsplunk = { search = 'index=a | stats count' }",
            "3:22: the search of `a`: write fields and values alone, as in `index=corp_win sourcetype=xmlwineventlog`",
        ),
        (
            "id = \"a\"\nsplunk = { search = 'index=a failed' }",
            "3:22: the search of `a`: write fields and values alone, as in `index=corp_win sourcetype=xmlwineventlog`",
        ),
        (
            "id = \"a\"\nsplunk = { search = 'index=(' }",
            "3:22: the search of `a`: `(` is never closed",
        ),
        (
            "id = \"a\"\nsplunk = { search = '`mine` index=a' }",
            "3:22: the search of `a`: the macro `mine` has no definition here; a macro that stands for a log source is its `macro`",
        ),
        (
            "id = \"a\"\nsplunk = { search = 'index=a', macro = 'b' }",
            "3:22: `search` of `a` is all that is written; leave out `macro`",
        ),
    ];
    for (entry, why) in cases {
        fs::write(house.0.join("ruleglot.toml"), format!("[[sources]]\n{entry}\n")).unwrap();
        let (out, err) = house.run(&["fields", "Image"]);
        assert_eq!(out, "");
        let told = err.split_once("ruleglot.toml:").map(|(_, told)| told.trim_end());
        assert_eq!(told, Some(why), "{entry}");
    }
}
