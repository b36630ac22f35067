//! Every rule of the corpora is read, and its metadata comes back from what is written of it.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

mod common;

use ruleglot_formats::{Format, Identity, ReadRule, Recognition, Written};
use ruleglot_ir::{Body, Expr, Meta, Node, Origin, Rule, Source, Stage};
use ruleglot_source::{FileId, Severity};
use std::collections::BTreeMap;

#[derive(Default)]
struct Score {
    files: usize,
    rules: usize,
    counts: BTreeMap<String, usize>,
    written: usize,
}

impl Score {
    fn count(&mut self, what: impl Into<String>) {
        *self.counts.entry(what.into()).or_default() += 1;
    }
}

fn corpus(folder: &str, ending: &str) -> Option<Score> {
    let root = common::corpora()?.join(folder);
    let mut score = Score::default();
    for path in common::files(&root, &[ending]) {
        let text = std::fs::read_to_string(&path).unwrap();
        let name = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
        let (diagnostics, rules) = common::read_all(&name, &text);
        score.files += 1;
        for d in diagnostics.iter().filter(|d| d.severity == Severity::Error) {
            score.count(format!("error {}", d.code));
            println!("{name}: {} {}", d.code, d.message);
        }
        if rules.is_empty() {
            score.count("no rule");
        }
        for (format, read) in &rules {
            rule(&mut score, *format, read, &name, &text);
        }
    }
    println!(
        "{folder}: {} files, {} rules, {} written again\n{:#?}",
        score.files, score.rules, score.written, score.counts
    );
    Some(score)
}

fn rule(score: &mut Score, format: &'static dyn Format, read: &ReadRule, name: &str, text: &str) {
    score.rules += 1;
    for line in common::told(text, &read.diagnostics) {
        score.count(line.split(' ').next().unwrap());
        println!("{name}: {line}");
    }
    let Some(rule) = &read.rule else { return score.count("not read") };
    score.count(match &rule.body {
        Body::Pipeline(stages) if stages.len() > 2 => "body: grouped or new terms",
        Body::Pipeline(_) => "body: query",
        Body::Native(_) => "body: native",
    });
    let (_, target) = format.targets()[0];
    let mut rule = rule.clone();
    let whole = ruleglot_ir::Legal::check(rule.clone(), target).is_ok();
    if !whole {
        score.count("not the target's own");
        rule = plain(&rule);
    }
    let written = common::write(format.id(), format.id(), read, rule.clone(), Identity::Kept);
    score.written += 1;
    let again = common::read(name, &written.text);
    let second = again
        .rule
        .as_ref()
        .unwrap_or_else(|| panic!("{name}: {:?}\n{}", again.diagnostics, written.text));
    // In what is read again everything is said outright.
    let (left, right) = (sorted(&rule.meta), sorted(&second.meta));
    if left != right || (whole && rule.alert != second.alert) {
        score.count("differs");
        for (l, r) in format!("{left:#?}")
            .lines()
            .zip(format!("{right:#?}").lines())
            .filter(|(l, r)| l != r && !l.contains("start:") && !l.contains("end:"))
            .take(3)
        {
            println!("{name}: {l} / {r}");
        }
    }
    for note in &written.notes {
        score.count(format!("note {}", note.code));
        println!("{name}: {} {}", note.code, note.message);
    }
}

/// Keys of the format itself are written in its own order.
fn sorted(meta: &Meta) -> Meta {
    let mut meta = meta.clone();
    meta.native.sort_by(|a, b| a.0.cmp(&b.0));
    meta
}

/// Kinds of findings that keep rules of the corpora from being read, each with its reason:
/// aggregations of Sigma 1 after a pipe, which Sigma 2 replaced by correlations, and three conditions that are none.
const REFUSED: &[&str] = &["sigma/legacy-aggregation", "sigma/invalid-condition"];

#[test]
fn every_elastic_rule_is_read() {
    let Some(score) = corpus("elastic", "toml") else { return };
    // What has no `[rule]` is a hunting query.
    let [read, written] =
        ["not read", "differs"].map(|k| score.counts.get(k).copied().unwrap_or(0));
    assert_eq!((read, written), (0, 0));
    assert!(score.counts.keys().all(|k| !k.contains('/')), "{:?}", score.counts);
}

