//! Meaning against independent evidence: what other engines, specifications and real events say.
#![allow(clippy::print_stderr, reason = "tests")]

use rayon::prelude::*;
use ruleglot_eval::mapping::Schema;
use ruleglot_tests::{cases, events, evidence, kuery, run, schema, sigma, text};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Mutex;

/// Holds each case against what is expected; `None` is right, `Some` says what was answered.
fn hold(name: &str, path: &str, judge: impl Fn(&Value) -> Option<String> + Sync + Send) {
    let Some(cases) = cases(path) else { return };
    let wrong: Vec<String> = cases.par_iter().filter_map(judge).collect();
    eprintln!("{name}: {} of {} cases", cases.len() - wrong.len(), cases.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn compare(id: &str, case: &Value, got: &Result<Vec<bool>, String>) -> Option<String> {
    let right = |expect: &Value| match (expect, got) {
        (Value::String(_), Err(_)) => true,
        (Value::Array(_), Ok(got)) => *expect == serde_json::json!(got),
        _ => false,
    };
    let accept = case["accept"].as_array();
    if right(&case["expect"])
        || accept.is_some_and(|all| all.iter().any(right))
        || right(&case["accept"])
    {
        return None;
    }
    Some(format!("{id}: expected {}, got {got:?} — {}", case["expect"], text(case, "note")))
}

#[test]
fn kuery_cases() {
    hold("kuery", "cases/kuery.jsonl", |case| {
        let got = kuery(text(case, "query"))
            .and_then(|expr| run(&expr, &schema(&case["types"]), events(case)));
        compare(&format!("{} `{}`", text(case, "id"), text(case, "query")), case, &got)
    });
}

#[test]
fn sigma_traps() {
    hold("sigma traps", "cases/sigma-traps.jsonl", |case| {
        let got =
            sigma(text(case, "yaml")).and_then(|expr| run(&expr, &Schema::default(), events(case)));
        compare(text(case, "id"), case, &got)
    });
}

/// Rules of the corpus by path, each read once.
struct Rules(Mutex<HashMap<String, String>>);

impl Rules {
    fn source(&self, path: &str) -> String {
        let mut known = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        known
            .entry(path.to_owned())
            .or_insert_with(|| {
                evidence(&format!("corpora/sigma/{path}"))
                    .and_then(|p| std::fs::read_to_string(p).ok())
                    .unwrap_or_default()
            })
            .clone()
    }
}

fn labelled(name: &str, path: &str) {
    let rules = Rules(Mutex::default());
    hold(name, path, |case| {
        let rule = text(case, "rule_path");
        let got = sigma(&rules.source(rule))
            .and_then(|expr| run(&expr, &Schema::default(), events(case)));
        match got {
            Ok(got) if case["match"] == serde_json::json!(got) => None,
            got => Some(format!(
                "{rule}: expected {}, got {got:?} on {}",
                case["match"], case["events"]
            )),
        }
    });
}

#[test]
fn sigma_synthetic() {
    labelled("sigma synthetic", "cases/sigma-synthetic.jsonl");
}

#[test]
fn sigma_sharp() {
    labelled("sigma sharp", "cases/sigma-sharp.jsonl");
}

#[test]
fn sigma_regression() {
    let rules = Rules(Mutex::default());
    hold("sigma regression", "cases/sigma-regression.jsonl", |case| {
        let rule = text(case, "rule_path");
        let got = sigma(&rules.source(rule))
            .and_then(|expr| run(&expr, &Schema::default(), events(case)));
        let wanted =
            usize::try_from(case["match_count"].as_u64().unwrap_or(1)).unwrap_or(usize::MAX);
        match got {
            Ok(got) if got.iter().filter(|m| **m).count() >= wanted => None,
            got => Some(format!(
                "{rule}: expected {wanted} of {} events, got {got:?}",
                events(case).len()
            )),
        }
    });
}
