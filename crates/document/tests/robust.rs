//! Nothing panics, whatever the bytes, and no place lies outside the text.
#![allow(clippy::unwrap_used, clippy::format_collect, clippy::float_cmp, reason = "tests")]

mod common;

use common::{check_maps, toml, walk, yaml};
use proptest::prelude::*;
use ruleglot_document::{Kind, Node, Read, Schema, key_map, text_map};

/// Looks at everything that a reader might look at.
fn look(text: &str, read: &Read) {
    for d in &read.diagnostics {
        assert!(!d.message.is_empty() && !d.labels.is_empty());
        for label in &d.labels {
            assert!(text.get(label.at.span.range()).is_some(), "{d:?} in {text:?}");
        }
    }
    for document in &read.documents {
        assert!(text.get(document.span.range()).is_some());
        assert!(
            document.comments.iter().all(|c| text[c.span.range()].starts_with('#')),
            "{text:?}"
        );
        assert!(document.comments.is_sorted_by_key(|c| c.span));
        walk(&document.root, &mut |node| {
            assert!(text.get(node.span.range()).is_some(), "{node:?} in {text:?}");
            text_map(text, node, document.language);
            if let Some(scalar) = node.scalar() {
                for schema in [Schema::Core12, Schema::Yaml11, Schema::Toml] {
                    scalar.resolve(schema);
                }
            }
            for entry in node.mapping().iter().flat_map(|m| &m.entries) {
                assert!(text.get(entry.key_span.range()).is_some());
                key_map(text, entry, document.language);
            }
        });
    }
}

fn both(text: &str) {
    look(text, &yaml(text));
    look(text, &toml(text));
}

const YAML: &str = "# c\ntitle: 'a ''b'' c'\nid: &id 7\nlist:\n- x\n- [*id, {y: \"q\\n\\u00e9\"}]\ntext: |2-\n    é\n   z\n\nfold: >\n  a\n  b\n   c\n...\n---\n!!map\n<<: {k: v}\n? on\n: off\nplain: a\n  b\nquoted: 'a\nb'#c\n";
const TOML: &str = "# c\n[metadata]\na = 'x'\nb.c = \"q\\n\\u00e9\"\n[rule]\nquery = '''\na:b\n'''\nnote = \"\"\"\nx \\\n  y\"\"\"\nn = [1, 2.5, true, 2020-01-01, {a = 1}]\n[[rule.threat]]\nx = 1\n[rule.threat.t]\ny = 2\n";

fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "b",
        ":",
        ": ",
        "- ",
        "\n",
        "\n  ",
        "\n    ",
        "'",
        "''",
        "\"",
        "\\",
        "|",
        ">",
        "|2-\n",
        "#",
        " # c",
        "[",
        "]",
        "{",
        "}",
        ",",
        "&a ",
        "*a",
        "!!str ",
        "!x ",
        "!",
        "? ",
        "<<: ",
        "---",
        "\n---\n",
        "...",
        "\n...\n",
        "%YAML 1.1\n",
        "%TAG ! x\n",
        "\t",
        "\r\n",
        "\r",
        "é",
        "😀",
        "\u{feff}",
        "\u{85}",
        "\0",
        "@",
        "`",
        " = ",
        "=",
        ".",
        "'''",
        "\"\"\"",
        "[[",
        "]]",
        "1",
        "2020-01-01",
        "true",
        "\\u00",
        "~",
        " ",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|p| p.concat())
}

/// What may stand between two document markers.
fn document() -> impl Strategy<Value = String> {
    pieces().prop_map(|text| {
        let text = text.replace(['%', '\u{feff}'], "").replace("---", "-").replace("...", ".");
        text.replace('\0', "")
    })
}

/// A tree without its places.
fn shape(node: &Node) -> String {
    match &node.kind {
        Kind::Scalar(s) => format!("{:?}{:?}", s.style, s.text),
        Kind::Sequence(items) => format!("{:?}", items.iter().map(shape).collect::<Vec<_>>()),
        Kind::Mapping(map) => {
            format!(
                "{:?}",
                map.entries.iter().map(|e| (e.key.as_str(), shape(&e.value))).collect::<Vec<_>>()
            )
        }
    }
}

