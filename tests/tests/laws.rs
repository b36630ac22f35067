//! Laws that hold for every expression, every event and every order of evaluation.
#![allow(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;
use ruleglot_engine::{ConvertOptions, ScanOptions, TargetSpec, convert, scan_text};
use ruleglot_eval::mapping::Schema;
use ruleglot_eval::{Budget, Program, Setting, witnesses};
use ruleglot_ir::arbitrary;
use ruleglot_ir::{
    Calculus, Case, Expr, ExprKind, Field, Origin, Pattern, Quant, Scalar, Shape, Subject, Test,
    Truth, Types, negate, normalise,
};
use ruleglot_source::FileId;
use ruleglot_tests::NOW;
use serde_json::{Value, json};

fn holds(expr: &Expr, event: &Value) -> bool {
    let schema = Schema::default();
    Program::new(expr, &Setting { schema: &schema, now: NOW }).unwrap().matches(event)
}

fn field(name: &str) -> Field {
    Field::known("sigma", name)
}

/// Every shape in which an event can hold a field.
fn shapes() -> Vec<Value> {
    [
        json!(null),
        json!([]),
        json!([null]),
        json!(""),
        json!("x"),
        json!(["x"]),
        json!(["x", "x"]),
        json!(["x", "y"]),
        json!(["y"]),
        json!(["y", "z"]),
        json!("1"),
        json!(1),
        json!(1.0),
        json!(true),
        json!({"k": "x"}),
        json!([["x"], "y"]),
        json!([{"k": "x"}]),
        json!("X"),
        json!(["x", null]),
    ]
    .into_iter()
    .map(|v| json!({ "f": v }))
    .chain([json!({})])
    .collect()
}

fn quantified(quant: Quant, test: Test) -> Expr {
    let subject = Subject::Value(Scalar::Field(field("f")));
    ExprKind::Test { subject, quant, test }.into()
}

fn is(text: &str) -> Test {
    Test::Text { any: vec![Pattern::literal(text)], case: Case::Exact, types: Types::Textual }
}

#[test]
fn quantifiers_are_what_they_say() {
    let valued = Expr::is(field("f"), Shape::Valued, Origin::default());
    for text in ["x", "1", "", "true"] {
        let q = |quant| quantified(quant, is(text));
        let fails = quantified(Quant::Every, Test::Fails(Box::new(is(text))));
        for event in shapes() {
            let at = |e: &Expr| holds(e, &event);
            let any = at(&q(Quant::Any));
            assert_eq!(!any, !at(&valued) || at(&fails), "not any {text:?} on {event}");
            assert!(!at(&q(Quant::Every)) || any, "every without any on {event}");
            assert!(!at(&q(Quant::Sole)) || at(&q(Quant::Every)), "sole without every on {event}");
            assert!(
                !at(&q(Quant::Scalar)) || at(&q(Quant::Sole)),
                "scalar without sole on {event}"
            );
            assert!(!at(&q(Quant::ExactlyOne)) || any, "exactly one without any on {event}");
            assert_eq!(
                at(&q(Quant::Sole)),
                at(&q(Quant::ExactlyOne)) && at(&q(Quant::Every)),
                "sole on {event}"
            );
        }
    }
}

/// A value of a three-valued language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Three {
    True,
    False,
    Unknown,
}

#[derive(Clone, Debug)]
enum Tree {
    Leaf(usize),
    Not(Box<Tree>),
    And(Box<Tree>, Box<Tree>),
    Or(Box<Tree>, Box<Tree>),
}

const LEAVES: usize = 4;

fn tree() -> impl Strategy<Value = Tree> {
    (0..LEAVES).prop_map(Tree::Leaf).prop_recursive(4, 24, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(|t| Tree::Not(Box::new(t))),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| Tree::And(Box::new(a), Box::new(b))),
            (inner.clone(), inner).prop_map(|(a, b)| Tree::Or(Box::new(a), Box::new(b))),
        ]
    })
}

/// A leaf is true where its field says `y`, false where it says `n`, unknown elsewhere; the last is never unknown.
fn truth(tree: &Tree, by: Calculus) -> Truth {
    let says =
        |i: usize, word: &str| Expr::any(field(&format!("t{i}")), is(word), Origin::default());
    match tree {
        Tree::Leaf(i) if i + 1 == LEAVES => Truth::total(says(*i, "y")),
        Tree::Leaf(i) => Truth { yes: says(*i, "y"), no: says(*i, "n") },
        Tree::Not(t) => truth(t, by).negate(),
        Tree::And(a, b) => truth(a, by).and(truth(b, by), by),
        Tree::Or(a, b) => truth(a, by).or(truth(b, by), by),
    }
}

