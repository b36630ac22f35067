//! Regular expressions in Lucene's notation: what they become, what is left, and that they match the same.
#![allow(clippy::unwrap_used, reason = "tests")]

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use ruleglot_eval::mapping::{FieldType, Schema};
use ruleglot_eval::{Program, Setting};
use ruleglot_ir::{
    Accept, Anchor, Dialect, Expr, ExprKind, Field, Flags, Flavor, Origin, Position, Regex, Stage,
    Target, Test,
};
use ruleglot_translate::{Facts, legalise};
use serde_json::json;

/// A language whose regular expressions are Lucene's.
struct OfLucene;

impl Target for OfLucene {
    fn dialect(&self) -> Dialect {
        Dialect("of-lucene")
    }

    fn expr(&self, expr: &ExprKind, _: Position) -> Accept {
        match expr {
            ExprKind::Test { test: Test::Matches(r), .. } if r.flavor != Flavor::Lucene => {
                Accept::No { why: "another notation" }
            }
            _ => Accept::Yes,
        }
    }

    fn stage(&self, _: &Stage, _: usize) -> Accept {
        Accept::Yes
    }

    fn rewrites(&self) -> &'static [&'static str] {
        &["regex-to-lucene"]
    }
}

const FIELD: &str = "process.command_line";

fn expr(regex: Regex) -> Expr {
    Expr::any(Field::known("ecs", FIELD), Test::Matches(regex), Origin::default())
}

fn pcre(text: &str, flags: Flags) -> Regex {
    Regex { text: text.into(), flavor: Flavor::Pcre, flags, anchor: Anchor::Search }
}

/// What it becomes, and whether a note says that it is narrower; `None` where it is left.
fn rewritten(regex: Regex, schema: &Schema) -> Option<(Regex, bool)> {
    let facts = Facts {
        schema,
        canonical: &|_| false,
        single: &|_| false,
        loss: ruleglot_translate::Loss::Noted,
    };
    let done = legalise(expr(regex), &OfLucene, &facts);
    match done.expr.kind {
        ExprKind::Test { test: Test::Matches(r), .. } if r.flavor == Flavor::Lucene => {
            assert_eq!(r.anchor, Anchor::Whole);
            Some((r, !done.notes.is_empty()))
        }
        _ => None,
    }
}

fn shown(text: &str, flags: Flags) -> String {
    match rewritten(pcre(text, flags), &Schema::default()) {
        None => "left".to_owned(),
        Some((r, narrower)) => {
            let fold = if r.flags.fold_case { " i" } else { "" };
            format!("{}{fold}{}", r.text, if narrower { " narrower" } else { "" })
        }
    }
}

#[test]
fn a_search_becomes_a_match_of_the_whole_value() {
    for (text, lucene) in [
        ("a", ".*a.*"),
        ("^a", "a.*"),
        ("a$", ".*a"),
        ("^a$", "a"),
        ("^", ".*"),
        ("^$", ""),
        ("", ".*"),
        ("a|b[c", "left"),
        ("ab|cd", ".*(ab|cd).*"),
        ("^ab|cd$", "ab.*|.*cd"),
        ("(^|/)x", "(()|.*/)x.*"),
        ("x(/|$)", ".*x(/.*|())"),
        ("^(a|b)$", "[ab]"),
        ("(?:ab)+", ".*ab.*"),
        (".*a.+", ".*a[^\n].*"),
        ("a.*b", ".*a[^\n]*b.*"),
        ("a{2,9}b{3}", ".*a{2}b{3}.*"),
        ("^a{2,9}$", "a{2,9}"),
        ("x[0-9]*?y", ".*x[0-9]*y.*"),
        (r"\d\W", ".*[0-9][^0-9A-Z_a-z].*"),
        (r"\\\.\*#@&<>~", r".*\\\.\*\#\@\&\<\>\~.*"),
        ("\"'", ".*\\\"'.*"),
        (r"[\\\]^-]", r".*[\-\\\]-\^].*"),
        ("[^a]", ".*[^a].*"),
        ("é", ".*é.*"),
    ] {
        assert_eq!(shown(text, Flags::default()), lucene, "{text}");
    }
}

