//! Macros replaced by their text.

#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::snippet;
use ruleglot_source::{FileId, Snippet, Span, TextMap};
use ruleglot_spl::{Expanded, MacroTable, Macros, expand, parse_macros_conf};

fn table() -> MacroTable {
    MacroTable::from_pairs([
        ("src", "sourcetype=a OR source=b"),
        ("opts", "x=`one` y=`one`"),
        ("one", "1"),
        ("drop(name)", "rename \"$name$.*\" as *"),
        ("two(a,b)", "$a$-$b$-$c$-$a$"),
        ("loop", "a `loop2`"),
        ("loop2", "b `loop`"),
        ("stages", "eval a=1 | search b=2"),
        ("pipe(x)", "`drop($x$)`"),
        ("inner", "`nobody`"),
    ])
}

fn expanded(text: &str) -> Expanded {
    expand(&snippet(text), &table())
}

#[test]
fn macros_become_their_text() {
    for (text, after) in [
        ("`src` c=1", "sourcetype=a OR source=b c=1"),
        ("`opts`", "x=1 y=1"),
        ("* | `drop(P)`", "* | rename \"P.*\" as *"),
        ("* | `drop(\"P\")`", "* | rename \"P.*\" as *"),
        ("* | `pipe(P)` | `stages`", "* | rename \"P.*\" as * | eval a=1 | search b=2"),
        ("`two(1, \"2, 3\")`", "1-2, 3-$c$-1"),
        ("`two(b=1, a=2)`", "2-1-$c$-2"),
        ("`two(b=1, 2)`", "b=1-2-$c$-b=1"),
        ("a=\"`src`\" ```no `src` ``` `one`", "a=\"`src`\" ```no `src` ``` 1"),
        ("[search `one`]", "[search 1]"),
        ("`nobody` `one` `src(1)`", "`nobody` 1 `src(1)`"),
        ("a=\\`one\\` `one`", "a=\\`one\\` 1"),
        ("a=\"unclosed `one`", "a=\"unclosed `one`"),
    ] {
        assert_eq!(expanded(text).text, after, "{text}");
    }
}

#[test]
fn what_is_not_known_and_what_never_ends_is_told() {
    let names =
        |text: &str| expanded(text).unknown.iter().map(|m| m.name.to_string()).collect::<Vec<_>>();
    assert_eq!(names("`nobody` `one(1)` `inner`"), ["nobody", "one", "nobody"]);
    let found = expanded("* | `loop`");
    assert_eq!(found.diagnostics.len(), 1);
    assert_eq!(found.diagnostics[0].code, "spl/macro-loop");
    assert_eq!(found.diagnostics[0].at().span, Span::new(4, 10));
    let deep: Vec<(String, String)> =
        (0..60).map(|i| (format!("m{i}"), format!("`m{}`", i + 1))).collect();
    let deep = MacroTable::from_pairs(deep.iter().map(|(a, b)| (a.as_str(), b.as_str())));
    assert_eq!(expand(&snippet("`m0`"), &deep).diagnostics[0].code, "spl/macro-too-deep");
    let wide: Vec<(String, String)> =
        (0..40).map(|i| (format!("m{i}"), format!("xxxx `m{0}` `m{0}`", i + 1))).collect();
    let wide = MacroTable::from_pairs(wide.iter().map(|(a, b)| (a.as_str(), b.as_str())));
    let found = expand(&snippet("`m0`"), &wide);
    assert_eq!(found.diagnostics[0].code, "spl/macro-too-long");
    assert!(found.text.len() < 4 << 20 && found.diagnostics.len() < 10);
}

