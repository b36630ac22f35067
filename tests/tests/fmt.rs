//! Laying out the rules of the corpora: what is in its repository's convention stays as it is, byte for byte; nothing
//! changes what a rule says; doing it twice is doing it once.
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "tests")]

use rayon::prelude::*;
use ruleglot_engine::{
    Candidate, FieldsMode, Formatted, Found, ScanOptions, convert, discover, format_files,
    format_text, scan, scan_text,
};
use ruleglot_ir::{Expr, normalise};
use ruleglot_source::{FileId, SourceFile};
use ruleglot_tests::corpus::{ELASTIC, SIGMA, SPLUNK, options};
use ruleglot_tests::score::{Score, Scores, hold};
use ruleglot_tests::{evidence, scramble};
use serde::Deserialize;
use serde_json::Value;
use std::path::PathBuf;

/// The files of these folders of a corpus.
fn candidates(corpus: &str, folders: &[&str]) -> Option<Vec<Candidate>> {
    let root = evidence(&format!("corpora/{corpus}"))?;
    let folders: Vec<PathBuf> = folders.iter().map(|f| root.join(f)).collect();
    discover(&folders).ok()
}

/// The same file with another text.
fn again(of: &Formatted, text: &str) -> Formatted {
    let file = SourceFile::new(FileId(0), of.file.path.clone(), text);
    format_text(of.candidate.clone(), file, &ScanOptions::default())
}

/// Rules of the repository, translated into every format: what is written is laid out already.
#[test]
fn what_is_converted_is_laid_out() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../rules");
    let found = discover(&[root]).unwrap();
    let files = scan(found, &ScanOptions::default());
    let mut all = 0;
    for (target, path) in [
        ("elastic", "x.toml"),
        ("sigma", "x.yml"),
        ("splunk", "x.yml"),
        ("kuery", "-"),
        ("spl", "-"),
    ] {
        let options = options(target, FieldsMode::Map);
        for (file, rules) in files.iter().zip(convert(&files, &options)) {
            // A file in its own format comes back byte for byte.
            let foreign = rules.into_iter().filter(|r| !r.report.verified.identity);
            for text in foreign.filter_map(|r| r.text) {
                let candidate =
                    Candidate { path: path.into(), relative: path.into(), found: Found::Named };
                let source = SourceFile::new(FileId(0), path, text.as_str());
                let bare = matches!(target, "kuery" | "spl");
                let options =
                    ScanOptions { from: bare.then(|| target.to_owned()), ..ScanOptions::default() };
                let done = format_text(candidate, source, &options);
                assert!(
                    done.findings.is_empty(),
                    "{target} of {}: {:?}",
                    file.file.path,
                    done.findings
                );
                assert_eq!(
                    done.text.as_deref().unwrap_or(&text),
                    text,
                    "{target} of {}",
                    file.file.path
                );
                all += 1;
            }
        }
    }
    assert!(all > 150, "only {all} translations");
}

#[test]
fn rules_of_the_corpora_are_laid_out() {
    let corpora = [("sigma", &SIGMA[..]), ("elastic", &ELASTIC[..]), ("splunk", &SPLUNK[..])];
    let mut scores = Scores::new();
    for (corpus, folders) in corpora {
        let Some(candidates) = candidates(corpus, folders) else { return };
        let files = format_files(candidates, &ScanOptions::default());
        let mut score = Score { of: files.len(), ..Score::default() };
        score.add(
            "untouched",
            files.iter().filter(|f| f.text.is_none() && f.findings.is_empty()).count(),
        );
        let unstable = files
            .par_iter()
            .filter(|f| f.text.as_ref().is_some_and(|text| again(f, text).text.is_some()));
        score.bad("twice is not once", unstable.count());
        let left = |f: &&Formatted| f.findings.iter().any(|d| d.code == "fmt/left-as-it-is");
        score.bad("left because of a fault", files.iter().filter(left).count());
        let changed = || files.par_iter().filter_map(|f| Some((&*f.file.text, f.text.as_deref()?)));
        let toml = corpus == "elastic";
        score.bad(
            "other values",
            changed().filter(|(a, b)| values(a, toml) != values(b, toml)).count(),
        );
        score.bad("another meaning", changed().filter(|(a, b)| !same_meaning(a, b)).count());
        score.bad("other comments", changed().filter(|(a, b)| comments(a) != comments(b)).count());
        scrambled(&files, &mut score);
        score.bad("left when cut", files.par_iter().step_by(16).filter(|f| cut(f) > 0).count());
        show(&files, corpus);
        scores.insert(corpus.to_owned(), score);
    }
    hold("fmt", &scores);
}

