//! Helpers shared by the tests.
#![allow(dead_code, clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

use ruleglot_document::{Document, Kind, Node, Read, key_map, read_toml, read_yaml, text_map};
use ruleglot_source::{FileId, Span, TextMap};
use std::path::{Path, PathBuf};

pub(crate) fn yaml(text: &str) -> Read {
    read_yaml(FileId(0), text)
}

pub(crate) fn toml(text: &str) -> Read {
    read_toml(FileId(0), text)
}

/// The only document of a text without findings.
pub(crate) fn clean(read: Read) -> Document {
    assert!(read.diagnostics.is_empty(), "{:#?}", read.diagnostics);
    assert_eq!(read.documents.len(), 1);
    read.documents.into_iter().next().unwrap()
}

pub(crate) fn codes(read: &Read) -> Vec<&'static str> {
    read.diagnostics.iter().map(|d| d.code).collect()
}

/// Calls `visit` with every node.
pub(crate) fn walk<'a>(node: &'a Node, visit: &mut dyn FnMut(&'a Node)) {
    visit(node);
    match &node.kind {
        Kind::Scalar(_) => {}
        Kind::Sequence(items) => items.iter().for_each(|item| walk(item, visit)),
        Kind::Mapping(map) => map.entries.iter().for_each(|e| walk(&e.value, visit)),
    }
}

/// Checks every scalar and key of a document: each character stands in the file as itself, or for a mark of folding or
/// escaping. Gives the number of characters checked.
pub(crate) fn check_maps(source: &str, document: &Document) -> usize {
    let mut checked = 0;
    walk(&document.root, &mut |node| {
        if let Some(text) = node.text() {
            checked += check_map(source, text, &text_map(source, node, document.language));
        }
        for entry in node.mapping().iter().flat_map(|m| &m.entries) {
            checked += check_map(source, &entry.key, &key_map(source, entry, document.language));
        }
    });
    checked
}

pub(crate) fn check_map(source: &str, text: &str, map: &TextMap) -> usize {
    assert_eq!(map.decoded_len(), text.len());
    let mut last = 0;
    for (at, c) in text.char_indices() {
        let span = map.span(Span::new(at, at + c.len_utf8()));
        assert!(span.start >= last, "places go forward: {text:?} in {source:?}");
        last = span.start;
        let slice = &source[span.range()];
        let verbatim = slice.chars().eq([c]);
        assert!(
            verbatim || is_mark(slice),
            "{c:?} at {at} of {text:?} stands at {span:?} = {slice:?}"
        );
    }
    text.chars().count()
}

/// What may stand for something else: an escape, a doubled quote, line breaks with the blanks around them, or the end
/// of the file for a break that is not there.
fn is_mark(slice: &str) -> bool {
    let escape = slice.starts_with('\\') && slice.chars().count() <= 20;
    escape || slice == "''" || slice.contains(['\n', '\r']) && slice.trim().is_empty()
}

/// The corpora beside the repository, if they are there.
pub(crate) fn corpora() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora");
    if !root.is_dir() {
        println!("SKIPPED: the corpora are not beside the repository");
        return None;
    }
    Some(root)
}

/// Every file below `root` with one of these endings, in order.
pub(crate) fn files(root: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![root.to_path_buf()];
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| endings.iter().any(|ending| e == *ending)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// So many random cases, found failures not kept in files.
pub(crate) fn cases(cases: u32) -> proptest::test_runner::Config {
    proptest::test_runner::Config {
        cases,
        failure_persistence: None,
        ..proptest::test_runner::Config::default()
    }
}
