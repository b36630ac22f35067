//! Independent programs' answers on our own conditions and events, committed, so that nothing needs to be installed.
//!
//! `kuery-eval-oracle.jsonl`: Kibana 8.9's parser and query DSL, run by an evaluator of the DSL. `sigma-eval-oracle.jsonl`:
//! pySigma's conversion to SQL, run by `SQLite`; events with lists and nulls are left out, which SQL has not.
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "tests")]

use ruleglot_eval::mapping::Schema;
use ruleglot_tests::{events, kuery, run, sigma, text};
use serde_json::Value;

/// Conditions on which the other program is wrong, and why.
const EXPLAINED: &[(&str, &str)] = &[
    (
        "base64offset|contains|cased: été",
        "pySigma counts characters where the specification counts bytes",
    ),
    ("FileId: 9007199254740993", "SQLite compares integers beyond 2^53 as doubles"),
];

fn hold(answers: &str, read: impl Fn(&str) -> Result<ruleglot_ir::Expr, String>) {
    let (mut checks, mut wrong) = (0, Vec::new());
    for line in answers.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let query = text(&case, "query");
        if EXPLAINED.iter().any(|(part, _)| query.contains(part)) {
            continue;
        }
        let got = read(query).and_then(|e| run(&e, &Schema::default(), events(&case))).unwrap();
        let expected = case["match"].as_array().unwrap();
        for ((event, got), expected) in events(&case).iter().zip(got).zip(expected) {
            checks += 1;
            if Value::Bool(got) != *expected {
                wrong.push(format!("{query}\n  on {event}: expected {expected}, got {got}"));
            }
        }
    }
    eprintln!("{checks} checks, {} differ", wrong.len());
    assert!(checks > 1000, "the answers are not there");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn kibana_agrees() {
    hold(include_str!("../data/kuery-eval-oracle.jsonl"), kuery);
}

#[test]
fn pysigma_agrees() {
    hold(include_str!("../data/sigma-eval-oracle.jsonl"), sigma);
}
