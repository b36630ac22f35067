//! Kibana's own parser (npm `kbn-es-query` 1.0.7, Kibana 8.9) on our own texts: it refuses and reads as we do.
//!
//! `data/kuery-oracle.jsonl` holds its answers: `reads` is the tree, lists distributed, or `false`.

#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::{listed, parsed};
use ruleglot_ir::Inequality;
use ruleglot_kuery::ast::{Expr, Leaf, Name, NameKind, Piece, Tree, TreeKind, Value, ValueKind};
use ruleglot_source::Span;

#[test]
fn kibana_reads_and_refuses_the_same_texts() {
    let answers = include_str!("data/kuery-oracle.jsonl");
    let mut wrong = Vec::new();
    for line in answers.lines() {
        let case: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = case["query"].as_str().unwrap();
        let parsed = parsed(text);
        let ours = parsed.query.as_ref().map(|q| match &q.root {
            Some(root) => expr(root),
            None => every().to_owned(),
        });
        if ours.as_deref() != case["reads"].as_str() {
            let faults = listed(text, &parsed.diagnostics);
            wrong
                .push(format!("{text:?}\n kibana: {}\n ours:   {ours:?}\n{faults}", case["reads"]));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} texts differ:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(20)].join("\n")
    );
}

fn every() -> &'static str {
    r#"is(w["",""], w["",""])"#
}

fn shown(tree: &Tree<String>) -> String {
    let all = |of: &[Tree<String>]| of.iter().map(shown).collect::<Vec<_>>().join(", ");
    match &tree.kind {
        TreeKind::Or(of) => format!("or({})", all(of)),
        TreeKind::And(of) => format!("and({})", all(of)),
        TreeKind::Not(x) => format!("not({})", shown(x)),
        TreeKind::Leaf(leaf) => leaf.clone(),
    }
}

/// The same tree with other leaves; a list of values becomes one with the conditions around it.
fn map<L>(tree: &Tree<L>, leaf: &impl Fn(&L) -> Tree<String>) -> Tree<String> {
    let all = |of: &[Tree<L>]| of.iter().map(|x| map(x, leaf)).collect();
    match &tree.kind {
        TreeKind::Or(of) => Tree::some(all(of), tree.at).unwrap(),
        TreeKind::And(of) => Tree::all(all(of), tree.at).unwrap(),
        TreeKind::Not(x) => Tree::negated(map(x, leaf), tree.at),
        TreeKind::Leaf(l) => leaf(l),
    }
}

fn expr(root: &Expr) -> String {
    let one = |text: String| Tree::leaf(text, Span::default());
    let leaf = |leaf: &Leaf| match leaf {
        Leaf::Match { name: field, values } => {
            map(values, &|v| one(format!("is({}, {})", name(field), value(v))))
        }
        Leaf::Compare { name: field, op, bound } => {
            one(format!("{}({}, {})", operator(*op), name(field), value(bound)))
        }
        Leaf::Nested { path, body } => one(format!("nested({}, {})", name(path), expr(body))),
        Leaf::Free(v) => one(format!("is(null, {})", value(v))),
    };
    shown(&map(root, &leaf))
}

fn operator(op: Inequality) -> &'static str {
    match op {
        Inequality::Lt => "lt",
        Inequality::Le => "lte",
        Inequality::Gt => "gt",
        Inequality::Ge => "gte",
    }
}

fn name(name: &Name) -> String {
    match &name.kind {
        NameKind::Null => "null".to_owned(),
        NameKind::Plain(text) => json(text),
        NameKind::Wild(pieces) => wild(pieces),
    }
}

fn value(value: &Value) -> String {
    match &value.kind {
        ValueKind::Quoted(text) => format!("q{}", json(text)),
        ValueKind::Bare(text) if text == "null" => "null".to_owned(),
        ValueKind::Bare(text) => format!("b{}", json(text)),
        ValueKind::Wild(pieces) => wild(pieces),
    }
}

fn wild(pieces: &[Piece]) -> String {
    let mut texts = vec![String::new()];
    for piece in pieces {
        match piece {
            Piece::Text(text) => texts.last_mut().unwrap().push_str(text),
            Piece::Star => texts.push(String::new()),
        }
    }
    format!("w{}", serde_json::to_string(&texts).unwrap())
}

fn json(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}