#[test]
fn flags_are_spelled_out() {
    let all = Flags { dot_all: true, multi_line: true, ..Flags::default() };
    assert_eq!(shown("^a.b$", all), "(.*\n)?a.b(\n.*)?");
    let fold = Flags { fold_case: true, ..Flags::default() };
    assert_eq!(shown("Ab[c-d]1", fold), ".*ab[CDcd]1.* i");
    assert_eq!(shown("(?i)ab", Flags::default()), ".*ab.* i");
    assert_eq!(shown("(?i)ab(?-i)c", Flags::default()), ".*[Aa][Bb]c.*");
    assert_eq!(shown("(?i:a)é", Flags::default()), ".*aé.* i");
    assert_eq!(shown("é", fold), ".*[Éé].*");
    assert_eq!(shown("1", fold), ".*1.*");
    assert_eq!(shown("disk", fold), ".*disk.* i narrower");
    assert_eq!(shown("[^k]", fold), ".*[^Kk\u{212a}].* i");
    let extended = Flags { extended: true, ..Flags::default() };
    assert_eq!(shown("a b # c", extended), ".*ab.*");
}

#[test]
fn what_lucene_lacks_is_left() {
    for text in [
        r"a(?=b)", r"(?<!a)b", r"(a)\1", r"\ba", r"a\b.", "a^b", "a$b", "(a$|b)c", "(?>a)b", "a++",
        "a{1001}", "a(b|$)*c",
    ] {
        assert_eq!(shown(text, Flags::default()), "left", "{text}");
    }
    let long = |times| format!("a{}", "b".repeat(times));
    assert_eq!(shown(&long(996), Flags::default()), "left");
    assert_ne!(shown(&long(995), Flags::default()), "left");
    // Which of the last 40 characters were an `a` takes 2⁴⁰ states.
    assert_eq!(shown("a[^c]{40}b", Flags::default()), "left");
    assert_ne!(shown("a[^ac]{40}b", Flags::default()), "left");
}

#[test]
fn analysed_text_has_no_whole_value() {
    let left = |ty| {
        let mut schema = Schema::default();
        schema.insert(FIELD, ty);
        rewritten(pcre("a.b", Flags::default()), &schema).is_none()
    };
    assert!(left(FieldType::Text) && left(FieldType::Ip) && left(FieldType::Number));
    assert!(!left(FieldType::Keyword) && !left(FieldType::Wildcard));
}

fn atom() -> impl Strategy<Value = String> {
    let texts = vec![
        "a",
        "A",
        "b",
        "k",
        "s",
        "1",
        ".",
        r"\d",
        r"\w",
        r"\s",
        r"\W",
        r"\.",
        r"\\",
        "\"",
        "#",
        "~",
        "&",
        "@",
        "<1-2>",
        "-",
        "é",
        "[a-k]",
        "[^a]",
        r"[\w-]",
        r"[\]\\-^]",
        "^",
        "$",
        r"\n",
        "(?i:k)",
        "(?s:.)",
        "(?m:^)",
        "(?m:$)",
    ];
    select(texts).prop_map(str::to_owned)
}

fn text() -> impl Strategy<Value = String> {
    atom().prop_recursive(4, 24, 4, |inner| {
        let times = select(vec!["", "*", "+", "?", "{2}", "{1,3}", "*?", "{0,2}", "{2,}"]);
        prop_oneof![
            3 => vec(inner.clone(), 1..5).prop_map(|all| all.concat()),
            2 => vec(inner.clone(), 1..4).prop_map(|any| format!("({})", any.join("|"))),
            2 => (inner, times).prop_map(|(one, times)| format!("(?:{one}){times}")),
        ]
    })
}

fn value() -> impl Strategy<Value = String> {
    let chars = "aAbkKsS1_ \n.\\\"#~&@<-]^é\u{212a}\u{17f}\u{661}".chars().collect::<Vec<_>>();
    vec(select(chars), 0..7).prop_map(|chars| chars.into_iter().collect())
}

fn matches(regex: &Regex, value: &str) -> bool {
    let program =
        Program::new(&expr(regex.clone()), &Setting { schema: &Schema::default(), now: 0 })
            .unwrap();
    program.matches(&json!({"process": {"command_line": value}}))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn it_matches_what_the_source_matches(
        text in text(),
        flags in any::<[bool; 3]>(),
        anchor in select(vec![Anchor::Search, Anchor::Start, Anchor::Whole]),
        flavor in select(vec![Flavor::Pcre, Flavor::Re2]),
        values in vec(value(), 12),
    ) {
        let [fold_case, multi_line, dot_all] = flags;
        let flags = Flags { fold_case, multi_line, dot_all, extended: false };
        let source = Regex { text: text.into(), flavor, flags, anchor };
        if let Some((lucene, narrower)) = rewritten(source.clone(), &Schema::default()) {
            for value in values {
                let (before, after) = (matches(&source, &value), matches(&lucene, &value));
                let agrees = before == after || (narrower && before);
                prop_assert!(agrees, "{source:?} {lucene:?} {value:?}: {before} {after}");
            }
        }
    }
}
