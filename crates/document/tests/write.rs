//! Reading what was written gives the same values; and it looks as people write it.
#![allow(clippy::unwrap_used, clippy::format_collect, clippy::float_cmp, reason = "tests")]

mod common;

use common::{clean, toml, yaml};
use proptest::prelude::*;
use ruleglot_document::{
    Kind, Layout, Node, Out, OutEntry, OutMap, Schema, TextStyle, Value, write_toml, write_yaml,
};
use smol_str::SmolStr;

/// Whether the node has the value, under every schema of its notation.
fn same(out: &Out, node: &Node, schemas: &[Schema]) -> bool {
    match (out, &node.kind) {
        (Out::List(items, _), Kind::Sequence(nodes)) => {
            items.len() == nodes.len()
                && items.iter().zip(nodes).all(|(item, node)| same(item, node, schemas))
        }
        (Out::Map(map), Kind::Mapping(nodes)) => {
            map.entries.len() == nodes.entries.len()
                && map
                    .entries
                    .iter()
                    .all(|e| nodes.get(&e.key).is_some_and(|node| same(&e.value, node, schemas)))
        }
        (_, Kind::Scalar(scalar)) => {
            schemas.iter().all(|schema| match (out, scalar.resolve(*schema)) {
                (Out::Null, Value::Null) => true,
                (Out::Bool(a), Value::Bool(b)) => *a == b,
                (Out::Int(a), Value::Int(b)) => *a == b,
                (Out::Float(a), Value::Float(b)) => *a == b || a.is_nan() && b.is_nan(),
                (Out::Date(a), Value::Date(b) | Value::DateTime(b) | Value::Text(b)) => a == b,
                (Out::Text(a, _), Value::Text(b)) => a == b,
                _ => false,
            })
        }
        _ => false,
    }
}

fn order(map: &OutMap, node: &Node) -> bool {
    let keys = node.mapping().unwrap().entries.iter().map(|e| &e.key);
    map.entries.iter().map(|e| &e.key).eq(keys)
}

const YAML: [Schema; 2] = [Schema::Core12, Schema::Yaml11];

fn texts() -> impl Strategy<Value = SmolStr> {
    let words = prop::sample::select(vec![
        "",
        "yes",
        "off",
        "y",
        "null",
        "~",
        "0123",
        "00000429",
        "1_000",
        "0x1F",
        "12:30:45",
        "1e3",
        "1.5",
        ".inf",
        "2021-10-12",
        "2021-10-12 10:00:00",
        "<<",
        "=",
        "-",
        "--",
        "---",
        "--- a",
        "...",
        "... a",
        "- a",
        "? a",
        ": a",
        "a: b",
        "a :b",
        "a:",
        "a #b",
        "a# b",
        "# a",
        "#",
        "'",
        "''",
        "\"",
        "it's",
        "C:\\Windows\\x.exe",
        "*foo*",
        "&a",
        "!x",
        "%x",
        "@x",
        "`x`",
        "{a",
        "[a]",
        "a, b",
        "|",
        ">",
        "a\nb",
        "a\nb\n",
        "\na",
        "\n",
        "\n\n",
        "  a\n b",
        "a\n  \nb",
        "a\n\n\n",
        "\ta\nb",
        "a\tb",
        "a\r\nb",
        "a\r",
        " a",
        "a ",
        "\u{1}",
        "\u{7f}",
        "\u{85}",
        "\u{2028}",
        "\u{feff}",
        "\u{feff}a",
        "\u{fffe}",
        "é 本 😀",
        "true",
        "True",
        "tRue",
        "\0",
        "a\\",
        "a\"\"\"b",
        "'''",
        "a'''b",
        "a'",
        "a''",
        "a\"",
        "a\"\"",
        "nan",
        "inf",
        "+1",
        "-1",
        "-a",
        "--a",
        "$x",
        "/a",
        "a\u{a0}",
        "\u{a0}a",
        "a\n ",
        "a\n\t\nb",
        "- a\n- b",
        "a: |\n  b",
        "---\na",
        "# a\nb",
        "a\n...\nb",
    ]);
    prop_oneof![
        words.prop_map(SmolStr::new),
        "[a-z:#'\"\\\\ \n\t\\-\\[\\]{},|>%@`&*!?~0-9.]{0,20}".prop_map(SmolStr::new),
        any::<String>().prop_map(SmolStr::new),
    ]
}

