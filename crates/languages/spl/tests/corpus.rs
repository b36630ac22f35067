//! Real searches and the shared cases: what Splunk accepts is accepted, and printing keeps it.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

mod common;

use common::{corpus, errors, listed, macros, parsed, shared};
use ruleglot_spl::ast::{Command, Search};
use ruleglot_spl::{expand, print, print_pretty};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Parses a search and holds that printing keeps it; what is wrong goes to `wrong`.
fn checked(name: &str, text: &str, wrong: &mut String) -> Option<Search> {
    let found = parsed(text);
    if !errors(&found.diagnostics).is_empty() || found.search.is_none() {
        let _ = writeln!(wrong, "{name}\n{text}\n{}", listed(text, &found.diagnostics));
    }
    let search = found.search?;
    for line in [print(&search), print_pretty(&search)] {
        let again = parsed(&line);
        if again.search.as_ref() != Some(&search) {
            let _ = writeln!(
                wrong,
                "{name} is not kept:\n{text}\n{line}\n{}",
                listed(&line, &again.diagnostics)
            );
        } else if print(&search) != print(again.search.as_ref().unwrap()) {
            let _ = writeln!(wrong, "{name} prints differently:\n{line}");
        }
    }
    Some(search)
}

/// Counts stages that are kept word for word, by command.
fn others(search: &Search, known: bool, out: &mut BTreeMap<String, usize>) {
    for stage in &search.stages {
        if let Command::Other(other) = &stage.command {
            let name = if other.name.starts_with('`') { "a macro and text" } else { &other.name };
            if !known || KNOWN.contains(&name) {
                *out.entry(name.to_owned()).or_default() += 1;
            }
            other.subsearches.iter().for_each(|s| others(s, known, out));
        }
    }
}

const KNOWN: [&str; 20] = [
    "",
    "search",
    "where",
    "eval",
    "stats",
    "eventstats",
    "streamstats",
    "tstats",
    "from",
    "table",
    "fields",
    "rename",
    "dedup",
    "sort",
    "head",
    "fillnull",
    "regex",
    "rex",
    "bin",
    "bucket",
];

#[test]
fn every_search_of_the_corpus_parses_and_survives_printing() {
    let Some(searches) = corpus() else { return };
    let Some(macros) = macros() else { return };
    assert!(searches.len() > 1_000, "the corpus has {} searches", searches.len());
    let (mut before, mut after) = (String::new(), String::new());
    let (mut kept, mut expanded) = (BTreeMap::new(), BTreeMap::new());
    for (name, text) in &searches {
        if let Some(search) = checked(name, text, &mut before) {
            others(&search, false, &mut kept);
        }
        let plain = expand(&common::snippet(text), &macros);
        assert!(plain.diagnostics.is_empty(), "{name}");
        if let Some(search) = checked(name, &plain.text, &mut after) {
            others(&search, false, &mut expanded);
        }
    }
    println!("{} searches; kept word for word: {kept:#?}\nexpanded: {expanded:#?}", searches.len());
    assert!(before.is_empty(), "{before}");
    assert!(after.is_empty(), "expanded: {after}");
}

/// What only the meaning of names and patterns shows, not the syntax.
const BY_MEANING: [&str; 6] = [
    "err-unknown-function",
    "err-bad-pattern",
    "err-undefined-macro",
    "err-macro-arity",
    "err-unknown-command",
    "err-rex-without-group",
];

#[test]
fn the_cases_are_accepted_and_refused() {
    let Some(path) = shared("cases/spl.jsonl") else { return };
    let text = std::fs::read_to_string(path).unwrap();
    let mut wrong = String::new();
    for line in text.lines() {
        let case: serde_json::Value = serde_json::from_str(line).unwrap();
        let (id, text) = (case["id"].as_str().unwrap(), case["query"].as_str().unwrap());
        let pairs = case["macros"].as_object().into_iter().flatten();
        let pairs = pairs.map(|(name, text)| (name.as_str(), text.as_str().unwrap()));
        let table = ruleglot_spl::MacroTable::from_pairs(pairs);
        let plain = expand(&common::snippet(text), &table);
        let refused = case.get("error").is_some() && !BY_MEANING.contains(&id);
        let found = parsed(&plain.text);
        let told = errors(&found.diagnostics).len() + plain.diagnostics.len();
        if (told > 0) != refused {
            let _ = writeln!(wrong, "{id}: {text}\n{}", listed(&plain.text, &found.diagnostics));
        }
        if !refused {
            checked(id, text, &mut wrong);
            if let Some(search) = checked(id, &plain.text, &mut wrong) {
                let mut kept = BTreeMap::new();
                others(&search, true, &mut kept);
                if !kept.is_empty() && id != "rex-sed" {
                    let _ = writeln!(wrong, "{id}: {text}\nnot understood: {kept:?}");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
