//! What is read from TOML, what is refused, and where.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::{clean, codes, toml};
use ruleglot_document::{Node, Schema, Style, Value};

fn slice<'a>(text: &'a str, node: &Node, path: &[&str]) -> &'a str {
    &text[node.at(path).unwrap().span.range()]
}

const RULE: &str = r#"# top
[metadata]
creation_date = "2020/01/01" # when

[rule]
risk_score = 47
from = 'now-9m'
tags = [
    "a", # one
    "b",
]
query = '''
a:b and
  c:"d"
'''
note = """
x \
   y"""
[[rule.threat]]
framework = "MITRE ATT&CK"
[rule.threat.tactic]
id = "TA0001"
[[rule.threat]]
framework = "X"
[rule.investigation]
a.b = {c = 1, d = [{e = 2}]}
a.f = true
"#;

#[test]
fn a_rule_is_one_tree_with_places() {
    let read = clean(toml(RULE));
    let node = &read.root;
    assert_eq!(slice(RULE, node, &["metadata", "creation_date"]), "\"2020/01/01\"");
    assert_eq!(slice(RULE, node, &["metadata"]), "[metadata]\ncreation_date = \"2020/01/01\"");
    assert_eq!(slice(RULE, node, &["rule", "query"]), "'''\na:b and\n  c:\"d\"\n'''");
    assert_eq!(node.at(&["rule", "query"]).unwrap().text(), Some("a:b and\n  c:\"d\"\n"));
    assert_eq!(node.at(&["rule", "note"]).unwrap().text(), Some("x y"));
    let threat = node.at(&["rule", "threat"]).unwrap().sequence().unwrap();
    assert_eq!(threat.len(), 2);
    assert_eq!(threat[0].at(&["tactic", "id"]).unwrap().text(), Some("TA0001"));
    assert_eq!(&RULE[threat[1].span.range()], "[[rule.threat]]\nframework = \"X\"");
    let a = node.at(&["rule", "investigation", "a"]).unwrap();
    assert_eq!(a.at(&["b", "c"]).unwrap().text(), Some("1"));
    assert_eq!(&RULE[a.span.range()], "a.b = {c = 1, d = [{e = 2}]}\na.f = true");
    let comments: Vec<_> = read.comments.iter().map(|c| &RULE[c.span.range()]).collect();
    assert_eq!(comments, ["# top", "# when", "# one"]);
    let keys: Vec<_> =
        node.mapping().unwrap().entries.iter().map(|e| &RULE[e.key_span.range()]).collect();
    assert_eq!(keys, ["metadata", "rule"]);
    common::check_maps(RULE, &read);
}

#[test]
fn values_have_their_types() {
    let text = "a = 0x1F\nb = 1_000\nc = 1e3\nd = true\ne = 2020-01-01\nf = 07:32:00\ng = 1979-05-27T07:32:00Z\nh = -inf\ni = '1'\nj = \"\"\"1\"\"\"\nk = -0b1\n".replace("k = -0b1\n", "k = -17\n");
    let node = clean(toml(&text)).root;
    let value = |key: &str| node.get(key).unwrap().scalar().unwrap().resolve(Schema::Toml);
    assert_eq!(value("a"), Value::Int(31));
    assert_eq!(value("b"), Value::Int(1000));
    assert_eq!(value("c"), Value::Float(1000.0));
    assert_eq!(value("d"), Value::Bool(true));
    assert_eq!(value("e"), Value::Date("2020-01-01"));
    assert_eq!(value("f"), Value::DateTime("07:32:00"));
    assert_eq!(value("g"), Value::DateTime("1979-05-27T07:32:00Z"));
    assert_eq!(value("h"), Value::Float(f64::NEG_INFINITY));
    assert_eq!(value("i"), Value::Text("1"));
    assert_eq!(value("j"), Value::Text("1"));
    assert_eq!(value("k"), Value::Int(-17));
    assert_eq!(node.get("j").unwrap().scalar().unwrap().style, Style::MultilineBasic);
}

#[test]
fn a_key_that_stands_twice_is_told_with_both_places() {
    let text = "a = 1\na = 2\n[t]\nx = 1\n[t]\nx = 2\ny = 3\n[a.b]\n[[t]]\n[u]\nv.w = 1\nv.w = 2\nv = 3\ni = {a = 1, a = 2}\ni.b = 1\n[u.v]\n";
    let read = toml(text);
    let told: Vec<_> = read
        .diagnostics
        .iter()
        .map(|d| {
            assert_eq!(d.code, "toml/duplicate-key");
            let places: Vec<_> = d.labels.iter().map(|l| l.at.span.start).collect();
            (text[d.at().span.range()].to_owned(), places[1] < places[0])
        })
        .collect();
    let keys: Vec<_> = told.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(keys, ["a", "t", "x", "a", "t", "w", "v", "a", "i", "v"]);
    assert!(told.iter().all(|(_, earlier)| *earlier));
    let node = &read.documents[0].root;
    assert_eq!(node.get("a").unwrap().text(), Some("1"));
    assert_eq!(node.at(&["t", "x"]).unwrap().text(), Some("1"));
    assert_eq!(node.at(&["t", "y"]).unwrap().text(), Some("3"));
}

#[test]
fn every_error_is_told() {
    let text = "a = \nb = 1\nc = [1 2]\nd = 'x\ne = 2020-13-01\nf = \"\\q\"\n= 3\n";
    let read = toml(text);
    assert!(read.documents.is_empty());
    assert!(read.diagnostics.iter().all(|d| d.code == "toml/syntax" && !d.message.is_empty()));
    let lines: Vec<_> = read
        .diagnostics
        .iter()
        .map(|d| text[..d.at().span.start as usize].matches('\n').count() + 1)
        .collect();
    assert_eq!(lines, [1, 3, 4, 5, 6, 7], "{:#?}", read.diagnostics);
}

#[test]
fn deep_nesting_is_refused_where_it_is_too_deep() {
    clean(toml(&format!("a = {}{}", "[".repeat(199), "]".repeat(199))));
    let dotted = vec!["a"; 10_000].join(".");
    for text in [
        format!("a = {}{}", "[".repeat(10_000), "]".repeat(10_000)),
        format!("a = {}", "[".repeat(10_000)),
        format!("a = {}", "{a=".repeat(10_000)),
        format!("[{dotted}]\nb = 1\n"),
        format!("[[{dotted}]]\nb = 1\n"),
        format!("{dotted} = 1\n"),
        format!(
            "[{}]\n{} = {}{}\n",
            vec!["a"; 100].join("."),
            vec!["b"; 60].join("."),
            "[".repeat(50),
            "]".repeat(50)
        ),
    ] {
        let read = toml(&text);
        assert!(codes(&read).contains(&"toml/too-deep"), "{}", &text[..20]);
        assert!(read.documents.is_empty());
    }
}

#[test]
fn a_byte_order_mark_moves_nothing() {
    let text = "\u{feff}a = 'x' # c\n";
    let read = clean(toml(text));
    assert_eq!(slice(text, &read.root, &["a"]), "'x'");
    assert_eq!(&text[read.comments[0].span.range()], "# c");
}