/// Writes what was laid out to the folder `FMT_OUT` names, to be looked at.
fn show(files: &[Formatted], corpus: &str) {
    let Some(folder) = std::env::var_os("FMT_OUT") else { return };
    let folder = PathBuf::from(folder).join(corpus);
    std::fs::create_dir_all(&folder).unwrap();
    for file in files {
        for d in &file.findings {
            eprintln!("{}: {}: {}", file.file.path, d.code, d.message);
        }
        if let Some(text) = &file.text {
            let name = file.candidate.path.to_string_lossy().replace('/', "%");
            std::fs::write(folder.join(name), text).unwrap();
        }
    }
}

/// The values of a file as somebody else's readers see them, without blanks in queries and in no order of keys; `None`
/// where they cannot read it.
fn values(text: &str, toml: bool) -> Option<Value> {
    let mut value: Value = if toml {
        serde_json::to_value(toml::from_str::<toml::Table>(text).ok()?).ok()?
    } else {
        let documents = serde_yaml::Deserializer::from_str(text);
        let all = documents.map(|d| {
            serde_yaml::Value::deserialize(d).ok().and_then(|v| serde_json::to_value(v).ok())
        });
        Value::Array(all.collect::<Option<_>>()?)
    };
    without_blanks(&mut value);
    Some(value)
}

/// What a layout may change: blanks, doubled brackets and the case of keywords, in queries alone.
fn without_blanks(value: &mut Value) {
    match value {
        Value::Object(map) => {
            for (key, value) in map.iter_mut() {
                match value {
                    Value::String(text)
                        if ["query", "threat_query", "search", "condition"]
                            .contains(&key.as_str()) =>
                    {
                        text.retain(|c| !c.is_whitespace() && !matches!(c, '(' | ')'));
                        text.make_ascii_lowercase();
                    }
                    other => without_blanks(other),
                }
            }
            map.sort_keys();
        }
        Value::Array(items) => items.iter_mut().for_each(without_blanks),
        _ => {}
    }
}

/// Whether two files have the same meaning, rule by rule; what cannot be read at all has none. What is not understood is
/// in a meaning as it is written, so its blanks do not count.
fn same_meaning(a: &str, b: &str) -> bool {
    let of = |text: &str| {
        let scanned = scan_text(text, FileId(0), &ScanOptions::default());
        ruleglot_tests::meaning(&scanned).map(|e| normalise(&e)).ok()
    };
    let bare = |e: &Expr| e.to_string().split_whitespace().collect::<String>();
    match (of(a), of(b)) {
        (Some(a), Some(b)) => a == b || a.to_string().contains('`') && bare(&a) == bare(&b),
        (a, b) => a.is_none() && b.is_none(),
    }
}

/// Lines that are comments, in no order.
fn comments(text: &str) -> Vec<&str> {
    let mut all: Vec<&str> = text.lines().map(str::trim).filter(|l| l.starts_with('#')).collect();
    all.sort_unstable();
    all
}

