//! Every offset in a decoded text leads back to its bytes, whatever the style it was written in.
#![allow(clippy::unwrap_used, clippy::format_push_string, reason = "tests")]

mod common;

use common::{check_map, check_maps, clean, toml, yaml};
use proptest::prelude::*;
use ruleglot_document::{Document, Language, snippet, text_map};
use ruleglot_source::{FileId, Span};

/// The bytes that stand for each character of the value of `a`, joined by `|`.
fn laid(source: &str, document: &Document) -> String {
    let node = document.root.get("a").unwrap();
    let (text, map) = (node.text().unwrap(), text_map(source, node, document.language));
    check_map(source, text, &map);
    let places = text.char_indices().map(|(at, c)| map.span(Span::new(at, at + c.len_utf8())));
    places.map(|span| &source[span.range()]).collect::<Vec<_>>().join("|")
}

fn laid_yaml(source: &str) -> String {
    laid(source, &clean(yaml(source)))
}

fn laid_toml(source: &str) -> String {
    laid(source, &clean(toml(source)))
}

#[test]
fn plain_scalars_fold() {
    assert_eq!(laid_yaml("a: xy\n"), "x|y");
    assert_eq!(laid_yaml("a: x  y \n  z\n\n\n  w # c\n"), "x| | |y| \n  |z|\n\n\n  |\n\n\n  |w");
    assert_eq!(laid_yaml("a: x\r\n  \\y'\r\n"), "x|\r\n  |\\|y|'");
}

#[test]
fn single_quotes_fold_and_double() {
    assert_eq!(laid_yaml("a: 'it''s \\n'\n"), "i|t|''|s| |\\|n");
    assert_eq!(laid_yaml("a: ' x \n\n  y ' \n"), " |x| \n\n  |y| ");
    assert_eq!(laid_yaml("a: ''''\n"), "''");
}

#[test]
fn double_quotes_fold_and_escape() {
    assert_eq!(
        laid_yaml("a: \"x\\ty\\x41\\u00e9\\U0001F600\\\\\\\"\"\n"),
        "x|\\t|y|\\x41|\\u00e9|\\U0001F600|\\\\|\\\""
    );
    assert_eq!(laid_yaml("a: \"x \\\n   y\\\n\n  z\n w'\"\n"), "x| |y|\\\n\n  |z|\n |w|'");
    assert_eq!(
        laid_yaml("a: \"\\uD83D\\uDE00\\N\\_\\L\\P\\e\\/\\ \\0\"\n"),
        "\\uD83D\\uDE00|\\N|\\_|\\L|\\P|\\e|\\/|\\ |\\0"
    );
}

#[test]
fn literals_lose_their_indentation() {
    assert_eq!(laid_yaml("a: |\n  x\n   y\n\n  é\nb: 1\n"), "x|\n| |y|\n|\n|é|\n");
    assert_eq!(laid_yaml("a: |1-\n  x\r\n \r\n z\r\n"), " |x|\r\n|\r\n|z");
    assert_eq!(laid_yaml("a: |+ # c\n\n  x\n\n\n# d\n"), "\n|x|\n|\n|\n");
}

#[test]
fn folded_blocks_join_their_lines() {
    assert_eq!(
        laid_yaml("a: >\n  x\n  y\n\n  z\n    w\n  v\n"),
        "x|\n  |y|\n\n  |z|\n| | |w|\n|v|\n"
    );
    assert_eq!(laid_yaml("a: >-\n\n  x \n  y\n\n\n"), "\n|x| |\n  |y");
    assert_eq!(laid_yaml("a: >\n  x\n\n\n  y\n\n# c\n"), "x|\n\n\n  |\n\n\n  |y|\n");
}

#[test]
fn toml_strings_escape_and_trim() {
    assert_eq!(laid_toml("a = 'x\\y'\n"), "x|\\|y");
    assert_eq!(laid_toml("a = \"x\\ty\\u00e9\\\\\"\n"), "x|\\t|y|\\u00e9|\\\\");
    assert_eq!(laid_toml("a = '''\nx\n'y'''\n"), "x|\n|'|y");
    assert_eq!(laid_toml("a = \"\"\"\n\nx \\\n\n   y\"\\\"\"\"\"\n"), "\n|x| |y|\"|\\\"");
    assert_eq!(laid_toml("a = '''x'''''\n"), "x|'|'");
    assert_eq!(laid_toml("a = '''\r\nx\r\ny'''\n").replace("\r|\n", "\r\n"), "x|\r\n|y");
}