fn reference(tree: &Tree, leaves: [Three; LEAVES], by: Calculus) -> Three {
    use Three::{False, True, Unknown};
    let not = |t| match t {
        True => False,
        False => True,
        Unknown => Unknown,
    };
    let and = |a: Three, b: &dyn Fn() -> Three| match (by, a) {
        (_, False) => False,
        (Calculus::ShortCircuit, Unknown) => Unknown,
        (Calculus::Kleene, Unknown) => {
            if b() == False {
                False
            } else {
                Unknown
            }
        }
        (_, True) => b(),
    };
    let of = |t: &Tree| reference(t, leaves, by);
    match tree {
        Tree::Leaf(i) => leaves[*i],
        Tree::Not(t) => not(of(t)),
        Tree::And(a, b) => and(of(a), &|| of(b)),
        Tree::Or(a, b) => not(and(not(of(a)), &|| not(of(b)))),
    }
}

fn three() -> impl Strategy<Value = Three> + Clone {
    prop::sample::select(vec![Three::True, Three::False, Three::Unknown])
}

/// Values that bring out differences of type, case and number.
fn value() -> impl Strategy<Value = Value> + Clone {
    let scalar = prop_oneof![
        arbitrary::text().prop_map(|t| json!(t.as_str())),
        any::<i32>().prop_map(|n| json!(n)),
        any::<bool>().prop_map(|b| json!(b)),
        Just(json!(null)),
        prop::sample::select(vec![
            json!(1.5),
            json!("1.0"),
            json!("10.0.0.1"),
            json!(""),
            json!({"k": "x"})
        ]),
    ];
    prop_oneof![4 => scalar.clone(), 1 => prop::collection::vec(scalar, 0..3).prop_map(Value::Array)]
}

/// Events over the fields that [`arbitrary::expr`] names, and over none.
fn event(names: Vec<String>) -> impl Strategy<Value = Value> {
    prop::collection::vec(prop::option::of(value()), names.len()).prop_map(move |values| {
        let pairs = names.iter().cloned().zip(values).filter_map(|(n, v)| Some((n, v?)));
        Value::Object(pairs.collect())
    })
}

fn runs(expr: &Expr) -> bool {
    let schema = Schema::default();
    Program::new(expr, &Setting { schema: &schema, now: NOW }).is_ok()
}

/// An expression with events: random ones over its fields, and its own witnesses.
fn expr_and_events() -> impl Strategy<Value = (Expr, Vec<Value>)> {
    arbitrary::expr(arbitrary::leaf("sigma")).prop_filter("can be run", runs).prop_flat_map(
        |expr| {
            let names = ruleglot_engine::field_names(&expr);
            let random = prop::collection::vec(event(names), 8);
            (Just(expr), random)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, max_global_rejects: 100_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn truth_agrees_with_its_calculus(tree in tree(), a in three(), b in three(), c in three(), d in any::<bool>()) {
        let leaves = [a, b, c, if d { Three::True } else { Three::False }];
        let word = |t: Three| match t {
            Three::True => json!("y"),
            Three::False => json!("n"),
            Three::Unknown => Value::Null,
        };
        let event = json!({"t0": word(a), "t1": word(b), "t2": word(c), "t3": word(leaves[3])});
        for by in [Calculus::Kleene, Calculus::ShortCircuit] {
            let pair = truth(&tree, by);
            let wanted = reference(&tree, leaves, by);
            prop_assert_eq!(holds(&pair.yes, &event), wanted == Three::True, "yes by {:?}", by);
            prop_assert_eq!(holds(&pair.no, &event), wanted == Three::False, "no by {:?}", by);
        }
    }

    #[test]
    fn the_normal_form_keeps_the_meaning((expr, events) in expr_and_events()) {
        let normal = normalise(&expr);
        prop_assert_eq!(&normalise(&normal), &normal, "idempotent");
        let schema = Schema::default();
        let setting = Setting { schema: &schema, now: NOW };
        let own = witnesses(&expr, &setting, Budget { values: 20, events: 200, attempts: 2 }).events;
        for event in events.iter().chain(&own) {
            prop_assert_eq!(holds(&expr, event), holds(&normal, event), "on {} of {}", event, &expr);
            prop_assert_eq!(holds(&negate(expr.clone()), event), !holds(&expr, event), "negation on {}", event);
        }
    }

    #[test]
    fn nothing_panics_on_any_text(text in "\\PC{0,200}", yaml in "(title|detection|logsource|condition|a\\|re|\\*|: |\\n|    |- |sel|'|\"|\\{|\\[|1 of|not|and|\\PC){0,60}") {
        for (text, from) in [(&text, None), (&yaml, Some("sigma")), (&yaml, Some("elastic")), (&text, Some("kuery")), (&yaml, None)] {
            let options = ScanOptions { from: from.map(str::to_owned), ..ScanOptions::default() };
            let scanned = scan_text(text, FileId(0), &options);
            for to in ["elastic", "sigma", "kuery"] {
                let options = ConvertOptions {
granted: Vec::new(),
now: NOW,
..ConvertOptions::new(TargetSpec::parse(to).unwrap())
};
                let again = scan_text(text, FileId(0), &ScanOptions { from: from.map(str::to_owned), ..ScanOptions::default() });
                prop_assert_eq!(convert(&[again], &options).len(), 1);
            }
            prop_assert!(scanned.rules.len() <= 60);
        }
    }
}