#[test]
fn every_sigma_rule_is_read() {
    let Some(score) = corpus("sigma", "yml") else { return };
    let told: Vec<_> = score.counts.keys().filter(|k| k.contains('/')).collect();
    assert!(told.iter().all(|k| REFUSED.contains(&k.as_str())), "{told:?}");
    assert!(
        score.counts.get("not read").is_none_or(|n| n * 50 < score.rules),
        "{:?}",
        score.counts
    );
    assert_eq!(score.counts.get("differs"), None);
}

#[test]
fn every_splunk_rule_is_read() {
    let Some(score) = corpus("splunk/detections", "yml") else { return };
    let [none, read, written] =
        ["no rule", "not read", "differs"].map(|k| score.counts.get(k).copied().unwrap_or(0));
    assert_eq!((none, read, written), (0, 0, 0));
    assert_eq!(score.files, score.rules);
    let told: Vec<_> = score.counts.keys().filter(|k| k.contains('/')).collect();
    assert!(told.iter().all(|k| k.starts_with("spl/")), "{told:?}");
}

/// What is no rule is none of ours, and what is a rule of another format is only theirs.
#[test]
fn nothing_else_is_a_splunk_rule() {
    let Some(root) = common::corpora() else { return };
    let others = ["macros", "lookups", "stories", "data_sources"].map(|f| format!("splunk/{f}"));
    let folders = ["sigma", "panther", "elastic", "kusto", "yaral"].map(str::to_owned);
    let mut seen = 0;
    for folder in others.iter().chain(&folders) {
        for path in common::files(&root.join(folder), &["yml", "yaml"]) {
            let Ok(text) = std::fs::read_to_string(&path) else { continue };
            for document in ruleglot_document::read_yaml(FileId(0), &text).documents {
                seen += 1;
                let found = ruleglot_formats::Escu.recognise(&document);
                assert_eq!(found, Recognition::No, "{}", path.display());
            }
        }
    }
    println!("{seen} other documents");
}

/// The rule with a condition that every format can say.
fn plain(rule: &Rule) -> Rule {
    let mut rule = rule.clone();
    let always = Node::new(Stage::Filter(Expr::constant(true)), Origin::default());
    match &mut rule.body {
        Body::Pipeline(pipeline) => {
            pipeline.truncate(1);
            // A translation writes what says which events are read in the target's own words.
            if let Some(Stage::Read(source)) = pipeline.first_mut().map(|s| &mut s.kind) {
                source.consumed.clear();
            }
            pipeline.push(always);
        }
        Body::Native(_) => {
            let read = Node::new(Stage::Read(Source::default()), Origin::default());
            rule.body = Body::Pipeline(vec![read, always]);
        }
    }
    rule
}

/// Every rule written in the other format: sound by the format's own rules, and read again with the same metadata.
fn carried(folder: &str, ending: &str, to: &str) {
    let Some(root) = common::corpora() else { return };
    let mut notes: BTreeMap<String, usize> = BTreeMap::new();
    let mut rules = 0;
    for file in common::files(&root.join(folder), &[ending]) {
        let text = std::fs::read_to_string(&file).unwrap();
        let name = file.strip_prefix(&root).unwrap().to_str().unwrap();
        for (format, read) in common::read_all(name, &text).1 {
            let Some(rule) = &read.rule else { continue };
            rules += 1;
            let written = common::write(to, format.id(), &read, plain(rule), Identity::Derived);
            let mut seen = std::collections::BTreeSet::new();
            for note in &written.notes {
                assert!(seen.insert((note.code, note.about.word())), "{name}: twice {note:?}");
                assert!(note.origin.0.is_some(), "{name}: {note:?}");
                *notes.entry(format!("{} {}", note.code, note.about.word())).or_default() += 1;
            }
            let ending = ruleglot_formats::format(to).unwrap().extension();
            let path = &format!("{}.{ending}", written.file_name);
            let findings = common::findings(path, &written.text);
            let told = common::told(&written.text, &findings);
            assert!(
                told.iter().all(|t| known_flaw(t, format.id() == "splunk")),
                "{name}: {told:?}\n{}",
                written.text
            );
            let again = common::read(path, &written.text);
            assert!(
                again.diagnostics.is_empty(),
                "{name}: {:?}\n{}",
                again.diagnostics,
                written.text
            );
            same(name, rule, &again, &written);
        }
    }
    println!("{folder} to {to}: {rules} rules, notes {notes:#?}");
}

