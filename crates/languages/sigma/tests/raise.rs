//! What detections mean, and how a meaning is written when its names are lost.

#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::{meaning_of, raised, raised_nameless};
use ruleglot_ir::{
    Accept, Case, Expr, ExprKind, Field, Literal, Number, Origin, Pattern, Position, Quant, Shape,
    Sign, Target, Test, Tokens, Types,
};
use ruleglot_sigma::Sigma;
use std::fmt::Write as _;

/// Detections of our own, each with a word on what it shows.
const EXAMPLES: &[(&str, &str)] = &[
    (
        "one map",
        "sel:\n  Image|endswith: '\\x.exe'\n  CommandLine|contains|all: [' -a', b]\ncondition: sel\n",
    ),
    ("list of maps", "sel:\n- Image: a\n- Original: b\n  Size: 5\ncondition: sel\n"),
    ("keywords", "k: [one, 'two*three', 4625]\ncondition: k\n"),
    ("keywords that all occur", "k:\n  '|all': [one, two]\ncondition: k\n"),
    (
        "exclusions",
        "a: {A: x}\nf_1: {B: y}\nf_2: {C|startswith: z}\ncondition: a and not 1 of f_*\n",
    ),
    ("groups", "s1: {A: x, B: y}\ns2: {C: z}\ncondition: 1 of s*\n"),
    (
        "two lists of one field",
        "a: {A|contains: [x, y]}\nb: {A|contains: [v, w]}\ncondition: all of them\n",
    ),
    (
        "exclusion within a group",
        "a: {A: x}\nf: {B: y}\nc: {C: z}\ncondition: (a and not f) or c\n",
    ),
    ("several conditions", "a: {A: x}\nb: {B: y}\ncondition: [a, not b]\n"),
    ("half of them", "a: {A: 1}\nb: {B: 1}\nc: {C: 1}\ncondition: 2 of them\n"),
    ("places of all kinds", "s:\n  B: 1\n  A: ['x', 'y*', '*z', '*v*', 'u?w*t']\ncondition: s\n"),
    ("types", "s:\n  N: [1, 1.5, -1]\n  T: ['1', true, x]\n  E: ''\ncondition: s\n"),
    ("null and presence", "s: {A: null, B|exists: true, C|exists: false}\ncondition: s\n"),
    ("values there", "s: {A: '*', B: x}\ncondition: s\n"),
    ("no value there", "s: {B: x}\nf: {A: null}\ncondition: s and not f\n"),
    ("escapes", "s:\n  A: ['a\\*b', 'a\\\\*b', '\\\\\\\\srv\\x', 'C:\\']\ncondition: s\n"),
    ("letter case", "s: {A|cased: Xy, B|contains|cased: ['1', z]}\ncondition: s\n"),
    (
        "regular expressions",
        "s: {A|re: ['^a', 'b$'], B|re|i|s: 'x.y', C|re|all: [p, q]}\ncondition: s\n",
    ),
    ("networks", "s: {A|cidr: [10.0.0.0/8, 'fe80::/10', 192.0.2.1]}\ncondition: s\n"),
    ("orderings", "s: {A|gte: 10, A|lt: 20.5}\ncondition: s\n"),
    ("times", "s: {T|hour: [22, 23], T|year|gt: 2020}\ncondition: s\n"),
    (
        "other fields",
        "s: {A|fieldref: B, C|fieldref|startswith: D, E|fieldref|neq: F}\ncondition: s\n",
    ),
    (
        "encodings",
        "s: {A|wide|base64offset|contains: IEX, B|base64|contains|cased: [x1, x2]}\ncondition: s\n",
    ),
    ("dashes", "s: {A|contains|windash: [' -a', ' /b-c', x]}\ncondition: s\n"),
    ("dashes at the end", "s: {A|endswith|windash: '-f'}\ncondition: s\n"),
    ("placeholders", "s: {A|contains|expand: ['%Admins%', '\\%x\\%']}\ncondition: s\n"),
    ("neither of a list", "s: {A|neq: [x, y]}\ncondition: s\n"),
];

#[test]
fn examples() {
    let mut out = String::new();
    for (what, text) in EXAMPLES {
        let expr = meaning_of(text);
        let _ = writeln!(out, "# {what}\n{text}=== means\n{expr}");
        if what != &"half of them" {
            let _ = writeln!(out, "=== is written\n{}", raised_nameless(&expr));
        }
    }
    insta::assert_snapshot!(out);
}

fn text(name: &str, any: &[&str]) -> Expr {
    let any = any.iter().map(|t| Pattern::literal(*t)).collect();
    let test = Test::Text { any, case: Case::UnicodeFold, types: Types::Textual };
    Expr::any(field(name), test, Origin::default())
}

fn field(name: &str) -> Field {
    Field::known("ecs", name)
}

fn named(name: &str, body: Expr) -> Expr {
    ExprKind::Named { name: name.into(), body: Box::new(body) }.into()
}

fn not(expr: Expr) -> Expr {
    ExprKind::Not(Box::new(expr)).into()
}

/// Names are kept where they can stand; others are made from the field.
#[test]
fn names_of_other_languages() {
    let expr = ExprKind::And(vec![
        text("event.action", &["a", "b"]),
        named("selection", text("user.name", &["x"])),
        named("not a name", text("host.name", &["y"])),
        not(named("filter_main_x", text("user.name", &["root"]))),
        not(text("process.parent.name", &["z"])),
        Expr::is(field("user.id"), Shape::Valued, Origin::default()),
    ]);
    insta::assert_snapshot!(raised(&expr.into()));
}

#[test]
fn constants() {
    let both = [true, false].map(|value| raised(&Expr::constant(value)));
    insta::assert_snapshot!(both.join("\n"));
}

/// The reason for each thing that Sigma cannot say.
#[test]
fn refusals() {
    let test = |test| Expr::any(field("f"), test, Origin::default());
    let exact = |types| Test::Text { any: vec![Pattern::literal("x")], case: Case::Exact, types };
    let term =
        Test::Term { text: "x".into(), tokens: Tokens::ElasticStandard, case: Case::UnicodeFold };
    let ascii = Test::Text {
        any: vec![Pattern::literal("x")],
        case: Case::AsciiFold,
        types: Types::Textual,
    };
    let equal = Test::Equal { any: vec![Literal::Number(Number::Int(1))], types: Types::Strict };
    let mut every = test(exact(Types::Textual));
    if let ExprKind::Test { quant, .. } = &mut every.kind {
        *quant = Quant::Every;
    }
    let counted = ExprKind::AtLeast {
        n: 2,
        of: vec![text("a", &["1"]), text("b", &["2"]), text("c", &["3"])],
    };
    let of = [
        test(exact(Types::Strict)),
        test(term),
        test(ascii),
        test(equal),
        test(Test::Fails(Box::new(exact(Types::Textual)))),
        every,
        Expr::is(field("f"), Shape::Truthy, Origin::default()),
        Expr::is(field("a|b"), Shape::Key, Origin::default()),
        counted.into(),
    ];
    let at = Position { stage: 1, sign: Sign::Holds };
    let mut out = String::new();
    for expr in of {
        let Accept::No { why } = Sigma.expr(&expr.kind, at) else { panic!("{expr} is accepted") };
        let _ = writeln!(out, "{expr}: {why}");
    }
    insta::assert_snapshot!(out);
}
