//! What is said of detections that cannot be read, and of odd ones.

#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::{FILE, root};
use ruleglot_sigma::{oddities, parse};
use ruleglot_source::{Diagnostic, SourceFile};
use std::fmt::Write as _;

/// Detections with a fault each, and some with many.
const FAULTS: &[&str] = &[
    "- a\n",
    "{}\n",
    "sel: {A: 1}\n",
    "sel: {A: 1}\ncondition: ''\n",
    "sel: {A: 1}\ncondition: {}\n",
    "condition: sel\n",
    "a: {}\nb: []\nc:\nd: [{}]\ncondition: a or b\n",
    "sel: {A: [], B: {c: 1}, C: [[x]], D: [{x: 1}], '': 1}\ncondition: sel\n",
    "sel: {A: 2024-01-01, B: .inf, C|contains: null}\ncondition: sel\n",
    "sel: [x, null]\ncondition: sel\n",
    "sel: {A|contain: x, B|foo: x, 'C|': x, D|Contains: x}\ncondition: sel\n",
    "sel: {A|contains|startswith: x, B|re|contains: x, C|i: x, D|exists|cased: true}\ncondition: sel\n",
    "sel: {A|contains|base64: x, B|contains|fieldref: x, C|gt|contains: 1, D|base64|windash: x}\ncondition: sel\n",
    "sel: {A|exists: 1, B|gt: '5', C|hour: x, D|fieldref: 5, E|exists: [true, false]}\ncondition: sel\n",
    "sel: {'|exists': true, '|gt': 5, '|fieldref': x}\ncondition: sel\n",
    "sel: {A|cidr: [10.0.0.1/8, x, 10.0.0.0/33, '::1/64']}\ncondition: sel\n",
    "sel: {A|re: ['a(b', 'ok', 'it''s [z-a]', \"x\\\\\\n*[\"]}\ncondition: sel\n",
    "sel: {A|base64: 'x*', B|base64offset|contains: 'a?', C|wide|base64: ''}\ncondition: sel\n",
    "sel: {A: 1}\ncondition: sel AND sel OR NOT sel\n",
    "sel: {A: 1}\ncondition: ALL OF sel*\n",
    "sel: {A: 1}\ncondition: selection and x\n",
    "sel: {A: 1}\ncondition: sel*\n",
    "sel: {A: 1}\ncondition: sel sel\n",
    "sel: {A: 1}\ncondition: sel and\n",
    "sel: {A: 1}\ncondition: and sel\n",
    "sel: {A: 1}\ncondition: (sel or (sel\n",
    "sel: {A: 1}\ncondition: sel)\n",
    "sel: {A: 1}\ncondition: sel & sel\n",
    "sel: {A: 1}\ncondition: 1 of\n",
    "sel: {A: 1}\ncondition: 99999999999 of sel*\n",
    "sel: {A: 1}\ncondition: sel | count() by x > 5\ntimeframe: 5m\n",
    "sel: {A: 1}\ncondition: sel | count(user) by host >= 5\n",
    "sel: {A: 1}\ncondition: sel | near other and not third\n",
    "sel: {A: 1}\ncondition: sel | what\n",
    "sel: {A: 1}\ncondition: >\n  sel\n  and\n  nothing\n  AND 'x'\n",
    "sel: {A: 1}\ncondition: 'sel and it''s'\n",
    "sel: {A: 1}\ncondition: [sel, other, '']\n",
];

/// Detections that can be read.
const ODD: &[&str] = &[
    "sel: {A: no, B: 010, C: 1_000, D: 12:30:45, E: 1.10, F: 0x10, G: 'no', H: 1e3}\ncondition: sel\n",
    "sel: {A: ['', null]}\ncondition: sel\n",
    "sel: {A|contains: 46, B|startswith: true}\ncondition: sel\n",
    "sel: {A|contains|all: x, B|all: [x, y], C|all: ['*x*', '*y*']}\ncondition: sel\n",
    "sel: {A|base64offset: abcd, B|base64offset|contains|cased: ab, C|contains|contains: x}\ncondition: sel\n",
    "sel: {A: '\\\\srv\\x', B: \"C:\\temp\", C: '\\\\\\\\srv'}\ncondition: sel\n",
    "sel:\n  A|contains: |\n    foo\ncondition: sel\n",
    "sel: {Threat Name: x}\ncondition: sel\n",
    "sel: [x, {A: 1}]\nother: [[{A: 1}], {B: 1}]\ncondition: sel or other\n",
    "sel: {A|re: 'a(?=b)', B|expand: x}\ncondition: sel\n",
    "sel: {A: 1}\ntimeframe: 5m\ncondition: sel\n",
    "sel: {A: 1}\ncondition: sel and not 1 of filter_* and all of x_*\n",
    "a: {A: 1}\nb: {B: 1}\nc: {C: 1}\ncondition: 1 of a or 2 of them or 4 of them or 0 of them\n",
];

fn shown(text: &str, diagnostics: &[Diagnostic], out: &mut String) {
    let file = SourceFile::new(FILE, "rule.yml", text);
    for diagnostic in diagnostics {
        let span = diagnostic.at().span;
        let at = file.position(span.start);
        let code = diagnostic.code;
        let _ = write!(
            out,
            "{code} {}:{} ⟨{}⟩ ",
            at.line,
            at.column,
            &text[span.range()].escape_debug()
        );
        let _ = writeln!(out, "{}", diagnostic.message);
        if let Some(help) = &diagnostic.help {
            let _ = writeln!(out, "    {help}");
        }
        for edit in diagnostic.fix.iter().flat_map(|f| &f.edits) {
            let _ = writeln!(out, "    fix: {} → {}", &text[edit.span.range()], edit.text);
        }
    }
}

#[test]
fn faults() {
    let mut out = String::new();
    for text in FAULTS {
        let parsed = parse(&root(text), FILE, text);
        assert!(parsed.detection.is_none(), "{text}");
        let _ = writeln!(out, "--- {}", text.trim_end());
        shown(text, &parsed.diagnostics, &mut out);
    }
    insta::assert_snapshot!(out);
}

#[test]
fn odd_ones() {
    let mut out = String::new();
    for text in ODD {
        let parsed = parse(&root(text), FILE, text);
        assert!(parsed.diagnostics.is_empty(), "{text}: {:?}", parsed.diagnostics);
        let _ = writeln!(out, "--- {}", text.trim_end());
        shown(text, &oddities(&parsed.detection.unwrap()), &mut out);
    }
    insta::assert_snapshot!(out);
}

/// Deep conditions are refused at the place where they become too deep, and none overflows the stack.
#[test]
fn deep_conditions() {
    let deep = |open: &str, n: usize, close: &str| {
        format!("sel: {{A: 1}}\ncondition: {}sel{}\n", open.repeat(n), close.repeat(n))
    };
    for (text, sound) in [
        (deep("(", 200, ")"), true),
        (deep("(", 201, ")"), false),
        (deep("(", 100_000, ")"), false),
        (deep("not ", 200, ""), true),
        (deep("not ", 201, ""), false),
        (deep("not ", 100_000, ""), false),
        (deep("not (", 100, ")"), true),
        (deep("not (", 150, ")"), false),
        (deep("sel and ", 20_000, ""), true),
    ] {
        let parsed = parse(&root(&text), FILE, &text);
        assert_eq!(parsed.detection.is_some(), sound, "{:?}", parsed.diagnostics);
        assert!(parsed.diagnostics.iter().all(|d| d.code == "sigma/too-deep"));
    }
}
