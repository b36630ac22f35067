//! What scalars mean under each schema.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::{clean, yaml};
use ruleglot_document::{Scalar, Schema, Style, Value};

/// `PyYAML`'s own answers, one a line.
const PYYAML: &str = include_str!("data/pyyaml-plain.tsv");

fn plain(text: &str) -> Scalar {
    Scalar::new(text, Style::Plain)
}

#[test]
fn yaml_1_1_is_what_pyyaml_reads() {
    let mut wrong = Vec::new();
    for line in PYYAML.lines().filter(|l| !l.starts_with('#')) {
        let mut columns = line.split('\t');
        let (text, kind, value) =
            (columns.next().unwrap(), columns.next().unwrap(), columns.next().unwrap());
        let scalar = plain(text);
        let expected = match kind {
            "bool" => Value::Bool(value == "true"),
            "int" => value.parse().map_or(Value::Text(text), Value::Int),
            "float" => Value::Float(value.parse().unwrap()),
            "null" => Value::Null,
            "date" => Value::Date(text),
            "datetime" => Value::DateTime(text),
            // PyYAML stops at a number without digits; it is text to us.
            _ => Value::Text(text),
        };
        let got = scalar.resolve(Schema::Yaml11);
        if got != expected
            && !(kind == "refused-timestamp" && matches!(got, Value::Date(_) | Value::DateTime(_)))
        {
            wrong.push(format!("{text}: {got:?}, PyYAML {kind} {value}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_core_schema_is_that_of_yaml_1_2_2() {
    for (text, value) in [
        ("", Value::Null),
        ("~", Value::Null),
        ("NULL", Value::Null),
        ("nULL", Value::Text("nULL")),
        ("True", Value::Bool(true)),
        ("yes", Value::Text("yes")),
        ("010", Value::Int(10)),
        ("00000429", Value::Int(429)),
        ("0o17", Value::Int(15)),
        ("0o", Value::Text("0o")),
        ("0x1f", Value::Int(31)),
        ("-0x1f", Value::Text("-0x1f")),
        ("1_000", Value::Text("1_000")),
        ("+12", Value::Int(12)),
        ("1.", Value::Float(1.0)),
        (".5", Value::Float(0.5)),
        ("-.5", Value::Float(-0.5)),
        (".", Value::Text(".")),
        ("1e3", Value::Float(1000.0)),
        ("1E+3", Value::Float(1000.0)),
        ("1e", Value::Text("1e")),
        ("-.INF", Value::Float(f64::NEG_INFINITY)),
        (".NaN", Value::Float(f64::NAN)),
        ("-.nan", Value::Text("-.nan")),
        ("nan", Value::Text("nan")),
        ("12:30:45", Value::Text("12:30:45")),
        ("2021-10-12", Value::Text("2021-10-12")),
        (
            "99999999999999999999999999999999999999999",
            Value::Text("99999999999999999999999999999999999999999"),
        ),
    ] {
        assert_eq!(plain(text).resolve(Schema::Core12), value, "{text}");
    }
}

#[test]
fn quotes_and_blocks_are_text() {
    let document = clean(yaml("- '1'\n- \"yes\"\n- |\n  1\n- >-\n  ~\n"));
    for node in document.root.sequence().unwrap() {
        let scalar = node.scalar().unwrap();
        for schema in [Schema::Core12, Schema::Yaml11] {
            assert_eq!(scalar.resolve(schema), Value::Text(&scalar.text));
        }
        assert_eq!(scalar.ambiguity(), None);
    }
}

#[test]
fn tags_decide() {
    let document = clean(yaml(
        "[!!str 1, !!int '010', !!float 1, !!bool yes, !!null x, ! yes, !!timestamp '2020-01-01', !!int x]",
    ));
    let values: Vec<_> = document
        .root
        .sequence()
        .unwrap()
        .iter()
        .map(|n| n.scalar().unwrap().resolve(Schema::Yaml11))
        .collect();
    let expected = [
        Value::Text("1"),
        Value::Int(8),
        Value::Float(1.0),
        Value::Bool(true),
        Value::Null,
        Value::Bool(true),
        Value::Date("2020-01-01"),
        Value::Text("x"),
    ];
    assert_eq!(values, expected);
    let odd = document.root.sequence().unwrap()[5].scalar().unwrap();
    assert_eq!(odd.resolve(Schema::Core12), Value::Text("yes"));
}

#[test]
fn schemas_differ_where_they_say() {
    let differ =
        ["yes", "off", "010", "00000429", "1_000", "12:30:45", "1e3", "0o17", "2021-10-12", "0b1"];
    assert!(differ.iter().all(|text| plain(text).ambiguity().is_some()));
    let agree =
        ["y", "=", "1.5", "-1", "4624", "null", "", "true", "C:\\x", "1.2.3", ".nan", ".inf", "0"];
    assert!(agree.iter().all(|text| plain(text).ambiguity().is_none()));
    assert_eq!(plain("010").ambiguity(), Some((Value::Int(10), Value::Int(8))));
}
