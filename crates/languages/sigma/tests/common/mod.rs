//! What the tests share.

#![allow(clippy::unwrap_used, dead_code, unreachable_pub, reason = "tests")]

use ruleglot_document::{Node, read_yaml, write_yaml};
use ruleglot_ir::{Body, Expr, Legal, Pipeline, Rule, Source, Stage, Taxonomy, meaning};
use ruleglot_sigma::ast::Detection;
use ruleglot_sigma::{Sigma, lower, parse, print, raise};
use ruleglot_source::{Diagnostic, FileId};

pub const FILE: FileId = FileId(0);

/// The taxonomy of all tests.
pub fn taxonomy() -> Taxonomy {
    Taxonomy::Known("sigma".into())
}

/// The detection and its meaning.
pub fn understood(detection: &Node, text: &str) -> Result<(Detection, Expr), Vec<Diagnostic>> {
    let parsed = parse(detection, FILE, text);
    let Some(ast) = parsed.detection else { return Err(parsed.diagnostics) };
    let expr = lower(&ast, &taxonomy())?;
    Ok((ast, expr))
}

/// The root of the only document.
pub fn root(text: &str) -> Node {
    let mut read = read_yaml(FILE, text);
    assert!(read.diagnostics.is_empty(), "{:?}\n{text}", read.diagnostics);
    read.documents.remove(0).root
}

/// The meaning of a detection's YAML.
pub fn meaning_of(text: &str) -> Expr {
    match understood(&root(text), text) {
        Ok((_, expr)) => expr,
        Err(errors) => panic!("{errors:?}\n{text}"),
    }
}

/// The detection's part of a rule, as it is written.
pub fn detection_of(rule: &str) -> String {
    let root = root(rule);
    let (ast, _) = understood(root.get("detection").unwrap(), rule).unwrap();
    write_yaml(&print(&ast))
}

/// A rule of nothing but a condition.
pub fn rule(expr: &Expr) -> Rule {
    let pipeline: Pipeline =
        vec![Stage::Read(Source::default()).into(), Stage::Filter(expr.clone()).into()];
    Rule::bare(Body::Pipeline(pipeline))
}

/// The YAML that says an expression.
pub fn raised(expr: &Expr) -> String {
    let legal = match Legal::check(rule(expr), &Sigma) {
        Ok(legal) => legal,
        Err((_, refused)) => panic!("{refused:?}: {expr}"),
    };
    write_yaml(&print(&raise(&legal)))
}

/// The same without names.
pub fn raised_nameless(expr: &Expr) -> String {
    raised(&meaning(expr))
}
