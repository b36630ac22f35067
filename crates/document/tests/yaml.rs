//! What is read from YAML, what is refused, and where.
#![allow(
    clippy::unwrap_used,
    clippy::format_collect,
    clippy::format_push_string,
    clippy::float_cmp,
    reason = "tests"
)]

mod common;

use common::{clean, codes, yaml};
use ruleglot_document::{Node, Style, Tag};

fn root(text: &str) -> Node {
    clean(yaml(text)).root
}

/// The bytes of the value at a path.
fn slice<'a>(text: &'a str, node: &Node, path: &[&str]) -> &'a str {
    &text[node.at(path).unwrap().span.range()]
}

#[test]
fn places_are_those_of_the_values() {
    let text = "title: T\ndetection:\n    sel:\n        - Image|endswith: '\\a.exe'\n          X: [1, {b: c}]\n        - Y: |\n            l1\n            l2\n\n    condition: sel # why\nlast:\n- a\n- - b\n  - c\n";
    let read = clean(yaml(text));
    let node = &read.root;
    assert_eq!(slice(text, node, &["title"]), "T");
    assert_eq!(slice(text, node, &["detection", "condition"]), "sel");
    assert_eq!(slice(text, node, &["last"]), "- a\n- - b\n  - c");
    let sel = node.at(&["detection", "sel"]).unwrap();
    assert!(text[sel.span.range()].starts_with("- Image|endswith"));
    assert!(text[sel.span.range()].ends_with("l2"));
    let first = &sel.sequence().unwrap()[0];
    assert_eq!(&text[first.span.range()], "Image|endswith: '\\a.exe'\n          X: [1, {b: c}]");
    assert_eq!(slice(text, first, &["Image|endswith"]), "'\\a.exe'");
    assert_eq!(slice(text, first, &["X"]), "[1, {b: c}]");
    assert_eq!(&text[first.get("X").unwrap().sequence().unwrap()[1].span.range()], "{b: c}");
    let block = sel.sequence().unwrap()[1].get("Y").unwrap();
    assert_eq!(&text[block.span.range()], "|\n            l1\n            l2");
    assert_eq!(block.text(), Some("l1\nl2\n"));
    let nested = &node.get("last").unwrap().sequence().unwrap()[1];
    assert_eq!(&text[nested.span.range()], "- b\n  - c");
    assert_eq!(&text[read.comments[0].span.range()], "# why");
}

#[test]
fn a_stream_has_its_documents_and_their_comments() {
    let text = "# top\na: 1\n---\n# nothing\n---\nb: 2 # two\n...\n---\n# tail\n";
    let read = yaml(text);
    assert!(read.diagnostics.is_empty());
    let comments: Vec<Vec<&str>> = read
        .documents
        .iter()
        .map(|d| d.comments.iter().map(|c| &text[c.span.range()]).collect())
        .collect();
    assert_eq!(comments, [vec!["# top"], vec!["# nothing", "# two", "# tail"]]);
    assert_eq!(
        &text[read.documents[1].span.range()],
        "\n# nothing\n---\nb: 2 # two\n".trim_start_matches("\n# nothing\n---")
    );
}

#[test]
fn nothing_is_no_document() {
    for text in ["", "\n", "# only\n", "---\n", "---\n...\n", "\u{feff}"] {
        let read = yaml(text);
        assert!(read.documents.is_empty() && read.diagnostics.is_empty(), "{text:?}");
    }
    assert_eq!(yaml("''").documents.len(), 1);
    assert_eq!(yaml("~").documents.len(), 1);
}

#[test]
fn a_block_scalar_at_the_end_of_the_file_has_the_breaks_it_has() {
    for (text, value) in [
        ("a: |\n  x", "x"),
        ("a: |\n  x\n", "x\n"),
        ("a: |+\n  x\n\n", "x\n\n"),
        ("a: >\n  x\n  y", "x y"),
        ("a: |\n  x\n ", "x\n"),
        ("a: |\n  x\n    ", "x\n  "),
    ] {
        assert_eq!(root(text).get("a").unwrap().text(), Some(value), "{text:?}");
    }
}

#[test]
fn block_headers_are_found() {
    for (text, header) in [
        ("a: &x !!str |2- # c\n   x\n", "|2- # c\n   x"),
        ("|\n x\n", "|\n x"),
        ("--- >\n x\n", ">\n x"),
        ("a:\n  |\n  |x\n", "|\n  |x"),
        ("a: |\n", "|"),
        ("a: |\n\n\nb: 1\n", "|"),
    ] {
        let node = root(text);
        let node = node.get("a").unwrap_or(&node);
        assert_eq!(&text[node.span.range()], header, "{text:?}");
    }
}

