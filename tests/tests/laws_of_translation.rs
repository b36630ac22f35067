//! Laws of witnesses, of proofs and of rewriting for a target, over arbitrary expressions.
#![allow(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;
use ruleglot_engine::TargetSpec;
use ruleglot_eval::mapping::Schema;
use ruleglot_eval::{Budget, Program, Setting, proved_same, witnesses};
use ruleglot_ir::{
    Body, Case, Effect, Expr, ExprKind, Field, Legal, Node, Origin, Pattern, Pipeline, Rule,
    Source, Stage, Sure, Target, Test, Types, arbitrary, normalise,
};
use ruleglot_source::{FileId, Snippet};
use ruleglot_spl::{EVENTS, MacroTable, SourceTests, Spl};
use ruleglot_tests::NOW;
use ruleglot_translate::{Facts, legalise, parts};
use serde_json::{Value, json};

fn program(expr: &Expr) -> Option<Program> {
    Program::new(expr, &Setting { schema: &Schema::default(), now: NOW }).ok()
}

fn events_of(expr: &Expr) -> Vec<Value> {
    let budget = Budget { values: 30, events: 300, attempts: 2 };
    witnesses(expr, &Setting { schema: &Schema::default(), now: NOW }, budget).events
}

fn expr() -> impl Strategy<Value = Expr> {
    arbitrary::expr(arbitrary::leaf("sigma")).prop_filter("can be run", |e| program(e).is_some())
}

/// A test of a field of its own.
fn own_leaf(i: usize) -> Expr {
    let any = vec![Pattern::literal(format!("v{i}"))];
    let test = Test::Text { any, case: Case::UnicodeFold, types: Types::Textual };
    Expr::any(Field::known("sigma", format!("f{i}")), test, Origin::default())
}

#[derive(Clone, Debug)]
enum Shape {
    Leaf,
    Not(Box<Shape>),
    And(Vec<Shape>),
    Or(Vec<Shape>),
}

fn shape() -> impl Strategy<Value = Shape> {
    Just(Shape::Leaf).prop_recursive(4, 20, 4, |inner| {
        let many = prop::collection::vec(inner.clone(), 1..4);
        prop_oneof![
            inner.prop_map(|s| Shape::Not(Box::new(s))),
            many.clone().prop_map(Shape::And),
            many.prop_map(Shape::Or),
        ]
    })
}

/// The shape with a field of its own at each leaf.
fn read_once(shape: &Shape, next: &mut usize) -> Expr {
    let all =
        |of: &[Shape], next: &mut usize| of.iter().map(|s| read_once(s, next)).collect::<Vec<_>>();
    match shape {
        Shape::Leaf => {
            *next += 1;
            own_leaf(*next)
        }
        Shape::Not(s) => ExprKind::Not(Box::new(read_once(s, next))).into(),
        Shape::And(of) => ExprKind::And(all(of, next)).into(),
        Shape::Or(of) => ExprKind::Or(all(of, next)).into(),
    }
}

/// The expression without one of its parts, or with one patterns of a list less; `pick` chooses.
fn with_less(expr: &Expr, pick: &mut usize) -> Expr {
    let less = |of: &[Expr], pick: &mut usize| {
        let drop = *pick % (of.len() * 2).max(1);
        *pick /= of.len().max(1) + 1;
        let kept = of.iter().enumerate().filter(|(i, _)| *i != drop || of.len() == 1);
        kept.map(|(_, x)| with_less(x, pick)).collect()
    };
    let kind = match &expr.kind {
        ExprKind::Not(x) => ExprKind::Not(Box::new(with_less(x, pick))),
        ExprKind::And(of) => ExprKind::And(less(of, pick)),
        ExprKind::Or(of) => ExprKind::Or(less(of, pick)),
        ExprKind::Test { subject, quant, test: Test::Text { any, case, types } } => {
            let any = any.iter().skip(usize::from(any.len() > 1)).cloned().collect();
            let test = Test::Text { any, case: *case, types: *types };
            ExprKind::Test { subject: subject.clone(), quant: *quant, test }
        }
        other => other.clone(),
    };
    Expr { kind, origin: expr.origin }
}

/// What a target makes of an expression, with the effect that its notes promise.
fn rewritten(expr: &Expr, target: &dyn Target) -> (Expr, Effect) {
    let schema = Schema::default();
    let facts = Facts {
        schema: &schema,
        canonical: &|_| false,
        single: &|_| false,
        loss: ruleglot_translate::Loss::Noted,
    };
    let done = legalise(expr.clone(), target, &facts);
    let effect = done.notes.iter().fold(Effect::EXACT, |all, n| all.join(n.effect));
    (done.expr, effect)
}

