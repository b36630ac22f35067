//! The verifier, tested by faults put into what was written.
#![allow(clippy::print_stderr, clippy::unwrap_used, reason = "tests")]

use rayon::prelude::*;
use ruleglot_engine::{
    FieldsMode, RuleDoc, ScanOptions, Scanned, Schema, convert, scan_text, verify_text,
};
use ruleglot_eval::proved_same;
use ruleglot_ir::Expr;
use ruleglot_source::FileId;
use ruleglot_tests::corpus::{ELASTIC, SIGMA, options, read_corpus};
use ruleglot_tests::faults::{Fault, of_kuery, of_sigma};
use ruleglot_tests::meaning;
use ruleglot_tests::score::{Score, Scores, hold};
use ruleglot_translate::resolve;

/// How many translations of each direction.
const MOST: usize = 250;

/// What became of a fault.
enum Fate {
    Noticed,
    /// It is proved to mean the same: the normal form is the same, or what was changed is covered by what was not.
    Same,
    Missed,
}

/// A translation into one direction with its faults.
struct Direction {
    name: &'static str,
    target: &'static str,
    faults: fn(&str, usize) -> Vec<Fault>,
}

/// A text's meaning, what only a mapping knows answered as for keyword fields.
fn read(text: &str, target: &str) -> Result<Expr, String> {
    let options = ScanOptions { from: Some(target.into()), ..ScanOptions::default() };
    let expr = meaning(&scan_text(text, FileId(0), &options))?;
    Ok(resolve(expr, &Schema::default()).expr)
}

fn is_same(direction: &Direction, right: &str, fault: &Fault) -> bool {
    match (read(right, direction.target), read(&fault.text, direction.target)) {
        (Ok(right), Ok(wrong)) => proved_same(&right, &wrong),
        _ => false,
    }
}

fn fate(direction: &Direction, rule: &RuleDoc, right: &str, fault: &Fault) -> Fate {
    match verify_text(rule, &fault.text, &options(direction.target, FieldsMode::Keep)) {
        Ok(verified) if verified.equal => Fate::Same,
        Ok(verified) if verified.holds() && is_same(direction, right, fault) => Fate::Same,
        Ok(verified) if verified.holds() => Fate::Missed,
        _ => Fate::Noticed,
    }
}

/// Every translation of a direction, evenly over the corpus.
fn translations(direction: &Direction, files: &[Scanned]) -> Vec<(usize, usize, String)> {
    let converted = convert(files, &options(direction.target, FieldsMode::Keep));
    let mut all = Vec::new();
    for (i, rules) in converted.into_iter().enumerate() {
        for (j, rule) in rules.into_iter().enumerate() {
            all.extend(rule.text.filter(|_| !rule.report.verified.identity).map(|t| (i, j, t)));
        }
    }
    let count = all.len();
    let chosen = |n: usize| n * MOST / count != (n + 1) * MOST / count || count <= MOST;
    all.into_iter().enumerate().filter(|(n, _)| chosen(*n)).map(|(_, one)| one).collect()
}

fn run(direction: &Direction, files: &[Scanned], scores: &mut Scores) {
    let translations = translations(direction, files);
    eprintln!("{}: {} translations", direction.name, translations.len());
    let fates: Vec<(String, &'static str, Fate, String)> = translations
        .par_iter()
        .enumerate()
        .flat_map_iter(|(n, (i, j, text))| {
            let (file, rule) = (&files[*i], &files[*i].rules[*j]);
            let faults = (direction.faults)(text, n);
            faults.into_iter().map(move |fault| {
                let fate = fate(direction, rule, text, &fault);
                (file.candidate.relative.clone(), fault.kind, fate, fault.text)
            })
        })
        .collect();
    let score: &mut Score = scores.entry(direction.name.into()).or_default();
    for (path, kind, fate, text) in fates {
        match fate {
            Fate::Same => score.tell("the same", kind),
            Fate::Noticed => {
                score.of += 1;
                score.good("noticed");
                score.tell("noticed", kind);
            }
            Fate::Missed => {
                score.of += 1;
                score.tell(&format!("missed: {kind}"), &path);
                eprintln!("missed, {kind}: {path}\n{}", tail(&text));
            }
        }
    }
}

fn tail(text: &str) -> &str {
    text.find("\ndetection:").map_or(text, |at| &text[at..])
}

#[test]
fn faults_in_written_text_are_noticed() {
    let mut scores = Scores::new();
    let Some(elastic) = read_corpus("elastic", &ELASTIC) else { return };
    let Some(sigma) = read_corpus("sigma", &SIGMA) else { return };
    let to_sigma = Direction { name: "elastic to sigma", target: "sigma", faults: of_sigma };
    let to_kuery = Direction { name: "sigma to kuery", target: "kuery", faults: of_kuery };
    run(&to_sigma, &elastic, &mut scores);
    run(&to_kuery, &sigma, &mut scores);
    hold("faults", &scores);
    for (name, score) in &scores {
        assert!(score.percent("noticed") >= 99.0, "{name}");
    }
}
