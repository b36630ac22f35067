//! What is proved is so: of no witness event, and of no event made at random, is the contrary true.
#![allow(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;
use ruleglot_eval::mapping::Schema;
use ruleglot_eval::{
    Budget, Claim, Program, Setting, Truth, World, always_holds, contradict, covered_patterns,
    implies, never_holds, witnesses,
};
use ruleglot_ir::arbitrary::{expr, leaf};
use ruleglot_ir::{
    Case, Expr, ExprKind, Field, Inequality, Literal, Number, Origin, Pattern, Shape, Test, Types,
    all_of, any_of, negate,
};
use serde_json::{Value, json};

const SINGLE: World<'static> = World { is_single: &|_| true };

fn field(name: &str) -> Field {
    Field::known("sigma", name)
}

fn text(name: &str, patterns: &[Pattern]) -> Expr {
    let test =
        Test::Text { any: patterns.to_vec(), case: Case::UnicodeFold, types: Types::Textual };
    Expr::any(field(name), test, Origin::default())
}

fn is(name: &str, value: &str) -> Expr {
    text(name, &[Pattern::literal(value)])
}

fn has(name: &str, part: &str) -> Expr {
    text(name, &[Pattern::contains(part)])
}

fn differs(name: &str, value: &str) -> Expr {
    let test = Test::Text {
        any: vec![Pattern::literal(value)],
        case: Case::UnicodeFold,
        types: Types::Textual,
    };
    Expr::any(field(name), Test::Fails(Box::new(test)), Origin::default())
}

#[test]
fn what_no_event_has_is_proved() {
    let list = World::default();
    assert!(never_holds(&all_of([has("A", "abc"), negate(has("A", "b"))]), list));
    assert!(!never_holds(&all_of([is("A", "x"), is("A", "y")]), list), "a list has both");
    assert!(never_holds(&all_of([is("A", "x"), is("A", "y")]), SINGLE));
    assert!(!never_holds(&all_of([is("A", "x"), is("A", "X")]), SINGLE), "case does not count");
    assert!(!never_holds(&all_of([is("A", "x"), is("B", "y")]), SINGLE));
    let ends = |t: &str| text("A", &[Pattern::suffix(t)]);
    assert!(never_holds(&all_of([ends(r"\a.exe"), ends(r"\b.exe")]), SINGLE));
    assert!(!never_holds(&all_of([ends(".exe"), ends("a.exe")]), SINGLE));
    let starts = text("A", &[Pattern::prefix(r"C:\Windows\")]);
    assert!(!never_holds(&all_of([starts.clone(), ends(r"\a.exe")]), SINGLE));
    assert!(never_holds(&all_of([starts, is("A", r"C:\Users\a.exe")]), SINGLE));
    assert!(never_holds(&all_of([is("A", "x"), differs("A", "x")]), SINGLE));
    assert!(!never_holds(&all_of([is("A", "x"), differs("A", "x")]), list));
}

#[test]
fn bounds_that_cross_leave_nothing() {
    use Inequality::{Ge, Gt, Le, Lt};
    let order = |op, n: i128| {
        let bound = Literal::Number(Number::Int(n));
        Expr::any(
            field("A"),
            Test::Order { op, bound, types: Types::NumericFirst },
            Origin::default(),
        )
    };
    assert!(never_holds(&all_of([order(Gt, 5), order(Lt, 5)]), SINGLE));
    assert!(never_holds(&all_of([order(Ge, 6), order(Le, 5)]), SINGLE));
    assert!(!never_holds(&all_of([order(Ge, 5), order(Le, 5)]), SINGLE));
    assert!(!never_holds(&all_of([order(Gt, 5), order(Gt, 9)]), SINGLE));
}

#[test]
fn what_every_event_has_is_proved() {
    assert!(always_holds(&any_of([has("A", "x"), negate(is("A", "x"))]), World::default()));
    let either = any_of([negate(is("A", "x")), negate(is("A", "y"))]);
    assert!(always_holds(&either, SINGLE));
    assert!(!always_holds(&either, World::default()));
    let present = Expr::is(field("A"), Shape::Valued, Origin::default());
    let either = any_of([differs("A", "x"), differs("A", "y")]);
    let claims = [
        Claim { expr: &either, truth: Truth::Fails },
        Claim { expr: &present, truth: Truth::Holds },
    ];
    assert!(contradict(&claims, SINGLE));
    assert!(!contradict(&claims, World::default()));
    assert!(!always_holds(&either, SINGLE), "an event without the field");
}

#[test]
fn narrower_patterns_of_a_list_are_found() {
    let list: Vec<Pattern> =
        ["foobar", "foo", "x", "FOO"].iter().map(|t| Pattern::contains(*t)).collect();
    assert_eq!(covered_patterns(&list, Case::UnicodeFold), [(0, 1), (3, 1)]);
    assert_eq!(covered_patterns(&list, Case::Exact), [(0, 1)]);
}

fn values() -> impl Strategy<Value = Value> {
    let text = prop::sample::select(vec!["", "a", "B", "ab", "x y", "4624", "a.b", "1", "true"]);
    prop_oneof![
        5 => text.prop_map(|t| json!(t)),
        1 => Just(json!(null)),
        1 => (-3..30i64).prop_map(|n| json!(n)),
        1 => Just(json!([])),
        1 => prop::sample::select(vec![json!(["a", "b"]), json!(["ab", 1])]),
    ]
}

fn events() -> impl Strategy<Value = Value> {
    let names = prop::sample::select(vec!["a", "b", "process.name", "Image", "x-y"]);
    prop::collection::btree_map(names, values(), 0..4).prop_map(|map| json!(map))
}

/// Whether no field of the event is a list.
fn is_flat(event: &Value) -> bool {
    event
        .as_object()
        .is_some_and(|map| map.values().all(|v| !v.is_array() && (!v.is_object() || is_flat(v))))
}

/// Events that tell the parts of an expression apart, and some at random.
fn tried(of: &Expr, random: Vec<Value>) -> Vec<Value> {
    let setting = Setting { schema: &Schema::default(), now: 0 };
    let made = witnesses(of, &setting, Budget::default());
    made.events.into_iter().chain(random).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn proofs_hold_of_events(
        a in expr(leaf("sigma")),
        b in expr(leaf("sigma")),
        random in prop::collection::vec(events(), 8),
    ) {
        let setting = Setting { schema: &Schema::default(), now: 0 };
        let both: Expr = ExprKind::And(vec![a.clone(), b.clone()]).into();
        let Ok(of_a) = Program::new(&a, &setting) else { return Ok(()) };
        let Ok(of_b) = Program::new(&b, &setting) else { return Ok(()) };
        let events = tried(&both, random);
        for world in [World::default(), SINGLE] {
            let single = (world.is_single)(&field("a"));
            let events = events.iter().filter(|e| !single || is_flat(e));
            let (never, always) = (never_holds(&a, world), always_holds(&a, world));
            let (implied, apart) = (implies(&a, &b, world), never_holds(&both, world));
            for event in events {
                let (in_a, in_b) = (of_a.matches(event), of_b.matches(event));
                prop_assert!(!never || !in_a, "{a} never holds, but of {event}");
                prop_assert!(!always || in_a, "{a} always holds, but not of {event}");
                prop_assert!(!implied || !in_a || in_b, "{a} implies {b}, but not of {event}");
                prop_assert!(!(apart && in_a && in_b), "{a} and {b} are apart, but not of {event}");
            }
        }
    }
}
