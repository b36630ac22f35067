//! Real rules and the shared cases: what Kibana accepts is accepted, and printing keeps it.

#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::{corpus, listed, parsed, query, shared};
use ruleglot_kuery::{print, print_pretty};
use std::fmt::Write;

#[test]
fn every_query_of_the_corpus_parses_and_survives_printing() {
    let Some(queries) = corpus() else { return };
    assert!(queries.len() > 500, "the corpus has {} queries", queries.len());
    for (name, text) in queries {
        let ast = query(&text);
        let line = print(&ast);
        assert_eq!(query(&line), ast, "{name}\n{text}\n{line}");
        assert_eq!(print(&query(&line)), line, "{name}");
        let pretty = print_pretty(&ast);
        assert_eq!(query(&pretty), ast, "{name}\n{text}\n{pretty}");
        assert_eq!(print_pretty(&query(&pretty)), pretty, "{name}");
    }
}

/// Errors that only the index mapping makes are no syntax errors.
const BY_MAPPING: [&str; 3] =
    ["nested-subfield-outside-group", "nested-wrong-group", "nested-wrong-path"];

#[test]
fn the_cases_are_accepted_and_refused_as_kibana_does() {
    let Some(path) = shared("cases/kuery.jsonl") else { return };
    let text = std::fs::read_to_string(path).unwrap();
    let mut wrong = String::new();
    for line in text.lines() {
        let case: serde_json::Value = serde_json::from_str(line).unwrap();
        let (id, text) = (case["id"].as_str().unwrap(), case["query"].as_str().unwrap());
        let refused = case["expect"] == "error" && !BY_MAPPING.contains(&id);
        let parsed = parsed(text);
        if parsed.query.is_none() != refused || parsed.diagnostics.is_empty() == refused {
            let _ = write!(wrong, "{id}: {text:?}\n{}", listed(text, &parsed.diagnostics));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
