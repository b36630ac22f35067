//! Laws of parser and printer.

#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::{parsed, query};
use proptest::prelude::*;
use ruleglot_ir::Inequality;
use ruleglot_kuery::ast::{Expr, Leaf, Name, Piece, Query, Tree, Value, Values};
use ruleglot_kuery::{format, lower, oddities, print, print_pretty};
use ruleglot_source::Span;

const AT: Span = Span { start: 0, end: 0 };

/// Texts made of what KQL treats specially.
fn nasty() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        6 => prop::sample::select(vec![
            "or", "and", "not", "OR", "And", "NOT", "Not", "nOt", "knot", "cannot", "order", "null", "true", "false",
            "a", "x", "5", "-1.5", "u006e", "n", "t", "r", "\\", "\"", "*", "?", ":", "<", ">", "<=", "=", "(", ")",
            "{", "}", "/", "\u{e9}", "\u{1f600}", "\u{2003}", "\u{a0}", "\u{85}", "\u{feff}", "\u{0}", "\u{b}",
        ]).prop_map(str::to_owned),
        4 => prop::sample::select(vec![" ", "  ", "\t", "\n", "\r"]).prop_map(str::to_owned),
        1 => "\\PC{0,3}",
    ];
    prop::collection::vec(word, 0..8).prop_map(|words| words.concat())
}

fn value() -> impl Strategy<Value = Value> {
    let piece = prop_oneof![Just(Piece::Star), nasty().prop_map(|t| Piece::Text(t.into()))];
    prop_oneof![
        nasty().prop_map(|t| Value::quoted(t, AT)),
        nasty().prop_map(|t| Value::bare(&t, AT)),
        prop::collection::vec(piece, 0..5).prop_map(|p| Value::wild(p, AT)),
    ]
}

fn tree<L: Clone + std::fmt::Debug + 'static>(
    leaf: impl Strategy<Value = L> + 'static,
) -> impl Strategy<Value = Tree<L>> {
    leaf.prop_map(|l| Tree::leaf(l, AT)).prop_recursive(4, 24, 4, |inner| {
        let some = || prop::collection::vec(inner.clone(), 1..4);
        prop_oneof![
            some().prop_map(|of| Tree::all(of, AT).unwrap()),
            some().prop_map(|of| Tree::some(of, AT).unwrap()),
            inner.clone().prop_map(|x| Tree::negated(x, AT)),
        ]
    })
}

fn values() -> impl Strategy<Value = Values> {
    tree(value())
}

fn flat_leaf() -> impl Strategy<Value = Leaf> {
    let op =
        prop::sample::select(vec![Inequality::Lt, Inequality::Le, Inequality::Gt, Inequality::Ge]);
    prop_oneof![
        (value(), values()).prop_map(|(name, values)| Leaf::Match { name: Name::of(name), values }),
        (value(), op, value()).prop_map(|(name, op, bound)| Leaf::Compare {
            name: Name::of(name),
            op,
            bound
        }),
        value().prop_map(Leaf::Free),
    ]
}

fn expr() -> impl Strategy<Value = Expr> {
    let nested = (value(), tree(flat_leaf()))
        .prop_map(|(path, body)| Leaf::Nested { path: Name::of(path), body: Box::new(body) });
    tree(prop_oneof![4 => flat_leaf(), 1 => nested])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_tree_reads_back_as_printed(root in expr()) {
        let ast = Query { root: Some(root) };
        let line = print(&ast);
        prop_assert_eq!(&query(&line), &ast, "{}", line);
        prop_assert_eq!(print(&query(&line)), line);
    }

    #[test]
    fn every_tree_reads_back_as_printed_on_lines(root in expr()) {
        let ast = Query { root: Some(root) };
        let pretty = print_pretty(&ast);
        prop_assert_eq!(&query(&pretty), &ast, "{}", pretty);
        prop_assert_eq!(print_pretty(&query(&pretty)), pretty);
    }

    #[test]
    fn any_text_is_either_read_or_refused(text in nasty(), more in nasty()) {
        let text = format!("{text}{more}");
        let parsed = parsed(&text);
        prop_assert_eq!(parsed.query.is_none(), !parsed.diagnostics.is_empty());
        if let Some(ast) = parsed.query {
            let line = print(&ast);
            prop_assert_eq!(query(&line), ast.clone(), "{}", line);
            let snippet = common::snippet(&text);
            oddities(&ast, &snippet);
            lower(&ast, &snippet);
        } else {
            // Told by the wording of a fault, never by falling back on "cannot be read".
            let vague = parsed.diagnostics.iter().any(|d| d.message.contains("cannot be read"));
            prop_assert!(!vague, "{}", text);
        }
    }

    #[test]
    fn a_text_that_parses_has_no_faults(text in nasty(), more in nasty()) {
        let text = format!("a:{text} and {more}");
        let parsed = parsed(&text);
        prop_assert_eq!(parsed.query.is_none(), !parsed.diagnostics.is_empty());
    }

    /// Laying out is stable, and what is printed is laid out already.
    #[test]
    fn a_layout_keeps_the_tree(root in expr()) {
        let seed = Query { root: Some(root) };
        let printed = print_pretty(&seed);
        if let Some(formatted) = format(&printed) {
            prop_assert_eq!(&formatted, &printed);
        }
        if let Some(once) = format(&print(&seed)) {
            prop_assert_eq!(&query(&once), &seed);
            prop_assert_eq!(format(&once), Some(once.clone()));
        }
    }
}
