//! What is written as ESCU passes Splunk's own validator, where it is installed.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

mod common;

use ruleglot_formats::{Format, Identity};
use ruleglot_ir::{Body, Expr, Node, Origin, Rule, Source, Stage};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The rule with a condition that every format can say.
fn plain(rule: &Rule) -> Rule {
    let mut rule = rule.clone();
    let always = Node::new(Stage::Filter(Expr::constant(true)), Origin::default());
    let read = match &rule.body {
        Body::Pipeline(pipeline) => pipeline[0].clone(),
        Body::Native(_) => Node::new(Stage::Read(Source::default()), Origin::default()),
    };
    rule.body = Body::Pipeline(vec![read, always]);
    rule
}

/// Writes every rule below `root` as ESCU into a folder; of rules of one name the first.
fn write_all(root: &Path, into: &Path) -> usize {
    let mut written = 0;
    for path in common::files(root, &["yml", "toml"]) {
        let text = std::fs::read_to_string(&path).unwrap();
        for (format, read) in common::read_all(&path.to_string_lossy(), &text).1 {
            let Some(rule) = &read.rule else { continue };
            let rule = plain(rule);
            let name = ruleglot_formats::Escu.file_name(&rule).unwrap();
            let file = into.join(format!("{name}.yml"));
            if !file.exists() {
                let out = common::write("splunk", format.id(), &read, rule, Identity::Derived);
                std::fs::write(file, out.text).unwrap();
                written += 1;
            }
        }
    }
    written
}

fn accepted(root: &Path, name: &str) {
    let into = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&into);
    std::fs::create_dir_all(&into).unwrap();
    let written = write_all(root, &into);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/oracles/contentctl.py");
    let Ok(out) = Command::new("python3").arg(script).arg(&into).output() else {
        return println!("SKIPPED: python3 is not here");
    };
    let said = String::from_utf8_lossy(&out.stdout);
    println!("{written} written: {}", said.lines().last().unwrap_or_default());
    assert!(out.status.success(), "{said}\n{}", String::from_utf8_lossy(&out.stderr));
}

#[test]
fn the_examples_are_accepted() {
    accepted(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules"), "examples");
}

/// Every rule of the corpora: minutes, so only when asked for.
#[test]
#[ignore = "takes a minute"]
fn the_corpora_are_accepted() {
    let Some(root) = common::corpora() else { return };
    for folder in ["sigma/rules", "elastic"] {
        accepted(&root.join(folder), &folder.replace('/', "-"));
    }
}
