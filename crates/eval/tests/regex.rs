//! Regular expressions that other engines refuse are refused.

#![allow(clippy::unwrap_used, reason = "tests")]

use ruleglot_eval::mapping::Schema;
use ruleglot_eval::{Program, Setting};
use ruleglot_ir::{Anchor, Expr, Field, Flags, Flavor, Origin, Regex, Test};

fn is_run(text: &str) -> bool {
    let regex = Regex {
        text: text.into(),
        flavor: Flavor::Pcre,
        flags: Flags::default(),
        anchor: Anchor::Search,
    };
    let expr = Expr::any(Field::known("sigma", "a"), Test::Matches(regex), Origin::default());
    Program::new(&expr, &Setting { schema: &Schema::default(), now: 0 }).is_ok()
}

#[test]
fn what_is_no_expression_is_not_run() {
    for text in [r"x\d{2,1}", "a(", "[a", "(?<=a"] {
        assert!(!is_run(text), "{text}");
    }
    for text in [r"x\d{1,2}", r"(?<=a)b{2,3}", r"(a)\1", "a{,3}"] {
        assert!(is_run(text), "{text}");
    }
}

fn matches(flavor: Flavor, flags: Flags, text: &str, value: &str) -> bool {
    let anchor = if flavor == Flavor::Lucene { Anchor::Whole } else { Anchor::Search };
    let regex = Regex { text: text.into(), flavor, flags, anchor };
    let expr = Expr::any(Field::known("ecs", "a"), Test::Matches(regex), Origin::default());
    let program = Program::new(&expr, &Setting { schema: &Schema::default(), now: 0 }).unwrap();
    program.matches(&serde_json::json!({"a": value}))
}

/// Elasticsearch, "Regular expression syntax": its own examples, and what follows from the grammar of Lucene's `RegExp`.
#[test]
fn lucene_matches_whole_values() {
    let lucene = |text: &str, value: &str| matches(Flavor::Lucene, Flags::default(), text, value);
    let cases: &[(&str, &[&str], &[&str])] = &[
        ("ab.", &["aba", "ab\n", "abé"], &["ab", "xaba", "abab"]),
        ("abc?", &["ab", "abc"], &["abcc"]),
        ("a{2,4}", &["aa", "aaaa"], &["a", "aaaaa"]),
        ("[-abc]x", &["ax", "-x"], &["dx"]),
        ("[^a-c]", &["d", "\n"], &["a", "", "dd"]),
        ("^ab$", &["^ab$"], &["ab"]),
        (r"\w\d\s", &["a1 ", "_0\n"], &["é1 ", "a1x"]),
        ("a~bc", &["adc", "aec", "ac", "abbc"], &["abc"]),
        ("foo<1-100>", &["foo1", "foo99", "foo100", "foo007"], &["foo0", "foo101", "foo"]),
        ("foo<01-10>", &["foo01", "foo10"], &["foo1", "foo001"]),
        ("aaa.+&.+bbb", &["aaabbb"], &["aaa", "bbb"]),
        ("@&~(abc.+)", &["abc", "", "xabcd"], &["abcd"]),
        ("a#", &[], &["a", "a#"]),
        (r#""a.b"c"#, &["a.bc"], &["axbc"]),
        ("(~(ab)){2}", &["", "a", "abab", "ab"], &[]),
        ("(a?&a){3}b*", &["aaa", "aaabb"], &["aab"]),
    ];
    for (text, hits, misses) in cases {
        hits.iter().for_each(|value| assert!(lucene(text, value), "{text} {value:?}"));
        misses.iter().for_each(|value| assert!(!lucene(text, value), "{text} {value:?}"));
    }
}

#[test]
fn lucene_folds_the_letters_of_ascii_but_no_ranges() {
    let flags = Flags { fold_case: true, ..Flags::default() };
    for text in ["ka[b][c-d]é", "ka[b][c-d]é&.*"] {
        let lucene = |value| matches(Flavor::Lucene, flags, text, value);
        assert!(lucene("KABcé"));
        for other in ["kabCé", "\u{212a}abcé", "kabcÉ"] {
            assert!(!lucene(other), "{text} {other}");
        }
    }
}

#[test]
fn a_possessive_repetition_gives_nothing_back() {
    let matches = |flavor, text: &str| matches(flavor, Flags::default(), text, "aaa\u{e9}");
    assert!(matches(Flavor::Pcre, "a++") && !matches(Flavor::Pcre, "a++a"));
    assert!(!matches(Flavor::Pcre, r"a*+a\W") && matches(Flavor::Re2, "a++a"));
}

#[test]
fn classes_are_of_ascii_where_the_notation_has_them_so() {
    let pcre = |text: &str, value: &str| matches(Flavor::Pcre, Flags::default(), text, value);
    let digit = "\u{661}";
    assert!(!pcre(r"\d", digit) && pcre(r"^\D$", digit) && pcre(r"^[\D_]$", digit));
    assert!(!pcre(r"^[\w.]$", "é") && pcre(r"^\W$", "é") && !pcre(r"\s", "\u{a0}"));
    assert!(pcre(r"\s", "\u{b}") && !matches(Flavor::Re2, Flags::default(), r"\s", "\u{b}"));
    assert!(pcre(r"\ba\b", "éa") && pcre(r"é\B", "é"));
    assert!(matches(Flavor::Python, Flags::default(), r"^\d\w\b$", &format!("{digit}é")));
}