#[test]
fn tags_are_kept() {
    let node = root("a: !!str 1\nb: ! 2\nc: !!int '3'\nd: 4\ne: !<tag:yaml.org,2002:bool> yes\n");
    let tag = |key: &str| node.get(key).unwrap().scalar().unwrap().tag;
    assert_eq!(
        [tag("a"), tag("b"), tag("c"), tag("d"), tag("e")],
        [Tag::Str, Tag::NonSpecific, Tag::Int, Tag::None, Tag::Bool]
    );
    assert_eq!(codes(&yaml("a: !secret x\n")), ["yaml/unknown-tag"]);
}

#[test]
fn a_key_that_stands_twice_is_told_with_both_places() {
    let text = "a: 1\nb: {c: 1, 'c': 2}\na: [2]\nd: 3\n";
    let read = yaml(text);
    assert_eq!(codes(&read), ["yaml/duplicate-key", "yaml/duplicate-key"]);
    let places = |at: usize| {
        read.diagnostics[at].labels.iter().map(|l| &text[l.at.span.range()]).collect::<Vec<_>>()
    };
    assert_eq!(places(0), ["'c'", "c"]);
    assert_eq!(read.diagnostics[1].labels[1].at.span.start, 0);
    let node = &read.documents[0].root;
    assert_eq!(node.get("a").unwrap().text(), Some("1"));
    assert_eq!(node.get("d").unwrap().text(), Some("3"));
    assert_eq!(node.mapping().unwrap().entries.len(), 3);
    let many: String = (0..40).map(|n| format!("k{n}: {n}\n")).collect::<String>() + "k7: x\n";
    assert_eq!(codes(&yaml(&many)), ["yaml/duplicate-key"]);
}

#[test]
fn aliases_repeat_their_values() {
    let node = root("a: &x {k: [1, 2]}\nb: *x\n&y c: *y\nd: &y e\n");
    assert_eq!(node.get("a").unwrap().kind, node.get("b").unwrap().kind);
    assert_eq!(node.get("c").unwrap().text(), Some("c"));
}

