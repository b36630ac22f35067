//! One team's configuration over the corpus' rules of Windows and AWS: what is written needs no hand edit.
//!
//! Log sources of a user's own are settled once for a process, so both targets share one configuration.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

use ruleglot_engine::{
    Config, ConvertOptions, Converted, ScanOptions, convert, discover, scan, use_own_rows,
    use_own_sources,
};
use ruleglot_tests::evidence;
use serde_yaml::Value;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::sync::LazyLock;

const CONFIGURATION: &str = r#"
[targets.elastic]
template = "house/elastic.toml"
severity = { informational = "low", low = "low", medium = "medium", high = "high", critical = "high" }
risk = { low = 11, medium = 44, high = 77 }

[targets.splunk]
template = "house/splunk.yml"
cron = "*/15 * * * *"
earliest = "-20m@m"
latest = "-5m@m"
risk = { informational = 5, low = 10, medium = 40, high = 60, critical = 90 }

[[sources]]
id = "windows.process_creation"
elastic = { index = ["corp-sysmon-*"], integration = [] }
splunk = { macro = "corp_sysmon", index = ["corp_win"] }

[[sources]]
id = "aws.cloudtrail"
elastic = { index = ["corp-trail-*"], integration = ["aws"] }
splunk = { search = 'index=corp_cloud sourcetype="corp:trail"' }

[[rules]]
path = "rules"
target = "splunk"
set = { author = "Blue Team" }

[[rules]]
path = "rules"
set = { rule.author = ["Blue Team"] }
"#;

const FOR_ELASTIC: &str = "[metadata]\nmaturity = \"production\"\n[rule]\nindex = [\"corp-all-*\"]\nfrom = \"now-20m\"\ninterval = \"15m\"\n";

const FOR_SPLUNK: &str = "version: 1\nstatus: experimental\nhow_to_implement: See our wiki.\nknown_false_positives: None known.\nrba:\n  message: See the rule\n\
                          tags:\n  analytic_story: [Corp]\n  asset_type: Endpoint\n  security_domain: endpoint\n\
                          deployment:\n  alert_action:\n    notable:\n      rule_description: '%description%'\n      \
                          rule_title: '%name%'\n      nes_fields: [dest, user]\n    rba:\n      enabled: true\n";

static CONFIG: LazyLock<Config> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("house");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("house")).unwrap();
    fs::write(folder.join("house/elastic.toml"), FOR_ELASTIC).unwrap();
    fs::write(folder.join("house/splunk.yml"), FOR_SPLUNK).unwrap();
    fs::write(folder.join("ruleglot.toml"), CONFIGURATION).unwrap();
    let config = Config::read(&folder.join("ruleglot.toml")).unwrap();
    use_own_sources(&config.sources).unwrap();
    use_own_rows(&config.fields).unwrap();
    config
});

/// The rules that were written; `None` where the corpus is not there.
fn written(to: &str) -> Option<Vec<Converted>> {
    let corpus = evidence("corpora/sigma/rules")?;
    let config = &*CONFIG;
    let rules = config.folder.join("rules");
    // The other target may have made it.
    let _ = symlink(corpus.canonicalize().unwrap(), &rules);
    let found = discover(&[rules.join("windows"), rules.join("cloud/aws")]).unwrap();
    let files = scan(found, &ScanOptions::default());
    let target = config.target(to).unwrap();
    let options = ConvertOptions { house: config.house(&target), ..ConvertOptions::new(target) };
    let all = convert(&files, &options).into_iter().flatten();
    let written: Vec<_> = all.filter(|rule| rule.text.is_some()).collect();
    assert!(written.len() > 1_000, "{}", written.len());
    Some(written)
}

/// What a file would still have to be told: values that nobody said. Who is at risk may be told by the log source.
fn no_hand_edit(rule: &Converted) {
    let by_source = |key: &str| key == "rba.risk_objects";
    let assumed =
        rule.report.metadata.iter().filter(|v| v.from.split(", ").any(|f| f == "assumed"));
    let assumed: Vec<_> = assumed.filter(|v| !by_source(&v.key)).collect();
    assert!(assumed.is_empty(), "{}: {assumed:?}", rule.report.path);
    let noted = rule.report.notes.iter().filter(|n| n.code == "metadata/assumed");
    let others: Vec<_> = noted.filter(|n| !n.message.contains(": rba.risk_objects: ")).collect();
    assert!(others.is_empty(), "{}: {others:?}", rule.report.path);
}

fn source(rule: &Converted) -> &str {
    rule.report.log_source.as_ref().map_or("", |source| source.id.as_str())
}