fn style() -> impl Strategy<Value = TextStyle> {
    prop::sample::select(vec![
        TextStyle::Auto,
        TextStyle::Quoted,
        TextStyle::DoubleQuoted,
        TextStyle::Literal,
        TextStyle::Prose,
    ])
}

fn scalars() -> impl Strategy<Value = Out> {
    prop_oneof![
        6 => (texts(), style()).prop_map(|(text, style)| Out::Text(text, style)),
        1 => any::<bool>().prop_map(Out::Bool),
        1 => any::<i64>().prop_map(|n| Out::Int(n.into())),
        1 => any::<f64>().prop_map(Out::Float),
        1 => prop::sample::select(vec![1e300, 1e-7, 1.0, -0.5, f64::INFINITY, f64::NEG_INFINITY, f64::NAN]).prop_map(Out::Float),
        1 => prop::sample::select(vec!["2021-10-12", "2021-1-2", "07:32:00", "x", "2021-10-12 10:00:00", "2021-10-12T10:00:00Z", "2021-13-12", "a: b"])
            .prop_map(|text| Out::Date(text.into())),
    ]
}

fn values(null: bool) -> impl Strategy<Value = Out> {
    let leaf = if null {
        prop_oneof![9 => scalars(), 1 => Just(Out::Null)].boxed()
    } else {
        scalars().boxed()
    };
    let layout = || prop::sample::select(vec![Layout::Auto, Layout::Auto, Layout::Inline]);
    leaf.prop_recursive(4, 24, 5, move |inner| {
        let entry = (texts(), inner.clone(), prop::option::weighted(0.2, texts()))
            .prop_map(|(key, value, comment)| OutEntry { key, value, comment });
        prop_oneof![
            (prop::collection::vec(inner, 0..5), layout())
                .prop_map(|(items, layout)| Out::List(items, layout)),
            (prop::collection::vec(entry, 0..5), layout())
                .prop_map(|(entries, layout)| Out::Map(unique(entries, layout))),
        ]
    })
}

fn unique(entries: Vec<OutEntry>, layout: Layout) -> OutMap {
    let mut map = OutMap { entries: Vec::new(), layout };
    for entry in entries {
        if map.get(&entry.key).is_none() {
            map.entries.push(entry);
        }
    }
    map
}

fn root(map: Out) -> OutMap {
    let mut root = OutMap::new();
    root.set("first", "x").set("rule", map).set("last", "y");
    root
}

proptest! {
    #![proptest_config(common::cases(3000))]

    #[test]
    fn yaml_is_read_back(value in values(true)) {
        let root = root(value);
        let text = write_yaml(&Out::Map(root.clone()));
        let read = yaml(&text);
        prop_assert!(read.diagnostics.is_empty(), "{text}\n{:?}", read.diagnostics);
        let node = &read.documents[0].root;
        prop_assert!(order(&root, node) && same(&Out::Map(root.clone()), node, &YAML), "{text}\n{node:#?}");
        common::check_maps(&text, &read.documents[0]);
    }

    #[test]
    fn any_value_is_a_document(value in values(true)) {
        let text = write_yaml(&value);
        let read = yaml(&text);
        prop_assert!(read.diagnostics.is_empty(), "{text}\n{:?}", read.diagnostics);
        let same = match read.documents.first() {
            Some(document) => same(&value, &document.root, &YAML),
            None => value == Out::Null,
        };
        prop_assert!(same, "{text}");
    }

    #[test]
    fn libyaml_reads_the_same_texts(value in texts(), style in style()) {
        let mut map = OutMap::new();
        map.set("a", Out::Text(value.clone(), style)).set("b", "end");
        let text = write_yaml(&Out::Map(map));
        let read: serde_yaml::Value = serde_yaml::from_str(&text).unwrap();
        prop_assert_eq!(read["a"].as_str(), Some(value.as_str()), "{}", text);
        prop_assert_eq!(read["b"].as_str(), Some("end"));
    }

    #[test]
    fn toml_is_read_back(value in values(false)) {
        let root = root(value);
        let text = write_toml(&root);
        let read = toml(&text);
        prop_assert!(read.diagnostics.is_empty(), "{text}\n{:?}", read.diagnostics);
        prop_assert!(same(&Out::Map(root), &read.documents[0].root, &[Schema::Toml]), "{text}");
        common::check_maps(&text, &read.documents[0]);
        prop_assert!(toml_edit::Document::parse(text.as_str()).is_ok(), "{text}");
    }
}