#[test]
fn merge_keys_are_applied_as_pyyaml_does() {
    let node = root(
        "a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc:\n  z: 3\n  <<: [*a, *b]\n  w: 3\nd: {<<: *a, <<: *b}\n'<<': text\n",
    );
    let pairs = |key: &str| {
        let map = node.get(key).unwrap().mapping().unwrap();
        map.entries
            .iter()
            .map(|e| format!("{}={}", e.key, e.value.text().unwrap()))
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(pairs("c"), "y=1 z=3 x=1 w=3");
    assert_eq!(pairs("d"), "x=1 y=2 z=2");
    assert_eq!(node.get("<<").unwrap().text(), Some("text"));
    assert_eq!(codes(&yaml("a: {<<: 1, b: 2}\n")), ["yaml/merge-key"]);
}

#[test]
fn an_alias_without_its_anchor_is_told_and_the_rest_read() {
    let read = yaml("a: *foo*\nb: 1\nc: &c [*c]\n");
    assert_eq!(codes(&read), ["yaml/unknown-alias", "yaml/unknown-alias"]);
    assert_eq!(read.documents[0].root.get("b").unwrap().text(), Some("1"));
}

#[test]
fn aliases_have_a_budget() {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for n in 1..12 {
        let list = vec![format!("*a{}", n - 1); 9].join(", ");
        bomb += &format!("a{n}: &a{n} [{list}]\n");
    }
    bomb += "z: 1\n";
    let read = yaml(&bomb);
    assert_eq!(codes(&read), ["yaml/alias-bomb"]);
    assert_eq!(read.documents[0].root.get("z").unwrap().text(), Some("1"));
}

#[test]
fn deep_nesting_is_refused_where_it_is_too_deep() {
    let flow = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
    clean(yaml(&flow(200)));
    for text in
        [flow(201), flow(10_000), "[".repeat(10_000), "- ".repeat(300), "{a: ".repeat(5_000)]
    {
        let read = yaml(&text);
        assert_eq!(codes(&read), ["yaml/too-deep"]);
        assert!(read.documents.is_empty());
        assert!(read.diagnostics[0].at().span.start >= 200);
    }
    let mixed = format!("{}{}{}", "- ".repeat(150), "[".repeat(100), "]".repeat(100));
    assert_eq!(codes(&yaml(&mixed)), ["yaml/too-deep"]);
    let aliases = format!("a: &a {}\nb: {}*a{}\n", flow(150), "[".repeat(100), "]".repeat(100));
    assert_eq!(codes(&yaml(&aliases)), ["yaml/too-deep"]);
}

#[test]
fn an_error_ends_its_own_document_only() {
    let text = "a: 1\n---\nb: [\n---\nc: 3\n---\nd: @x\ne: 1\n--- \nf: 'x\n---\ng: 1\n";
    let read = yaml(text);
    assert_eq!(codes(&read), ["yaml/syntax"; 3]);
    let keys: Vec<_> =
        read.documents.iter().map(|d| d.root.mapping().unwrap().entries[0].key.as_str()).collect();
    assert_eq!(keys, ["a", "c", "g"]);
    let places: Vec<_> = read.diagnostics.iter().map(|d| d.at().span.start as usize).collect();
    assert_eq!(
        places,
        [text.find('[').unwrap(), text.find('@').unwrap(), text.find("'x").unwrap()]
    );
    assert_eq!(&text[read.documents[2].root.at(&["g"]).unwrap().span.range()], "1");
}

#[test]
fn a_document_with_a_syntax_error_still_tells_its_other_errors() {
    assert_eq!(
        codes(&yaml("a: 1\na: 2\nb: *x\nc: [\n")),
        ["yaml/duplicate-key", "yaml/unknown-alias", "yaml/syntax"]
    );
}

#[test]
fn mistakes_are_told_in_the_words_of_rule_authors() {
    let first = |text: &str| {
        let read = yaml(text);
        let d = &read.diagnostics[0];
        (
            text[d.at().span.range()].to_owned(),
            d.message.clone(),
            d.help.clone().unwrap_or_default().into_owned(),
        )
    };
    let message = |text| first(text).1;
    assert_eq!(message("a: @x"), "`@` cannot begin a value without quotes");
    assert_eq!(message("a: b: c"), "`: ` inside a value without quotes");
    assert_eq!(message("a:\n\tb: 1"), "a tab indents this line");
    assert_eq!(message("a: \"\\q\""), "unknown escape in double quotes");
    assert_eq!(message("a: 'b"), "this quotation is not closed");
    assert_eq!(message("a: 'b\nc: d"), "this quotation is not closed");
    assert_eq!(
        message("|\n  x\n- b\n"),
        "this line does not belong to the document, which has ended before it"
    );
    assert_eq!(message("a: b\0c"), "control character U+0000");
    assert_eq!(message("a: [1"), "`[` is not closed");
    assert_eq!(first("a: `x`").0, "`");
}

#[test]
fn what_only_libyaml_accepts_is_read_with_exact_places() {
    let text = "a: 'one\ntwo ''x''\n\nthree'\nb: \"q\\\nr\"#c\nc: [\"x\ny\"] # d\nd: |\n  'z\n";
    let read = yaml(text);
    assert_eq!(codes(&read), ["yaml/libyaml-only"]);
    let document = &read.documents[0];
    let node = &document.root;
    assert_eq!(node.get("a").unwrap().text(), Some("one two 'x'\nthree"));
    assert_eq!(slice(text, node, &["a"]), "'one\ntwo ''x''\n\nthree'");
    assert_eq!(node.get("b").unwrap().text(), Some("qr"));
    assert_eq!(slice(text, node, &["b"]), "\"q\\\nr\"");
    assert_eq!(slice(text, node, &["c"]), "[\"x\ny\"]");
    assert_eq!(slice(text, node, &["d"]), "|\n  'z");
    let comments: Vec<_> = document.comments.iter().map(|c| &text[c.span.range()]).collect();
    assert_eq!(comments, ["#c", "# d"]);
    common::check_maps(text, document);
}

#[test]
fn documents_around_a_lenient_one_are_read() {
    let text = "x: 1\n---\na: 'b\nc'\n---\ny: 2\n";
    let read = yaml(text);
    assert_eq!(codes(&read), ["yaml/libyaml-only"]);
    assert_eq!(read.documents.len(), 3);
    assert_eq!(slice(text, &read.documents[1].root, &["a"]), "'b\nc'");
    assert_eq!(slice(text, &read.documents[2].root, &["y"]), "2");
}

#[test]
fn styles_are_kept() {
    let node = root("[a, 'b', \"c\", d e]\n");
    let styles: Vec<_> =
        node.sequence().unwrap().iter().map(|n| n.scalar().unwrap().style).collect();
    assert_eq!(styles, [Style::Plain, Style::SingleQuoted, Style::DoubleQuoted, Style::Plain]);
}

#[test]
fn keys_keep_their_text() {
    let node = root("on: 1\n1: 2\n'a b': 3\n? c\n: 4\n? |\n  d\n: 5\n: 6\n");
    let keys: Vec<_> = node.mapping().unwrap().entries.iter().map(|e| e.key.as_str()).collect();
    assert_eq!(keys, ["on", "1", "a b", "c", "d\n", ""]);
    let read = yaml("[a]: 1\nb: 2\n");
    assert_eq!(codes(&read), ["yaml/complex-key"]);
    assert_eq!(read.documents[0].root.get("b").unwrap().text(), Some("2"));
}
