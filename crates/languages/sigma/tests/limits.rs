//! Detections of unusual size are read and written in reasonable time.

#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::{meaning_of, raised, raised_nameless, root, understood};
use ruleglot_ir::{Case, Expr, ExprKind, Field, Origin, Pattern, Test, Types};
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// Far above what any of these takes, far below what a quadratic pass over them would.
const ENOUGH: Duration = Duration::from_secs(20);
const MANY: usize = 20_000;

fn timed(what: &str, run: impl FnOnce()) {
    let start = Instant::now();
    run();
    assert!(start.elapsed() < ENOUGH, "{what} took {:?}", start.elapsed());
}

fn lines(head: &str, line: impl Fn(usize) -> String, tail: &str) -> String {
    let mut text = head.to_owned();
    for i in 0..MANY {
        let _ = writeln!(text, "{}", line(i));
    }
    text + tail
}

#[test]
fn long_lists() {
    let tail = "condition: s\n";
    let texts = [
        lines("s:\n  A|contains:\n", |i| format!("  - v{i}"), tail),
        lines("s:\n  A|contains|all:\n", |i| format!("  - v{i}"), tail),
        lines("s:\n", |i| format!("- k{i}"), tail),
        lines("s:\n", |i| format!("- A{i}: x"), tail),
        lines("s:\n", |i| format!("  A{i}: x"), tail),
        lines("", |i| format!("s{i}: {{A: {i}}}"), "condition: 1 of s*\n"),
    ];
    for text in &texts {
        timed(&text[..20], || {
            let meaning = meaning_of(text);
            raised(&meaning);
            raised_nameless(&meaning);
        });
    }
}

#[test]
fn long_meanings() {
    let leaf = |field: &str, value: usize| {
        let any = vec![Pattern::contains(format!("v{value}"))];
        let test = Test::Text { any, case: Case::UnicodeFold, types: Types::Textual };
        Expr::any(Field::known("ecs", field), test, Origin::default())
    };
    let one: Vec<Expr> = (0..MANY).map(|i| leaf("a", i)).collect();
    let many: Vec<Expr> = (0..MANY).map(|i| leaf(&format!("f{i}"), i)).collect();
    for of in [one, many] {
        timed("and", || _ = raised(&ExprKind::And(of.clone()).into()));
        timed("or", || _ = raised(&ExprKind::Or(of.clone()).into()));
        let named = |(i, x): (usize, &Expr)| {
            ExprKind::Named { name: format!("n{i}").into(), body: Box::new(x.clone()) }.into()
        };
        let all = of.iter().enumerate().map(named).collect();
        timed("names", || _ = raised(&ExprKind::And(all).into()));
        let not = |x: &Expr| ExprKind::Not(Box::new(x.clone())).into();
        timed("not", || _ = raised(&ExprKind::And(of.iter().map(not).collect()).into()));
    }
}

/// A condition that would blow up its selections is refused, not built.
#[test]
fn repeated_selections() {
    let head = lines("s:\n  A:\n", |i| format!("  - v{i}"), "condition: ");
    let text = format!("{head}{}s\n", "s or ".repeat(2_000));
    timed("repeats", || {
        let errors = understood(&root(&text), &text).unwrap_err();
        assert_eq!(errors.iter().map(|e| e.code).collect::<Vec<_>>(), ["sigma/too-large"]);
    });
}
