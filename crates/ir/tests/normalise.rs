//! One list for alternatives, and for exclusions, of one field.

use ruleglot_ir::{
    Case, Expr, ExprKind, Field, Literal, NetTest, Number, Origin, Pattern, Test, Types, normalise,
};

fn field(test: Test) -> Expr {
    Expr::any(Field::known("ecs", "f"), test, Origin::default())
}

fn texts(any: &[&str], case: Case) -> Expr {
    let any = any.iter().map(|t| Pattern::literal(*t)).collect();
    field(Test::Text { any, case, types: Types::Textual })
}

fn numbers(any: &[i128]) -> Expr {
    let any = any.iter().map(|n| Literal::Number(Number::Int(*n))).collect();
    field(Test::Equal { any, types: Types::NumericFirst })
}

fn nets(any: &[&str]) -> Expr {
    let any = any.iter().filter_map(|n| n.parse().ok()).collect();
    field(Test::Net { any, how: NetTest::Contains })
}

fn not(of: Expr) -> Expr {
    ExprKind::Not(Box::new(of)).into()
}

fn or(of: Vec<Expr>) -> Expr {
    ExprKind::Or(of).into()
}

fn and(of: Vec<Expr>) -> Expr {
    ExprKind::And(of).into()
}

fn same(a: &Expr, b: &Expr) {
    assert_eq!(normalise(a), normalise(b));
    assert_eq!(normalise(&normalise(a)), normalise(a));
}

#[test]
fn alternatives_of_one_field_are_one_list() {
    let exact = |any: &[&str]| texts(any, Case::Exact);
    same(&or(vec![exact(&["b"]), exact(&["a", "b"])]), &exact(&["a", "b"]));
    same(&or(vec![numbers(&[2]), numbers(&[1]), numbers(&[2])]), &numbers(&[1, 2]));
    same(
        &or(vec![nets(&["10.0.0.0/8"]), nets(&["fe80::/10"])]),
        &nets(&["fe80::/10", "10.0.0.0/8"]),
    );
}

#[test]
fn exclusions_of_one_field_are_one_list() {
    let exact = |any: &[&str]| texts(any, Case::Exact);
    let apart = and(vec![not(exact(&["b"])), not(exact(&["a"]))]);
    same(&apart, &not(exact(&["a", "b"])));
    same(&not(or(vec![exact(&["b"]), exact(&["a"])])), &not(exact(&["a", "b"])));
    same(
        &and(vec![not(nets(&["10.0.0.0/8"])), not(nets(&["fe80::/10"]))]),
        &not(nets(&["fe80::/10", "10.0.0.0/8"])),
    );
}

#[test]
fn what_must_hold_stays_apart() {
    let a_and_b = and(vec![texts(&["a"], Case::Exact), texts(&["b"], Case::Exact)]);
    assert_ne!(normalise(&a_and_b), normalise(&texts(&["a", "b"], Case::Exact)));
    let some_fails = or(vec![not(numbers(&[1])), not(numbers(&[2]))]);
    assert_ne!(normalise(&some_fails), normalise(&not(numbers(&[1, 2]))));
}

#[test]
fn an_excluded_list_of_texts_with_and_without_letters_is_split_too() {
    let fold = |any: &[&str]| texts(any, Case::AsciiFold);
    same(&not(fold(&["1", "a"])), &and(vec![not(texts(&["1"], Case::Exact)), not(fold(&["A"]))]));
}

#[test]
fn an_empty_list_never_holds() {
    for empty in [texts(&[], Case::Exact), numbers(&[]), nets(&[])] {
        same(&empty, &Expr::constant(false));
    }
}

#[test]
fn a_test_and_its_denial_are_all_or_nothing() {
    let a = || texts(&["a"], Case::Exact);
    same(&or(vec![not(a()), a()]), &Expr::constant(true));
    same(&and(vec![a(), or(vec![numbers(&[1]), not(a())]), not(a())]), &Expr::constant(false));
    same(&and(vec![numbers(&[1]), or(vec![not(a()), a()])]), &numbers(&[1]));
    let both = || and(vec![a(), numbers(&[1])]);
    assert_ne!(normalise(&or(vec![both(), not(both())])), normalise(&Expr::constant(false)));
}