/// Cuts, doubles and replaces parts of a text.
fn mutated(text: &'static str) -> impl Strategy<Value = String> {
    let cut = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), pieces(), any::<bool>());
    prop::collection::vec(cut, 1..6).prop_map(move |cuts| {
        let mut chars: Vec<char> = text.chars().collect();
        for (at, len, piece, insert) in cuts {
            let at = at.index(chars.len() + 1);
            let len = if insert { 0 } else { len.index(20).min(chars.len() - at) };
            chars.splice(at..at + len, piece.chars().take(6));
        }
        chars.into_iter().collect()
    })
}

proptest! {
    #![proptest_config(common::cases(3000))]

    #[test]
    fn any_text(text in any::<String>()) {
        both(&text);
    }

    #[test]
    fn marks_in_any_order(text in pieces()) {
        both(&text);
    }

    #[test]
    fn an_error_does_not_reach_the_next_document(parts in prop::collection::vec(document(), 1..6)) {
        let stream = parts.iter().map(|part| format!("---\n{part}\n")).collect::<String>();
        let together: Vec<_> = yaml(&stream).documents.into_iter().map(|d| shape(&d.root)).collect();
        let alone = parts.iter().flat_map(|part| yaml(&format!("---\n{part}\n")).documents);
        let alone: Vec<_> = alone.map(|d| shape(&d.root)).collect();
        prop_assert_eq!(together, alone, "{}", stream);
    }

    #[test]
    fn mutated_yaml(text in mutated(YAML)) {
        look(&text, &yaml(&text));
    }

    #[test]
    fn mutated_toml(text in mutated(TOML)) {
        let read = toml(&text);
        look(&text, &read);
        // The same texts are refused as by an independent builder of tables, and maps are exact.
        let refused = read.diagnostics.iter().any(|d| d.code != "toml/too-deep");
        prop_assert_eq!(refused, toml_edit::Document::parse(text.as_str()).is_err(), "{}\n{:?}", text, read.diagnostics);
        for document in &read.documents {
            check_maps(&text, document);
        }
    }

    #[test]
    fn toml_of_marks(text in pieces()) {
        let read = toml(&text);
        let refused = !read.diagnostics.is_empty();
        prop_assert_eq!(refused, toml_edit::Document::parse(text.as_str()).is_err(), "{}\n{:?}", text, read.diagnostics);
    }
}

#[test]
fn large_and_odd_files_end() {
    let n = 20_000;
    for (text, name) in [
        ("[".repeat(n), "open lists"),
        ("{".repeat(n), "open maps"),
        ("a: ".repeat(n), "keys on a line"),
        ("- ".repeat(n), "dashes"),
        ("'".repeat(n), "quotes"),
        ("a: 'x\n".repeat(n), "unclosed quotations"),
        ("--- @\n".repeat(n), "broken documents"),
        ("--- 'x\ny'\n".repeat(200), "lenient documents"),
        (format!("a: 'x\n{}'\n", "y\n".repeat(n)), "a long lenient quotation"),
        (
            "a: 'x\ny'\n".repeat(100).replace("a:", "- a:"),
            "more lenient quotations than are mended",
        ),
        ("# c\n".repeat(n), "comments"),
        (format!("a:\n{}b", " # c\n".repeat(n)), "comments before a value"),
        ("&a ".repeat(n), "anchors"),
        ((0..n).map(|k| format!("k{k}: &k{k} v\n")).collect::<String>(), "anchors by name"),
        ((0..n).map(|k| format!("k{k}: v\n")).collect::<String>(), "keys"),
        ("k: v\n".repeat(n), "one key again and again"),
        (format!("a: {}\n", "x ".repeat(n)), "a long line"),
        (format!("a: >\n{}\n", "  x\n\n".repeat(n)), "a long folded block"),
        ("a = ".repeat(n), "toml equals"),
        ("a.".repeat(n), "toml dots"),
        ("[[a]]\n".repeat(n), "toml tables"),
        ("a = '''\n".repeat(n), "toml quotations"),
        ((0..n).map(|k| format!("k{k} = 1\n")).collect::<String>(), "toml keys"),
        ("k = 1\n".repeat(n), "toml: one key again and again"),
        ((0..n).map(|k| format!("[a.b{k}]\nc = 1\n")).collect::<String>(), "toml headers"),
        ("x\n".repeat(n), "toml lines without a value"),
    ] {
        both(&text);
        assert!(!name.is_empty());
    }
}
