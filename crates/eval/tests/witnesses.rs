//! Witness events: every predicate that can decide is shown to, and those that cannot are told apart.
#![allow(clippy::unwrap_used, reason = "tests")]

use ruleglot_eval::mapping::Schema;
use ruleglot_eval::{Budget, Setting, compare, proved_same, witnesses};
use ruleglot_ir::{
    Anchor, ByMapping, Case, Expr, ExprKind, Field, Flags, Flavor, Origin, Pattern, Quant, Quoting,
    Regex, Scope, Shape, Subject, Test, Types, all_of, any_of, negate,
};

fn field(name: &str) -> Field {
    Field::known("sigma", name)
}

fn text(name: &str, patterns: &[Pattern]) -> Expr {
    let test =
        Test::Text { any: patterns.to_vec(), case: Case::UnicodeFold, types: Types::Textual };
    Expr::any(field(name), test, Origin::default())
}

fn has(name: &str, part: &str) -> Expr {
    text(name, &[Pattern::contains(part)])
}

/// Predicates, and how many of them decide.
fn counts(expr: &Expr) -> (usize, usize) {
    let made = witnesses(expr, &Setting { schema: &Schema::default(), now: 0 }, Budget::default());
    (made.predicates, made.decisive)
}

#[test]
fn what_others_settle_is_no_predicate() {
    let twice = all_of([has("A", "x"), any_of([has("A", "x"), has("B", "y")])]);
    assert_eq!(counts(&twice), (1, 1), "neither the second nor what stands beside it decides");
    let within = all_of([has("A", "abc"), negate(all_of([has("A", "b"), has("B", "y")]))]);
    assert_eq!(counts(&within), (2, 2), "what contains abc contains b");
    let end = Pattern::suffix(r"\x.exe");
    let excluded = all_of([
        text("A", &[Pattern::suffix(".exe")]),
        negate(has("A", r"\temp\")),
        negate(all_of([has("A", r"c:\temp\"), has("B", "y")])),
    ]);
    assert_eq!(counts(&excluded), (2, 2), "the narrower exclusion is a part of the wider");
    assert_eq!(counts(&all_of([has("A", r"\"), has("A", r"\ipc$")])), (1, 1), "no letter in it");
    let list = all_of([text("A", &[end, Pattern::literal("q")]), has("B", "y")]);
    assert_eq!(counts(&list), (2, 2));
}

#[test]
fn a_choice_with_one_way_left_is_made() {
    let filters = all_of([
        has("A", "x"),
        negate(all_of([has("A", "y"), has("B", "y")])),
        negate(all_of([has("A", "y"), has("B", "y"), has("C", "z")])),
    ]);
    assert_eq!(counts(&filters), (3, 3), "the third exclusion is a part of the second");
}

#[test]
fn presence_is_settled_by_a_test_and_not_the_other_way() {
    let present = Expr::is(field("A"), Shape::Valued, Origin::default());
    let key = Expr::is(field("A"), Shape::Key, Origin::default());
    assert_eq!(counts(&all_of([has("A", "x"), any_of([key.clone(), has("B", "y")])])), (1, 1));
    assert_eq!(counts(&all_of([present, has("B", "y")])), (2, 2));
    assert_eq!(counts(&all_of([key, negate(has("A", "x"))])), (2, 2));
}

#[test]
fn what_a_field_has_the_event_has() {
    let any = vec![Pattern::contains("post")];
    let test = Test::Text { any, case: Case::UnicodeFold, types: Types::Textual };
    let keyword: Expr =
        ExprKind::Test { subject: Subject::Event(Scope::Values), quant: Quant::Any, test }.into();
    let method = text("method", &[Pattern::literal("POST")]);
    assert_eq!(counts(&any_of([keyword.clone(), method.clone()])), (1, 1));
    assert_eq!(counts(&any_of([keyword, has("A", "pos")])), (2, 2));
}

/// Whether some event tells the two apart.
fn told_apart(one: &Expr, other: &Expr) -> bool {
    let setting = Setting { schema: &Schema::default(), now: 0 };
    let found = compare(one, other, &setting, Budget::default()).unwrap();
    !found.equal && !found.agrees()
}

#[test]
fn every_member_of_a_long_list_has_its_near_misses() {
    let names: Vec<String> = (0..60).map(|i| format!("name{i}end")).collect();
    let all: Vec<Pattern> = names.iter().map(Pattern::contains).collect();
    for at in [0, 1, 17, 41, 59] {
        for other in [Pattern::prefix(&names[at]), Pattern::suffix(&names[at])] {
            let mut changed = all.clone();
            changed[at] = other;
            assert!(told_apart(&text("A", &all), &text("A", &changed)), "{at}");
        }
        let mut whole: Vec<Pattern> = names.iter().map(Pattern::literal).collect();
        let literals = text("A", &whole);
        whole[at] = Pattern::prefix(&names[at]);
        assert!(told_apart(&literals, &text("A", &whole)), "{at}");
    }
}

#[test]
fn free_text_has_witnesses() {
    let free = |pattern: Pattern| -> Expr {
        let test = Test::ByMapping(ByMapping::Match { pattern, quoting: Quoting::Bare });
        let subject = Subject::Event(Scope::DefaultFields);
        ExprKind::Test { subject, quant: Quant::Any, test }.into()
    };
    let (a, b) = (free(Pattern::literal("alpha")), free(Pattern::literal("beta")));
    assert!(told_apart(&any_of([a.clone(), b.clone()]), &a));
    assert!(told_apart(&all_of([a.clone(), b.clone()]), &any_of([a.clone(), b])));
    assert!(told_apart(&a, &free(Pattern::contains("alpha"))));
    assert!(told_apart(&a, &text("A", &[Pattern::literal("alpha")])));
}

#[test]
fn what_covers_and_what_is_covered_are_proved_the_same() {
    let list =
        |all: &[&str]| text("A", &all.iter().map(|t| Pattern::contains(*t)).collect::<Vec<_>>());
    let b = has("B", "y");
    assert!(proved_same(&list(&["ab", "abc", "x"]), &list(&["ab", "x"])));
    assert!(!proved_same(&list(&["ab", "abc", "x"]), &list(&["abc", "x"])));
    let split = any_of([all_of([list(&["x"]), b.clone()]), all_of([list(&["y"]), b.clone()])]);
    assert!(proved_same(&split, &all_of([list(&["y", "x"]), b.clone()])), "cases are tried");
    assert!(!proved_same(&split, &all_of([list(&["y", "x"]), has("B", "z")])));
    let narrow = negate(all_of([has("A", "abc"), b.clone()]));
    assert!(proved_same(&all_of([negate(has("A", "b")), narrow]), &negate(has("A", "b"))));
    assert!(!proved_same(&b, &negate(b.clone())));
}

#[test]
fn words_of_the_text_of_the_event_decide() {
    let word = |part: &str| {
        let any = vec![Pattern::contains(part)];
        let test = Test::Text { any, case: Case::UnicodeFold, types: Types::Textual };
        let subject = Subject::Event(Scope::Raw);
        Expr::from(ExprKind::Test { subject, quant: Quant::Any, test })
    };
    let expr = all_of([
        has("A", "x"),
        word("one"),
        any_of([all_of([word("two"), has("B", "y")]), word("three")]),
        negate(word("four")),
    ]);
    assert_eq!(counts(&expr), (6, 6));
}

#[test]
fn expressions_of_one_syntax_tree_are_proved_the_same() {
    let regex = |text: &str| -> Expr {
        let (flags, anchor) = (Flags::default(), Anchor::Search);
        let regex = Regex { text: text.into(), flavor: Flavor::Pcre, flags, anchor };
        Expr::any(field("A"), Test::Matches(regex), Origin::default())
    };
    assert!(proved_same(&regex(r"[^\p{L}]x"), &regex(r"[^\p{l}]x")));
    assert!(!proved_same(&regex(r"[^\p{L}]x"), &regex(r"[^\p{M}]x")));
    assert!(!proved_same(&regex("x"), &regex("X")));
}
