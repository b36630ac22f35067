//! The check of field names: nothing is found in rules in use, and mistyped names are found with what was meant.
//!
//! Every name that the rules of a corpus use is mistyped in each of the four ways of one edit, put into a rule that uses
//! it, and the rule is checked.
#![allow(clippy::unwrap_used, reason = "tests")]

use rayon::prelude::*;
use ruleglot_engine::{
    CheckOptions, RuleDoc, ScanOptions, Scanned, Selection, check_scanned, scan_text,
};
use ruleglot_ir::{Body, FieldRef, Stage, Taxonomy, fields_of};
use ruleglot_source::FileId;
use ruleglot_tests::corpus::{ELASTIC, SIGMA, SPLUNK, read_corpus};
use ruleglot_tests::score::{Score, Scores, hold};
use std::collections::BTreeMap;

const CODE: &str = "fields/unknown";

/// How many names are mistyped in each corpus.
const NAMES: usize = 400;

#[test]
fn names_of_fields() {
    let mut scores = Scores::new();
    let corpora: [(&str, &[&str], &str); 3] = [
        ("elastic", &ELASTIC[..1], "ecs"),
        ("sigma", &SIGMA[..1], "sigma"),
        ("splunk", &SPLUNK, "cim"),
    ];
    for (corpus, folders, taxonomy) in corpora {
        let Some(files) = read_corpus(corpus, folders) else { return };
        let score = scores.entry(corpus.into()).or_default();
        score.of = files.iter().map(|f| f.rules.len()).sum();
        let names = names(&files, taxonomy);
        mistype(&files, &names, score);
        let found: usize = files.into_iter().map(findings).sum();
        score.bad("findings in rules that are in use", found);
    }
    hold("fields", &scores);
    for (corpus, score) in &scores {
        let (caught, tried) = (score.good["mistyped, and meant"], score.good["mistyped"]);
        assert_eq!(score.bad["findings in rules that are in use"], 0, "{corpus}");
        assert!(caught * 10 >= tried * 9, "{corpus}: {caught} of {tried}");
    }
}

/// Each name of a taxonomy that is known, with a file that uses it.
fn names(files: &[Scanned], taxonomy: &str) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for (i, file) in files.iter().enumerate() {
        for rule in &file.rules {
            let sigma = sigma_of(rule);
            each_field(rule, &mut |whose, name| {
                let typed =
                    if whose == "sigma" { sigma.contains(&name) } else { is_typed(whose, name) };
                if whose == taxonomy && typed {
                    found.entry(name.to_owned()).or_insert(i);
                }
            });
        }
    }
    let step = found.len().div_ceil(NAMES).max(1);
    found.into_iter().step_by(step).collect()
}

/// The names that are known of a Sigma rule's log sources.
fn sigma_of(rule: &RuleDoc) -> Vec<&'static str> {
    let Some(read) = &rule.read.rule else { return Vec::new() };
    let sources: Vec<_> = ruleglot_translate::recognise(read).iter().map(|r| r.source).collect();
    ruleglot_knowledge::sigma_names(&sources).iter().collect()
}

/// Whether a name has a type of its own. Below an object whose contents are open no name is mistyped.
fn is_typed(taxonomy: &str, name: &str) -> bool {
    let open =
        |above: &str| matches!(ruleglot_knowledge::field_type(above), Some("flattened" | "object"));
    let above = || name.match_indices('.').map(|(dot, _)| &name[..dot]);
    match taxonomy {
        "ecs" => ruleglot_knowledge::has_field(name) && !above().any(open),
        _ => ruleglot_knowledge::is_data_model_field(name),
    }
}

fn each_field(rule: &RuleDoc, visit: &mut impl FnMut(&str, &str)) {
    let Some(Body::Pipeline(pipeline)) = rule.read.rule.as_ref().map(|r| &r.body) else { return };
    for stage in pipeline {
        let Stage::Filter(filter) = &stage.kind else { continue };
        fields_of(filter, &mut |field| {
            let FieldRef::Named(field) = field else { return };
            if let Taxonomy::Known(id) = &field.taxonomy {
                visit(id, &field.name);
            }
        });
    }
}

fn mistype(files: &[Scanned], names: &BTreeMap<String, usize>, score: &mut Score) {
    let tried: Vec<(String, String, Option<String>)> = names
        .par_iter()
        .flat_map_iter(|(name, file)| {
            let text = &files[*file].file.text;
            mistyped(name).into_iter().filter_map(move |wrong| {
                let changed = replaced(text, name, &wrong)?;
                Some((name.clone(), wrong.clone(), suggestion(&changed, &wrong)))
            })
        })
        .collect();
    for (name, wrong, said) in tried {
        score.good("mistyped");
        match said {
            Some(said) if said == name => score.good("mistyped, and meant"),
            Some(said) => score.tell("another was meant", &format!("{name} as {wrong}: {said}")),
            None => score.tell("not found", &format!("{name} as {wrong}")),
        }
    }
}

/// The name with a letter lost, added, changed, and swapped with its neighbour: in the middle of its last word.
fn mistyped(name: &str) -> Vec<String> {
    let last = name.rfind('.').map_or(0, |dot| dot + 1);
    let at = last + (name.len() - last) / 2;
    if !name.is_ascii() || name.len() - last < 3 {
        return Vec::new();
    }
    let (before, here, after) = (&name[..at], &name[at..=at], &name[at + 1..]);
    let other = if here == "x" { "y" } else { "x" };
    let mut all = vec![
        format!("{before}{after}"),
        format!("{before}{other}{here}{after}"),
        format!("{before}{other}{after}"),
    ];
    let mut swapped = name.as_bytes().to_vec();
    swapped.swap(at - 1, at);
    all.extend(String::from_utf8(swapped).ok().filter(|s| s != name));
    all
}

/// The text with the first whole word `name` changed that is a field: a colon, operator or modifier follows.
fn replaced(text: &str, name: &str, by: &str) -> Option<String> {
    let of_word = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-');
    let at = text.match_indices(name).map(|(at, _)| at).find(|at| {
        let (before, after) = (&text[..*at], &text[at + name.len()..]);
        let follows = after.trim_start().chars().next();
        !before.ends_with(of_word)
            && !after.starts_with(of_word)
            && matches!(follows, Some(':' | '|' | '=' | '<' | '>' | '!'))
            && before.len()
                > text.find("query").or(text.find("detection")).or(text.find("search")).unwrap_or(0)
    })?;
    Some(format!("{}{by}{}", &text[..at], &text[at + name.len()..]))
}

/// What the check says was meant by a name.
fn suggestion(text: &str, wrong: &str) -> Option<String> {
    let scanned = scan_text(text, FileId(0), &ScanOptions::default());
    let found = check_scanned(vec![scanned], &options()).remove(0);
    let message = format!("`{wrong}`");
    let of_name = found.findings.iter().find(|f| f.message.contains(&message))?;
    of_name.help.as_ref()?.split('`').nth(1).map(str::to_owned)
}

fn options() -> CheckOptions {
    let selection = Selection::new(&[CODE.to_owned()], &[], &[]).unwrap();
    CheckOptions { selection, ..CheckOptions::default() }
}

fn findings(file: Scanned) -> usize {
    check_scanned(vec![file], &options()).remove(0).findings.len()
}
