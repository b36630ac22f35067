//! Deep, long and broken texts: refused with their place, never a panic, never slow.

#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::{parsed, query, snippet};
use proptest::prelude::*;
use ruleglot_kuery::{lower, oddities, parse, print, print_pretty};
use ruleglot_source::{FileId, FileSpan, Snippet, Span, TextMap};
use std::time::{Duration, Instant};

fn nested(depth: usize, open: &str, close: &str) -> String {
    format!("{}a:b{}", open.repeat(depth), close.repeat(depth))
}

#[test]
fn two_hundred_brackets_are_read_and_one_more_is_refused_with_its_place() {
    for (open, close) in [("(", ")"), ("n:{", "}"), ("not (", ")"), ("x or (y and ", ")")] {
        let ast = query(&nested(200, open, close));
        print_pretty(&ast);
        lower(&ast, &snippet(&print(&ast)));
        let text = nested(201, open, close);
        let found = parsed(&text).diagnostics;
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].code, "kuery/too-deep");
        let deepest = found[0].at().span.range();
        assert_eq!(text[..deepest.end].matches(['(', '{']).count(), 201);
    }
}

#[test]
fn brackets_in_quotes_and_escaped_ones_are_not_nested() {
    let many = "(".repeat(300);
    query(&format!("a:\"{many}\" and b:\"\\\"{many}\""));
    query(&format!("a:{}", "\\(".repeat(300)));
}

/// Each shape at a length at which anything quadratic would take minutes.
#[test]
fn long_texts_are_read_in_linear_time() {
    const N: usize = 100_000;
    let shapes = [
        format!("a{}b:c", " ".repeat(N)),
        format!("a:b{}and c:d", " ".repeat(N)),
        format!("a:({})", vec!["x"; N].join(" or ")),
        vec!["a:x"; N].join(" and "),
        "(".repeat(N),
        ")".repeat(N),
        "a:(b} ".repeat(N),
        "\"".repeat(N + 1),
        "\\".repeat(N + 1),
        "a:b ".repeat(N),
        ": < ".repeat(N),
        "not ".repeat(N),
        "{a:b ".repeat(N),
        format!("a:\"{}", "x \\\" ".repeat(N)),
        "n".repeat(N),
        "no nO ".repeat(N),
        "*\\* ".repeat(N),
        "\u{a0}or".repeat(N),
    ];
    for text in shapes {
        let start = Instant::now();
        let snippet = snippet(&text);
        if let Some(ast) = parse(&snippet).query {
            print(&ast);
            print_pretty(&ast);
            lower(&ast, &snippet);
            oddities(&ast, &snippet);
        }
        let took = start.elapsed();
        assert!(
            took < Duration::from_secs(10),
            "{took:?} for {}…",
            &text.chars().take(40).collect::<String>()
        );
    }
}

#[test]
fn places_are_those_of_the_file() {
    // A query that stands at byte 100 of its file, in which `\n` is written for each line break.
    let text = "a:b\nor c:(d";
    let mut map = TextMap::new(100);
    map.verbatim(Span::new(100, 103));
    map.replaced(1, Span::new(103, 105));
    map.verbatim(Span::new(105, 112));
    let parsed = parse(&Snippet { text, file: FileId(7), map });
    let at = FileSpan::new(FileId(7), Span::new(110, 111));
    assert_eq!(parsed.diagnostics[0].at(), at);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_panics(text in "\\PC*|[\\\\()\":<>{}* \\nnotandr]*") {
        let parsed = parsed(&text);
        prop_assert_eq!(parsed.query.is_none(), !parsed.diagnostics.is_empty());
        for d in &parsed.diagnostics {
            for label in &d.labels {
                prop_assert!(text.get(label.at.span.range()).is_some());
            }
        }
        if let Some(ast) = parsed.query {
            let snippet = snippet(&text);
            for d in oddities(&ast, &snippet) {
                prop_assert!(text.get(d.at().span.range()).is_some());
            }
            lower(&ast, &snippet);
            prop_assert_eq!(query(&print_pretty(&ast)), ast);
        }
    }
}
