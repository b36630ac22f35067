//! How texts are read and what they mean: text, tree, meaning.
//!
//! In a tree `'x'` is a bare word, `"x"` a quoted text, `~…~` a pattern.

#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::{query, snippet};
use ruleglot_kuery::ast::{Expr, Leaf, Name, NameKind, Piece, Tree, TreeKind, Value, ValueKind};
use ruleglot_kuery::{lower, print};
use std::fmt::Write;

const TEXTS: &[&str] = &[
    // Values.
    "process.name:sh",
    "process.name : \"sh\"",
    "process.name:two words ",
    "process.name:*",
    "process.name:**",
    "process.name:p*w*",
    "process.name:\"p*\"",
    "process.name:p\\*",
    "f:null",
    "f:\"null\"",
    "f:true",
    "f:-1.5",
    "source.ip:10.0.0.0/8",
    "f:\"\"",
    "f:\\t",
    "f:(sh)",
    // Escapes.
    "f:C\\:\\\\Windows\\\\*",
    "f:\"C:\\Windows\"",
    "f:\"C:\\new\"",
    "f:\"\\u0041\\ud83d\\ude00\\ud83d\\u12\"",
    "f:\\u0041\\u002a\\or\\Not",
    "f:\\not x",
    "f:a \\or b \\and c",
    "f:x\\android",
    // Precedence.
    "a:1 or b:2 and c:3",
    "a:1 and (b:2 or c:3)",
    "a:1 and (b:2 and c:3) and d:4",
    "not a:1 or not (b:2 or c:3)",
    "not (not a:1)",
    "((a:1))",
    "a:1 AND NOT b:2 Or c:3",
    // Lists.
    "f:(a or b and not c)",
    "f:(* and not (x or y))",
    "f:((a or b) or c)",
    "f:( a b or c )",
    // Keywords as text.
    "a: or b",
    "or:x and and:y",
    "not:x",
    "a:x and and b:y",
    "a:b or",
    "f:knot",
    "f:(not)",
    // Comparisons.
    "n > 5 and n<=\"10\"",
    "@timestamp >= now-30d/d",
    "n > *",
    "n > null",
    "a => 5",
    "a > = 5",
    "null > 5",
    // Field names.
    "Client Address:x",
    "\"a b\":x",
    "\"null\":x",
    "null:(x or y)",
    "hash.*:x",
    "hash.*:*",
    "*:*",
    "*:x",
    "\"*\":*",
    // Free text.
    "mimikatz",
    "\"two words\" and *",
    "a != b",
    "null",
    // Nested groups.
    "n:{ a:1 and b:(2 or 3) }",
    "n:{ m:{ a:1 } }",
    "n:{ x }",
    "n:{ *:* }",
    "n*:{ a:1 }",
    // Nothing.
    "",
    " \n ",
];

#[test]
fn texts_trees_and_meanings() {
    let mut table = String::new();
    for text in TEXTS {
        let ast = query(text);
        let tree =
            ast.root.as_ref().map_or_else(|| "(everything)".to_owned(), |root| show(root, &leaf));
        let _ = writeln!(
            table,
            "text     {}\ntree     {tree}\nprinted  {}\nmeaning  {}\n",
            text.replace('\n', "⏎"),
            print(&ast),
            lower(&ast, &snippet(text))
        );
    }
    insta::assert_snapshot!(table);
}

#[test]
fn every_node_points_at_its_text() {
    let mut table = String::new();
    for text in [
        " a:b  and  ( c : \"d\"  or not  (e > 5 ) ) ",
        "n:{ x y:(p  or \"q\"  and  not r ) }  ",
        "free  text  or\nf:(* )",
        "ä:(\"ö\" or ü*)",
    ] {
        let _ = writeln!(table, "{}", text.replace('\n', "⏎"));
        spans(query(text).root.as_ref().unwrap(), text, 1, &mut table);
    }
    insta::assert_snapshot!(table);
}

fn show<L>(tree: &Tree<L>, leaf: &impl Fn(&L) -> String) -> String {
    let all = |of: &[Tree<L>]| of.iter().map(|x| show(x, leaf)).collect::<Vec<_>>().join(" ");
    match &tree.kind {
        TreeKind::Or(of) => format!("(or {})", all(of)),
        TreeKind::And(of) => format!("(and {})", all(of)),
        TreeKind::Not(x) => format!("(not {})", show(x, leaf)),
        TreeKind::Leaf(l) => leaf(l),
    }
}

fn leaf(leaf: &Leaf) -> String {
    match leaf {
        Leaf::Match { name: field, values } => {
            format!("(match {} {})", name(field), show(values, &value))
        }
        Leaf::Compare { name: field, op, bound } => {
            format!("(compare {} {op:?} {})", name(field), value(bound))
        }
        Leaf::Nested { path, body } => {
            format!("(nested {} {})", name(path), show(body, &self::leaf))
        }
        Leaf::Free(v) => format!("(free {})", value(v)),
    }
}

fn name(name: &Name) -> String {
    match &name.kind {
        NameKind::Plain(text) => format!("[{}]", text.escape_debug()),
        NameKind::Wild(p) => format!("[~{}~]", pieces(p)),
        NameKind::Null => "[]".to_owned(),
    }
}

fn value(value: &Value) -> String {
    match &value.kind {
        ValueKind::Quoted(text) => ruleglot_ir::quoted(text),
        ValueKind::Bare(text) => format!("'{}'", text.escape_debug()),
        ValueKind::Wild(p) => format!("~{}~", pieces(p)),
    }
}

fn pieces(pieces: &[Piece]) -> String {
    pieces.iter().fold(String::new(), |shown, piece| match piece {
        Piece::Text(text) => format!("{shown}<{}>", text.escape_debug()),
        Piece::Star => shown + "*",
    })
}

fn spans(tree: &Expr, text: &str, depth: usize, out: &mut String) {
    let mut line = |depth: usize, what: &str, at: ruleglot_source::Span| {
        let _ =
            writeln!(out, "{}{what} |{}|", "  ".repeat(depth), text[at.range()].replace('\n', "⏎"));
    };
    match &tree.kind {
        TreeKind::Or(of) | TreeKind::And(of) => {
            line(depth, "joined", tree.at.0);
            of.iter().for_each(|x| spans(x, text, depth + 1, out));
        }
        TreeKind::Not(x) => {
            line(depth, "not", tree.at.0);
            spans(x, text, depth + 1, out);
        }
        TreeKind::Leaf(leaf) => {
            line(depth, "leaf", tree.at.0);
            match leaf {
                Leaf::Match { name, values } => {
                    line(depth + 1, "name", name.at.0);
                    line(depth + 1, "values", values.at.0);
                }
                Leaf::Compare { name, bound, .. } => {
                    line(depth + 1, "name", name.at.0);
                    line(depth + 1, "bound", bound.at.0);
                }
                Leaf::Nested { path, body } => {
                    line(depth + 1, "path", path.at.0);
                    spans(body, text, depth + 1, out);
                }
                Leaf::Free(value) => line(depth + 1, "value", value.at.0),
            }
        }
    }
}
