//! Which crate may know which: the arrows of `docs/architecture.md`, held against `cargo metadata`.
#![allow(clippy::unwrap_used, reason = "tests")]

use serde_json::Value;
use std::collections::BTreeSet;
use std::process::Command;

/// Each crate with the crates of ours that it may depend on, outside of tests.
const ARROWS: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("document", &["source"]),
    ("ir", &["source"]),
    ("eval", &["ir"]),
    ("knowledge", &["ir"]),
    ("kuery", &["ir", "source"]),
    ("sigma", &["ir", "source", "document"]),
    ("spl", &["ir", "source"]),
    ("formats", &["ir", "source", "document", "knowledge", "kuery", "sigma", "spl"]),
    ("translate", &["ir", "source", "knowledge", "eval"]),
    (
        "lint",
        &["ir", "source", "document", "knowledge", "eval", "formats", "kuery", "sigma", "spl"],
    ),
    (
        "engine",
        &[
            "ir",
            "source",
            "document",
            "knowledge",
            "eval",
            "formats",
            "kuery",
            "sigma",
            "spl",
            "translate",
            "lint",
        ],
    ),
];

#[test]
fn crates_know_only_what_lies_below_them() {
    let out = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&out.stdout).unwrap();
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for package in metadata["packages"].as_array().unwrap() {
        let name = package["name"].as_str().unwrap();
        let Some(short) = name.strip_prefix("ruleglot-") else { continue };
        if short == "tests" {
            continue;
        }
        seen.insert(short.to_owned());
        let allowed = ARROWS.iter().find(|(of, _)| *of == short).map(|(_, to)| *to);
        let Some(allowed) = allowed else {
            wrong.push(format!("{short} is not drawn"));
            continue;
        };
        for dependency in package["dependencies"].as_array().unwrap() {
            let on = dependency["name"].as_str().unwrap();
            let is_ours = on.strip_prefix("ruleglot-").filter(|_| dependency["kind"].is_null());
            if let Some(on) = is_ours.filter(|on| !allowed.contains(on)) {
                wrong.push(format!("{short} → {on} is no arrow"));
            }
        }
    }
    let drawn: BTreeSet<_> = ARROWS.iter().map(|(of, _)| (*of).to_owned()).collect();
    wrong
        .extend(drawn.difference(&seen).map(|missing| format!("{missing} is drawn and not there")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
