//! Every rule of the corpora is read, and its metadata comes back from what is written of it.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

mod common;

use ruleglot_formats::{Format, Identity, ReadRule};
use ruleglot_ir::{Body, Meta};
use ruleglot_source::Severity;
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
    if ruleglot_ir::Legal::check(rule.clone(), target).is_err() {
        return score.count("not the target's own");
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
    if left != right || rule.alert != second.alert {
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

#[test]
fn every_elastic_rule_is_read() {
    let Some(score) = corpus("elastic", "toml") else { return };
    assert_eq!(score.counts.get("not read"), None);
}

#[test]
fn every_sigma_rule_is_read() {
    let Some(score) = corpus("sigma", "yml") else { return };
    println!("{:?}", score.counts);
}