#[test]
fn a_sigma_rule_looks_like_one() {
    let mut logsource = OutMap::new();
    logsource.set("product", "windows").set("category", "process_creation");
    let mut sel = OutMap::new();
    let quoted = |t: &str| Out::Text(t.into(), TextStyle::Quoted);
    sel.set("Image|endswith", quoted("\\whoami.exe"))
        .set("EventID", 4688_i64)
        .set("A|exists", true);
    let mut other = OutMap::new();
    other.set("X|contains", Out::list([quoted("it's"), quoted("a\\b'c")]));
    let mut detection = OutMap::new();
    detection
        .set("selection", Out::list([sel.into(), other.into()]))
        .set("empty", Out::list([]))
        .set("condition", "1 of sel* and not filter");
    let mut rule = OutMap::new();
    rule.set("title", "Whoami: who asks?")
        .set("description", "Two\nlines")
        .set("note", "Two\nlines\n")
        .set("references", Out::texts(["https://example.org/a#b", "yes", "0010"]))
        .set("date", Out::Date("2024-01-31".into()))
        .set("logsource", logsource)
        .set("detection", detection)
        .set("tags", Out::List(vec!["attack.t1033".into(), "a b".into()], Layout::Inline))
        .set("level", Out::Null);
    rule.entries[5].comment = Some("where\nit is from".into());
    let text = write_yaml(&rule.into());
    let expected = r#"title: 'Whoami: who asks?'
description: |-
    Two
    lines
note: |
    Two
    lines
references:
    - https://example.org/a#b
    - 'yes'
    - '0010'
date: 2024-01-31
# where
# it is from
logsource:
    product: windows
    category: process_creation
detection:
    selection:
        - Image|endswith: '\whoami.exe'
          EventID: 4688
          A|exists: true
        - X|contains:
              - "it's"
              - 'a\b''c'
    empty: []
    condition: 1 of sel* and not filter
tags: [attack.t1033, a b]
level: null
"#;
    assert_eq!(text, expected);
    clean(yaml(&text));
}

#[test]
fn an_elastic_rule_looks_like_one() {
    let mut metadata = OutMap::new();
    metadata.set("creation_date", "2024/01/31").set("integration", Out::texts(["aws"]));
    let mut technique = OutMap::new();
    technique.set("id", "T1033");
    let mut tactic = OutMap::new();
    tactic.set("id", "TA0007");
    let mut threat = OutMap::new();
    threat
        .set("framework", "MITRE ATT&CK")
        .set("technique", Out::list([technique.into()]))
        .set("tactic", tactic);
    let mut rule = OutMap::new();
    rule.set("name", "A \"name\"")
        .set("path", "C:\\x's")
        .set("description", Out::Text("Long text.\nMore.\n".into(), TextStyle::Prose))
        .set("tags", Out::texts((0..8).map(|n| format!("Domain: number {n}"))))
        .set("risk_score", 47_i64)
        .set("threat", Out::list([threat.into()]))
        .set("query", Out::Text("a:\"b\\\\c\"\n".into(), TextStyle::Literal));
    let mut file = OutMap::new();
    file.set("metadata", metadata).set("rule", rule);
    let expected = r#"[metadata]
creation_date = "2024/01/31"
integration = ["aws"]

[rule]
name = 'A "name"'
path = "C:\\x's"
description = """
Long text.
More.
"""
tags = [
    "Domain: number 0",
    "Domain: number 1",
    "Domain: number 2",
    "Domain: number 3",
    "Domain: number 4",
    "Domain: number 5",
    "Domain: number 6",
    "Domain: number 7",
]
risk_score = 47
query = '''
a:"b\\c"
'''

[[rule.threat]]
framework = "MITRE ATT&CK"

[[rule.threat.technique]]
id = "T1033"

[rule.threat.tactic]
id = "TA0007"
"#;
    assert_eq!(write_toml(&file), expected);
}
