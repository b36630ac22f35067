//! Splunk searches against independent evidence: what the documentation says of small searches and events.
//!
//! A filter is run and must answer each event as expected. A search that counts, joins or looks up is skipped with its
//! reason, never answered; how many of each kind is in `tests/corpus/spl_cases.toml`.
#![allow(clippy::print_stderr, reason = "tests")]

use ruleglot_tests::{cases, events, spl, text};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What became of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Right,
    Refused,
    Wrong,
}

/// The answers, or why there are none.
fn answers(case: &Value) -> Result<Vec<bool>, String> {
    let macros: Vec<(&str, &str)> = case["macros"]
        .as_object()
        .into_iter()
        .flatten()
        .filter_map(|(head, text)| Some((head.as_str(), text.as_str()?)))
        .collect();
    spl::answers(text(case, "query"), &macros, events(case))
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