/// Arbitrary meanings over fields of searches; those that no target can say are kept, for they must be refused.
fn spl_expr() -> impl Strategy<Value = Expr> {
    arbitrary::expr(arbitrary::leaf(EVENTS)).prop_filter("can be run", |e| program(e).is_some())
}

/// The search that says this; `None` when the target refuses it.
fn searched(expr: &Expr) -> Option<String> {
    let stages = [Stage::Read(Source::default()), Stage::Filter(expr.clone())];
    let pipeline: Pipeline = stages.map(|s| Node::new(s, Origin::default())).into();
    let legal = Legal::check(Rule::bare(Body::Pipeline(pipeline)), &Spl).ok()?;
    let search = ruleglot_spl::raise(&legal);
    let (line, lines) = (ruleglot_spl::print(&search), ruleglot_spl::print_pretty(&search));
    assert_eq!(found(&line), found(&lines), "{line}");
    Some(lines)
}

/// What a search means.
fn found(text: &str) -> Expr {
    let read = ruleglot_spl::read(
        &Snippet::whole(FileId(0), text),
        &MacroTable::default(),
        SourceTests::Kept,
    );
    assert!(read.pipeline.is_some(), "{text}: {:?}", read.diagnostics);
    parts(&read.pipeline.unwrap()).1
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, max_global_rejects: 100_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn predicates_about_fields_of_their_own_all_decide(shape in shape()) {
        let mut count = 0;
        let expr = read_once(&shape, &mut count);
        let setting = Setting { schema: &Schema::default(), now: NOW };
        let made = witnesses(&expr, &setting, Budget::default());
        prop_assert_eq!((made.predicates, made.decisive), (count, count), "{}", &expr);
        let program = program(&expr).unwrap();
        let matched = made.events.iter().filter(|e| program.matches(e)).count();
        prop_assert!(matched > 0 && matched < made.events.len(), "{}", &expr);
    }

    #[test]
    fn more_predicates_are_never_decided_than_there_are(expr in expr()) {
        let setting = Setting { schema: &Schema::default(), now: NOW };
        let made = witnesses(&expr, &setting, Budget { values: 30, events: 300, attempts: 2 });
        prop_assert!(made.decisive <= made.predicates);
        let of_normal = witnesses(&normalise(&expr), &setting, Budget { values: 30, events: 300, attempts: 2 });
        prop_assert_eq!(made.predicates, of_normal.predicates);
    }

    #[test]
    fn what_is_proved_the_same_no_event_tells_apart(expr in expr(), pick in any::<usize>()) {
        let other = with_less(&expr, &mut pick.clone());
        if proved_same(&expr, &other) {
            let (a, b) = (program(&expr).unwrap(), program(&other).unwrap());
            for event in events_of(&expr).iter().chain(&events_of(&other)) {
                prop_assert_eq!(a.matches(event), b.matches(event), "{} and {} on {}", &expr, &other, event);
            }
        }
        prop_assert!(proved_same(&expr, &expr));
    }

    #[test]
    fn rewriting_changes_matches_only_as_its_notes_say(expr in expr()) {
        for name in ["kuery", "sigma", "spl"] {
            let (after, effect) = rewritten(&expr, TargetSpec::parse(name).unwrap().target);
            let (Some(a), Some(b)) = (program(&expr), program(&after)) else { continue };
            for event in events_of(&expr).iter().chain(&events_of(&after)).chain([&json!({})]) {
                let (a, b) = (a.matches(event), b.matches(event));
                prop_assert!(effect.loses == Sure::Maybe || !a || b, "{}: {} loses {} as {}", name, &expr, event, &after);
                prop_assert!(effect.adds == Sure::Maybe || a || !b, "{}: {} adds {} as {}", name, &expr, event, &after);
            }
        }
    }

    #[test]
    fn a_search_says_what_it_was_asked_to_say(expr in spl_expr()) {
        let (legal, effect) = rewritten(&expr, &Spl);
        let Some(text) = searched(&legal) else { return Ok(()) };
        let read = found(&text);
        let (before, after) = (program(&legal).unwrap(), program(&read));
        prop_assert!(after.is_some(), "{} cannot be run, as {}", &legal, &text);
        let (source, after) = (program(&expr).unwrap(), after.unwrap());
        for event in events_of(&expr).iter().chain(&events_of(&legal)).chain(&events_of(&read)).chain([&json!({})]) {
            let (a, b) = (before.matches(event), after.matches(event));
            prop_assert_eq!(a, b, "{} is not {} on {}", &legal, &text, event);
            let a = source.matches(event);
            prop_assert!(effect.loses == Sure::Maybe || !a || b, "{} loses {} as {}", &expr, event, &text);
            prop_assert!(effect.adds == Sure::Maybe || a || !b, "{} adds {} as {}", &expr, event, &text);
        }
    }
}