#[test]
fn searches_for_splunk_need_no_hand_edit() {
    let Some(rules) = written("splunk") else { return };
    let (mut own, mut cloud) = (0, 0);
    for rule in &rules {
        let file: Value = serde_yaml::from_str(rule.text.as_deref().unwrap()).unwrap();
        let of = |keys: &[&str]| keys.iter().fold(&file, |at, key| &at[*key]);
        let text = |keys: &[&str]| of(keys).as_str().unwrap_or_default().to_owned();
        let told = || format!("{}\n{}", rule.report.path, rule.text.as_deref().unwrap());
        match source(rule) {
            "windows.process_creation" => {
                own += 1;
                let begins = text(&["search"]);
                assert!(
                    begins.starts_with("index=corp_win `corp_sysmon` EventCode=1"),
                    "{}",
                    told()
                );
            }
            "aws.cloudtrail" => {
                cloud += 1;
                let begins = text(&["search"]);
                assert!(
                    begins.starts_with("index=corp_cloud sourcetype=\"corp:trail\" "),
                    "{}",
                    told()
                );
            }
            _ => {}
        }
        let schedule = ["deployment", "scheduling"];
        for (key, value) in [
            ("cron_schedule", "*/15 * * * *"),
            ("earliest_time", "-20m@m"),
            ("latest_time", "-5m@m"),
        ] {
            assert_eq!(text(&[schedule[0], schedule[1], key]), value, "{}", told());
        }
        assert_eq!(text(&["author"]), "Blue Team", "{}", told());
        let how = rule.report.metadata.iter().find(|v| v.key == "how_to_implement").unwrap();
        let house = how.value == "See our wiki.";
        assert_eq!(house, how.from == "template", "{}", told());
        let score = &of(&["rba", "risk_objects"])[0]["score"];
        assert!([5, 10, 40, 60, 90].contains(&score.as_i64().unwrap()), "{}", told());
        let name = text(&["name"]).to_lowercase().replace([' ', '-', '.', '/'], "_");
        assert!(text(&["search"]).contains(&format!("`{name}_filter`")), "{}", told());
        no_hand_edit(rule);
    }
    println!("{} rules, {own} of process creation, {cloud} of CloudTrail", rules.len());
    assert!(own > 400 && cloud > 20, "{own} {cloud}");
}

#[test]
fn rules_for_elastic_need_no_hand_edit() {
    let Some(rules) = written("elastic") else { return };
    let (mut own, mut cloud) = (0, 0);
    for rule in &rules {
        let file: toml::Table = rule.text.as_deref().unwrap().parse().unwrap();
        let of = |key: &str| file["rule"].get(key);
        let told = || format!("{}\n{}", rule.report.path, rule.text.as_deref().unwrap());
        let list = |items: &[&str]| Some(toml::Value::from(items.to_vec()));
        let origin = |key: &str| {
            rule.report.metadata.iter().find(|v| v.key == key).map_or("", |v| v.from.as_str())
        };
        let integration = file["metadata"].get("integration").cloned();
        match source(rule) {
            "windows.process_creation" => {
                own += 1;
                assert_eq!(origin("rule.index"), "source windows.process_creation");
                assert_eq!(
                    (of("index").cloned(), integration),
                    (list(&["corp-sysmon-*"]), None),
                    "{}",
                    told()
                );
            }
            "aws.cloudtrail" => {
                cloud += 1;
                assert_eq!(
                    (of("index").cloned(), integration),
                    (list(&["corp-trail-*"]), list(&["aws"])),
                    "{}",
                    told()
                );
            }
            _ => assert_eq!(of("index").cloned(), list(&["corp-all-*"]), "{}", told()),
        }
        assert_eq!(of("author").cloned(), list(&["Blue Team"]), "{}", told());
        assert_eq!(of("from").and_then(|v| v.as_str()), Some("now-20m"), "{}", told());
        assert_eq!(of("interval").and_then(|v| v.as_str()), Some("15m"), "{}", told());
        let severity = of("severity").and_then(|v| v.as_str()).unwrap();
        let score = of("risk_score").and_then(toml::Value::as_integer).unwrap();
        let wanted = [("low", 11), ("medium", 44), ("high", 77)];
        assert!(wanted.contains(&(severity, score)), "{}", told());
        no_hand_edit(rule);
    }
    println!("{} rules, {own} of process creation, {cloud} of CloudTrail", rules.len());
    assert!(own > 400 && cloud > 20, "{own} {cloud}");
}