/// Files in disorder come back; comments stay with their keys. A quarter of the files is enough for either.
fn scrambled(files: &[Formatted], score: &mut Score) {
    let whole = |f: &Formatted| f.findings.is_empty() && !f.skipped;
    let each: Vec<(bool, bool)> = files
        .par_iter()
        .enumerate()
        .filter(|(i, f)| i % 4 == 0 && whole(f))
        .filter_map(|(seed, f)| brought_back(f, seed))
        .collect();
    score.add("in disorder", each.len());
    score.add("brought back", each.iter().filter(|(back, _)| *back).count());
    score.bad("left in disorder because of a fault", each.iter().filter(|(_, left)| *left).count());
    let lost =
        files.par_iter().enumerate().filter(|(i, f)| i % 4 == 1 && whole(f) && !keeps_comments(f));
    score.bad("comments astray", lost.count());
}

/// Whether a file in disorder comes back, and whether it is left because of a fault; `None` when there is no disorder.
fn brought_back(of: &Formatted, seed: usize) -> Option<(bool, bool)> {
    let laid_out = of.text.as_deref().unwrap_or(&of.file.text);
    let is_toml = laid_out.starts_with("[metadata]");
    let disorder =
        if is_toml { scramble::toml(laid_out, seed) } else { scramble::yaml(laid_out, seed) };
    if disorder.is_empty() || disorder == laid_out {
        return None;
    }
    let again = again(of, &disorder);
    // Empty lines move with what they follow.
    let back = again.text.as_deref().is_some_and(|text| filled(text) == filled(laid_out));
    // Disorder that is no YAML any more is none of a rule.
    if again.findings.iter().any(|d| d.code.starts_with("yaml/")) {
        return None;
    }
    Some((back, !again.findings.is_empty()))
}

/// A file that is cut off, or lacks a part, is laid out or told: nothing panics. How often it is left because of a fault.
fn cut(of: &Formatted) -> usize {
    let text = &*of.file.text;
    let place = |share: usize| {
        (text.len() * share / 7..=text.len()).find(|n| text.is_char_boundary(*n)).unwrap_or(0)
    };
    let cuts = (1..7).map(|n| text[..place(n)].to_owned());
    let holes = (1..6).map(|n| {
        let hole = text[place(n)..].chars().next().map_or(0, char::len_utf8);
        format!("{}{}", &text[..place(n)], &text[place(n) + hole..])
    });
    let turned = [
        text.replace('\n', "\r\n"),
        text.replace("    ", "\t"),
        text.replace(": ", ":"),
        format!("--- # x\n{text}"),
    ];
    let all = cuts.chain(holes).chain(turned).map(|text| again(of, &text));
    let left = |f: &Formatted| f.findings.iter().any(|d| d.code == "fmt/left-as-it-is");
    all.filter(left).count()
}

/// The lines on which something stands.
fn filled(text: &str) -> Vec<&str> {
    text.lines().filter(|l| !l.trim().is_empty()).collect()
}

/// Whether comments above the keys are where they were, and nothing else is changed for their sake.
fn keeps_comments(of: &Formatted) -> bool {
    let laid_out = of.text.as_deref().unwrap_or(&of.file.text);
    if laid_out.starts_with("[metadata]") {
        return true;
    }
    let with = scramble::commented(&scramble::yaml(laid_out, 7));
    let without = scramble::yaml(laid_out, 7);
    if without.is_empty() {
        return true;
    }
    let (with, without) = (again(of, &with), again(of, &without));
    if without.findings.iter().any(|d| d.code.starts_with("yaml/")) {
        return true;
    }
    let (Some(with), Some(without)) = (&with.text, &without.text) else { return false };
    let lines: Vec<&str> = with.lines().collect();
    let stays = lines.windows(2).filter(|two| two[0].starts_with("# note ")).all(|two| {
        let key = two[0].rsplit(' ').next().unwrap_or_default();
        two[1].starts_with(&format!("{key}:"))
    });
    let bare: Vec<&str> = lines.iter().filter(|l| !l.starts_with("# note ")).copied().collect();
    stays && without.lines().eq(bare)
}