#[test]
fn a_range_over_folds_covers_them() {
    let source = "q: 'index=a\n\n  | stats count ''by'' x'\n";
    let document = clean(yaml(source));
    let node = document.root.get("q").unwrap();
    let snippet = snippet(FileId(3), source, node, Language::Yaml).unwrap();
    let at = snippet.text.find("count 'by'").unwrap();
    let place = snippet.locate(Span::new(at, at + "count 'by'".len()));
    assert_eq!((place.file, &source[place.span.range()]), (FileId(3), "count ''by''"));
    let at = snippet.text.find("a\n|").unwrap();
    assert_eq!(&source[snippet.map.span(Span::new(at, at + 3)).range()], "a\n\n  |");
}

/// Characters that matter to some style.
fn texts() -> impl Strategy<Value = String> {
    let chars = prop_oneof![
        4 => prop::sample::select(vec!['a', 'b', 'é', '本', '😀', '0']),
        2 => Just(' '),
        1 => Just('\n'),
        2 => prop::sample::select(vec!['\'', '"', '\\', ':', '#', '-', '|', '>', '\t', ',', '[', '\r', '\u{1}']),
    ];
    prop::collection::vec(chars, 0..40).prop_map(String::from_iter)
}

/// Writes a text in double quotes, breaking lines where `breaks` says so.
fn folded_double(text: &str, breaks: &[bool]) -> String {
    let mut out = "a: \"".to_owned();
    for (c, brk) in text.chars().zip(breaks.iter().cycle()) {
        match c {
            ' ' if *brk => out.push_str("\\\n  \\ "),
            '\n' if *brk => out.push_str("\n\n   "),
            'b' if *brk => out.push_str("\\\n \tb"),
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out += &format!("\\x{:02x}", u32::from(c)),
            c => out.push(c),
        }
    }
    out + "\"\n"
}

/// Folds single blanks between words and doubles line breaks.
fn folded_lines(text: &str, indent: &str) -> String {
    text.replace('\n', &format!("\n\n{indent}")).replace("b a", &format!("b\n{indent}a"))
}

fn printable(text: &str) -> String {
    text.replace(['\r', '\u{1}', '\t'], "_")
}

proptest! {
    #![proptest_config(common::cases(3000))]

    #[test]
    fn double_quotes(text in texts(), breaks in prop::collection::vec(any::<bool>(), 1..8)) {
        let source = folded_double(&text, &breaks);
        let read = yaml(&source);
        // Places taken from libyaml's values are only as good as a search finds them.
        for document in read.documents.iter().filter(|_| read.diagnostics.is_empty()) {
            check_maps(&source, document);
        }
    }

    #[test]
    fn single_quotes(text in texts()) {
        let source = format!("a: '{}'\n", folded_lines(&printable(&text).replace('\'', "''"), "  "));
        check_maps(&source, &clean(yaml(&source)));
    }

    #[test]
    fn blocks(text in texts(), header in prop::sample::select(vec!["|", "|-", "|+", ">", ">-", ">+", "|3", ">3"])) {
        let body = printable(&text).replace('\n', "\n   ");
        let source = format!("x:\na: {header}\n   {body}\nb: 1\n");
        let read = yaml(&source);
        // Places taken from libyaml's values are only as good as a search finds them.
        for document in read.documents.iter().filter(|_| read.diagnostics.is_empty()) {
            check_maps(&source, document);
        }
    }

    #[test]
    fn plain(text in texts()) {
        let source = format!("a: w{}\nb: 1\n", folded_lines(&printable(&text), "  "));
        let read = yaml(&source);
        // Places taken from libyaml's values are only as good as a search finds them.
        for document in read.documents.iter().filter(|_| read.diagnostics.is_empty()) {
            check_maps(&source, document);
        }
    }

    #[test]
    fn toml_strings(text in texts(), quote in prop::sample::select(vec!["'", "\"", "'''\n", "\"\"\"\n", "\"\"\"\r\n"])) {
        let body = if quote.starts_with('"') { text.replace('"', "\\\"").replace('b', "\\\n \n  b") } else { text };
        let source = format!("a = {quote}{body}{}\n", quote.trim_end());
        let read = toml(&source);
        // Places taken from libyaml's values are only as good as a search finds them.
        for document in read.documents.iter().filter(|_| read.diagnostics.is_empty()) {
            check_maps(&source, document);
        }
    }
}