#[test]
fn every_place_leads_back_to_the_file() {
    // The text `a` `\n` `b` of a folded scalar: the line break is two bytes in the file, at 10.
    let text = "x=1 `src` | `one`";
    let mut map = TextMap::new(100);
    map.verbatim(Span::new(100, 103));
    map.replaced(1, Span::new(103, 110));
    map.verbatim(Span::new(110, 123));
    let snippet = Snippet { text, file: FileId(3), map };
    let found = expand(&snippet, &table());
    assert_eq!(found.text, "x=1 sourcetype=a OR source=b | 1");
    let place = |at: Span| found.snippet().locate(at).span;
    assert_eq!(place(Span::new(0, 3)), Span::new(100, 103));
    assert_eq!(place(Span::new(3, 4)), Span::new(103, 110));
    assert_eq!(place(Span::new(4, 14)), Span::new(110, 115));
    assert_eq!(place(Span::new(20, 22)), Span::new(110, 115));
    assert_eq!(place(Span::new(29, 30)), Span::new(116, 117));
    assert_eq!(place(Span::new(31, 32)), Span::new(118, 123));
    assert_eq!(found.map.decoded_len(), found.text.len());
    let regions: Vec<_> =
        found.regions.iter().map(|r| (r.call.name.as_str(), r.at, r.call.at.0)).collect();
    assert_eq!(
        regions,
        [("src", Span::new(4, 28), Span::new(4, 9)), ("one", Span::new(31, 32), Span::new(12, 17))]
    );
    let nested = expanded("`opts`");
    assert_eq!(
        nested.regions[0].nested.iter().map(|r| r.at).collect::<Vec<_>>(),
        [Span::new(2, 3), Span::new(6, 7)]
    );
}

#[test]
fn macros_conf_is_read() {
    let table = parse_macros_conf(
        "# comment\n[one]\ndefinition = a=1 OR \\\n  b=2\niseval = 0\n\n[two(2)]\nargs = x, y\n\
         definition = f($x$,$y$)\n[calc]\niseval = 1\ndefinition = \"x\"\n[default]\ndefinition = z\n",
    );
    assert_eq!(table.definition("one", 0).unwrap().text, "a=1 OR \n  b=2");
    assert_eq!(table.definition("two", 2).unwrap().args, ["x", "y"]);
    assert_eq!(table.definition("two", 1), None);
    assert_eq!(table.definition("calc", 0), None);
    assert_eq!(table.definition("default", 0), None);
    assert_eq!(table.arities("two"), [2]);
}

/// What a rule's search reads, by the macros and sourcetypes that name it, and what is left to be tested.
fn source_of(text: &str) -> (Vec<String>, String) {
    let macros = MacroTable::from_pairs([
        ("logs", "(source=a OR source=b)"),
        ("channel", "eventtype=s OR Channel=security OR source=c"),
        ("filter", "Channel=security"),
    ]);
    let read = ruleglot_spl::read(&snippet(text), &macros, ruleglot_spl::SourceTests::Consumed);
    let pipeline = read.pipeline.unwrap();
    let ruleglot_ir::Stage::Read(source) = &pipeline[0].kind else { panic!("{text}") };
    let rest = pipeline.iter().filter_map(|s| match &s.kind {
        ruleglot_ir::Stage::Filter(expr) => Some(expr.to_string()),
        _ => None,
    });
    (source.native.iter().map(|n| n.kind.to_string()).collect(), rest.collect())
}

#[test]
fn a_macro_names_the_source_with_brackets_and_with_a_channel() {
    for (text, names, rest) in [
        ("`logs` x=1", vec!["logs"], "x =~ \"1\""),
        ("(`logs`) x=1", vec!["logs"], "x =~ \"1\""),
        ("((`logs` ) x=1)", vec!["logs"], "x =~ \"1\""),
        ("`channel` x=1", vec!["channel"], "x =~ \"1\""),
        // A channel alone is a condition on the event.
        ("`filter` x=1", vec![], "Channel =~ \"security\" and x =~ \"1\""),
        ("Channel=security x=1", vec![], "Channel =~ \"security\" and x =~ \"1\""),
    ] {
        assert_eq!(
            source_of(text),
            (names.into_iter().map(str::to_owned).collect(), rest.into()),
            "{text}"
        );
    }
}