/// What the source is guilty of itself; Splunk's severities have other scores than Elastic's.
fn known_flaw(told: &str, of_splunk: bool) -> bool {
    told.starts_with("schema/duplicate-item")
        || told.contains("`rule.name` is")
        || (told.starts_with("schema/risk-and-severity") && told.contains("43"))
        || (of_splunk && told.starts_with("schema/risk-and-severity"))
}

/// What a target could not take it has told.
fn same(name: &str, rule: &Rule, again: &ReadRule, written: &Written) {
    let (a, b) = (&rule.meta, &again.meta);
    let notes = &written.notes;
    let noted = |code: &str| notes.iter().any(|n| n.code == code);
    let told = |word: &str| {
        notes.iter().any(|n| n.code.starts_with("metadata/") && n.message.contains(word))
    };
    assert!(a.title == b.title || noted("metadata/title-changed"), "{name}");
    let severity = |m: &Meta| m.severity.map(|s| s.max(ruleglot_ir::Severity::Low));
    assert!(
        severity(a) == severity(b) || noted("metadata/severity-banded") || told("severity"),
        "{name}: {:?} {:?}",
        a.severity,
        b.severity
    );
    let status = |m: &Meta| m.status.map(|s| s.max(ruleglot_ir::Status::Deprecated));
    assert!(status(a) == status(b) || noted("metadata/status-banded") || told("status"), "{name}");
    assert!(a.authors == b.authors || told("author"), "{name}");
    assert!(a.references == b.references || told("references"), "{name}");
    assert!(a.license == b.license || told("license"), "{name}");
    let words = |t: &str| t.split_whitespace().collect::<Vec<_>>().join(" ");
    let texts = |m: &Meta| m.false_positives.iter().map(|t| words(t)).collect::<Vec<_>>();
    assert!(
        texts(a) == texts(b) || told("false_positives"),
        "{name}: {:?} {:?} {notes:?}",
        texts(a),
        texts(b)
    );
    assert!(
        a.description.as_deref().map(words) == b.description.as_deref().map(words)
            || told("description"),
        "{name}"
    );
    let modified = |m: &Meta| m.modified.or(m.created);
    assert!(modified(a) == modified(b) || told("date"), "{name}");
    // ESCU's one date is that of the last change, which of a new rule is that of its creation.
    let created = a.created.or(a.modified) == b.created.or(b.modified);
    assert!(created || told("`date`") || told("creation_date"), "{name}");
    let outputs =
        |r: &Rule| r.alert.outputs.iter().map(|f| f.kind.name.clone()).collect::<Vec<_>>();
    let shown = ["outputs", "fields", "investigation_fields"].into_iter().any(told);
    // A search shows them itself.
    let shown = shown || outputs(rule).iter().all(|field| written.text.contains(field.as_str()));
    assert!(outputs(rule) == outputs(again.rule.as_ref().unwrap()) || shown, "{name}");
    if !noted("metadata/attack-version") {
        // A sub-technique says its technique too.
        let ids = |m: &Meta| {
            let ids = m.attack.iter().map(|t| t.kind.id.clone());
            ids.collect::<std::collections::BTreeSet<_>>()
        };
        let has = |id: &str| {
            ids(b)
                .iter()
                .any(|o| o.strip_prefix(id).is_some_and(|r| r.is_empty() || r.starts_with('.')))
        };
        assert!(ids(a).iter().all(|id| has(id)), "{name}: {:?} {:?}", ids(a), ids(b));
    }
}

#[test]
fn elastic_metadata_is_carried_to_sigma() {
    carried("elastic", "toml", "sigma");
}

#[test]
fn sigma_metadata_is_carried_to_elastic() {
    carried("sigma", "yml", "elastic");
}

#[test]
fn sigma_metadata_is_carried_to_splunk() {
    carried("sigma", "yml", "splunk");
}

#[test]
fn elastic_metadata_is_carried_to_splunk() {
    carried("elastic", "toml", "splunk");
}

#[test]
fn splunk_metadata_is_carried_to_sigma() {
    carried("splunk/detections", "yml", "sigma");
}

#[test]
fn splunk_metadata_is_carried_to_elastic() {
    carried("splunk/detections", "yml", "elastic");
}
