//! Splunk searches against independent evidence: what the documentation says of small searches and events.
//!
//! A filter is run and must answer each event as expected. A search that counts, joins or looks up is skipped with its
//! reason, never answered; how many of each kind is in `tests/corpus/spl_cases.toml`.
#![allow(clippy::print_stderr, reason = "tests")]

use ruleglot_engine::{
    ByKeys, EvalLine, EvalOptions, MacroTable, Project, ScanOptions, eval_rule, scan_text,
};
use ruleglot_source::{FileId, Severity};
use ruleglot_tests::{cases, events, text};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What became of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Right,
    Refused,
    Wrong,
}

fn project(case: &Value) -> Arc<Project> {
    let pairs: Vec<(&str, &str)> = case["macros"]
        .as_object()
        .into_iter()
        .flatten()
        .filter_map(|(head, text)| Some((head.as_str(), text.as_str()?)))
        .collect();
    Arc::new(Project { macros: MacroTable::from_pairs(pairs) })
}

/// The answers, or why there are none.
fn answers(case: &Value) -> Result<Vec<bool>, String> {
    let options =
        ScanOptions { from: Some("spl".into()), project: project(case), ..ScanOptions::default() };
    let scanned = scan_text(text(case, "query"), FileId(0), &options);
    let rule = scanned.rules.first().ok_or("no rule")?;
    let now = 1_700_000_000_000_000_000;
    let options = EvalOptions { schema: None, check_source: true, now };
    let lines = eval_rule(&scanned, rule, events(case), &options).map_err(|found| {
        let errors = found.iter().filter(|(_, d)| d.severity == Severity::Error);
        errors.map(|(_, d)| format!("{}: {}", d.code, d.message)).collect::<Vec<_>>().join("; ")
    })?;
    lines
        .into_iter()
        .map(|line| match line {
            EvalLine::Answer { matches, .. } => Ok(matches),
            EvalLine::Skipped { skipped, .. } => Err(format!("skipped: {skipped}")),
        })
        .collect()
}

fn judge(case: &Value) -> (Outcome, String) {
    let got = answers(case);
    let said = format!("{} `{}`: {got:?}", text(case, "id"), text(case, "query"));
    let outcome = match (&got, case.get("expect"), case.get("error")) {
        (Err(_), None, Some(_)) => Outcome::Right,
        (Err(_), ..) => Outcome::Refused,
        (Ok(got), Some(expect), _) if *expect == json!(got) => Outcome::Right,
        (Ok(got), None, None)
            if got.iter().any(|m| *m) == case["fires"].as_bool().unwrap_or_default() =>
        {
            Outcome::Right
        }
        // "report it": Splunk accepts the search, a lint tells.
        (Ok(_), None, Some(_)) if text(case, "note").contains("report it") => Outcome::Right,
        _ => Outcome::Wrong,
    };
    (outcome, format!("{outcome:?} {said} expected {} — {}", case["expect"], text(case, "note")))
}

#[test]
fn searches_mean_what_the_documentation_says() {
    let _ = ByKeys::Require;
    let Some(cases) = cases("cases/spl.jsonl") else { return };
    let mut groups: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    let mut wrong = Vec::new();
    for case in &cases {
        let (outcome, said) = judge(case);
        groups.entry(text(case, "group").to_owned()).or_default()[outcome as usize] += 1;
        match outcome {
            Outcome::Right => {}
            Outcome::Refused => eprintln!("{said}"),
            Outcome::Wrong => wrong.push(said),
        }
    }
    eprintln!("{groups:#?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
