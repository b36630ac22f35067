//! Whole written files: the Lambda rules of `rules/`, each written in the other format.
//!
//! The query is the other format's own, as a translation would give it; everything else is carried from the source.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

mod common;

use ruleglot_formats::Identity;
use ruleglot_ir::{Body, Rule, Stage};
use std::fmt::Write;
use std::path::Path;

const RULES: &[&str] = &[
    "aws_cloudtrail_lambda_function_created",
    "aws_cloudtrail_lambda_code_updated_by_iam_user",
    "aws_cloudtrail_lambda_layer_published",
    "aws_cloudtrail_lambda_changed_outside_deployment",
    "aws_cloudtrail_lambda_layer_attached",
];

fn file_of(format: &str, name: &str) -> (String, String) {
    let ending = if format == "elastic" { "toml" } else { "yml" };
    let path = format!("rules/{format}/{name}.{ending}");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    (path.clone(), std::fs::read_to_string(root.join(path)).unwrap())
}

/// The rule with the condition and output fields of its twin.
fn translated(mut rule: Rule, twin: &Rule) -> Rule {
    let condition = |rule: &Rule| match &rule.body {
        Body::Pipeline(pipeline) => {
            pipeline.iter().find(|s| matches!(s.kind, Stage::Filter(_))).cloned()
        }
        Body::Native(_) => None,
    };
    let filter = condition(twin).unwrap();
    if let Body::Pipeline(pipeline) = &mut rule.body {
        pipeline.truncate(1);
        pipeline.push(filter);
    }
    if !rule.alert.outputs.is_empty() {
        rule.alert.outputs.clone_from(&twin.alert.outputs);
    }
    rule
}

fn snapshot(from: &str, to: &str) {
    for name in RULES {
        let (path, text) = file_of(from, name);
        let (twin_path, twin_text) = file_of(to, name);
        let read = common::read(&path, &text);
        let twin = common::read(&twin_path, &twin_text).rule.unwrap();
        let rule = translated(read.rule.clone().unwrap(), &twin);
        let written = common::write(to, from, &read, rule, Identity::Derived);
        let again = common::read(&twin_path, &written.text);
        assert!(again.diagnostics.is_empty(), "{name}: {:?}", again.diagnostics);
        let file = common::file(&path, &text);
        let mut shown = written.text;
        for note in &written.notes {
            let at = note.origin.0.map(|s| file.position(s.span.start)).unwrap();
            let (line, column) = (at.line, at.column);
            write!(
                shown,
                "\n# {} {}:{line}:{column} {}",
                note.code,
                note.about.word(),
                note.message
            )
            .unwrap();
        }
        let findings = common::findings(&twin_path, &shown);
        assert!(findings.is_empty(), "{name}: {findings:?}");
        insta::with_settings!({ snapshot_suffix => *name, omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(format!("{from}_to_{to}"), shown);
        });
    }
}

#[test]
fn elastic_to_sigma() {
    snapshot("elastic", "sigma");
}

#[test]
fn sigma_to_elastic() {
    snapshot("sigma", "elastic");
}
