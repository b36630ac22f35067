//! Lucene's regular expressions: what is read, what is refused, and that what is written reads the same.
#![allow(clippy::unwrap_used, reason = "tests")]

use ruleglot_ir::{ClassItem, Lucene, LuceneOperators};

fn written(text: &str) -> String {
    Lucene::parse(text, LuceneOperators::ALL)
        .map_or_else(|fault| format!("{}: {}", fault.at, fault.message), |read| read.to_string())
}

#[test]
fn what_is_read_is_written_again() {
    let texts = [
        "",
        ".*",
        "a|b",
        "(a|b)c",
        "ab*",
        "(ab)*",
        "a{2}",
        "a{2,}",
        "a{2,3}",
        "[a-c]",
        "[^a-c_]",
        "~a*",
        "~(ab)",
        "a&.b",
        "@&~(abc.+)",
        "#",
        "(a|())b",
        r"\.\?\+\*\|\{\}\[\]\(\)\\",
        r"[\]\-\^\\]",
        "é.",
        "(a|b)&c",
    ];
    for text in texts {
        assert_eq!(written(text), text);
    }
}

#[test]
fn spellings_of_one_meaning_are_written_in_one() {
    for (text, other) in [
        (r#""a.b"c"#, r"a\.bc"),
        (r#""ab"*"#, "(ab)*"),
        ("(a)", "a"),
        // Nothing stands before them, so they are characters.
        ("*a", r"\*a"),
        ("(?:a)", r"\?:a"),
        ("|a", r"\|a"),
        ("^a$", r"\^a\$"),
        (r"\d\w", "[0-9][a-zA-Z_0-9]"),
        (r"\D", "[^0-9]"),
        (r"[\D]", "[\0-/:-\u{10ffff}]"),
        (r"[\\-z]", r"[\\\-z]"),
        ("[A-\\\\]", r"[A-\\]"),
        ("<07-12>", "0[7-9]|1[0-2]"),
        ("<8-105>", "0*([8-9]|1[0-9]|[2-8][0-9]{1}|9[0-9]|10[0-5])"),
        ("a}", r"a\}"),
    ] {
        assert_eq!(written(text), other, "{text}");
    }
}

#[test]
fn a_range_never_begins_with_an_escaped_backslash() {
    let class = |to| Lucene::Class { negated: false, items: vec![ClassItem::Range('\\', to)] };
    assert_eq!(class('z').to_string(), r"[\\\]-z]");
    assert_eq!(class('\\').to_string(), r"[\\]");
}

#[test]
fn what_lucene_refuses_is_refused_at_its_place() {
    for (text, fault) in [
        ("(a", "2: `(` is not closed"),
        ("a)", "1: `)` closes nothing"),
        ("[a", "2: it ends where a character is missing"),
        ("[]", "2: it ends where a character is missing"),
        ("[b-a]", "4: `b` comes after `a`"),
        ("a{3,2}", "2: at most 2 is less than at least 3"),
        ("a{,2}", "2: a number is missing after `{`"),
        ("a{2", "3: `{` is not closed"),
        (r"a\", "2: it ends where a character is missing"),
        (r"\ba", r"1: `\b` is no class of characters of Lucene"),
        ("\"a", "1: `\"` is missing"),
        ("<a>", "3: `<a>` is not from one number to another"),
        ("<1-b>", "5: `b` is no number that is counted to"),
        ("a{99999999999}", "2: `99999999999` is no number that is counted to"),
    ] {
        assert_eq!(written(text), fault, "{text}");
    }
    let deep = "(".repeat(300);
    assert_eq!(written(&deep), "200: it is nested too deep");
    assert!(written(&format!("{}a", "~".repeat(300))).contains("too deep"));
    assert!(written(&format!("a{}", "*".repeat(300))).contains("too deep"));
    assert!(written(&format!("{}a{}", "(".repeat(60), "**?{2})".repeat(60))).contains("too deep"));
}

#[test]
fn operators_that_are_off_are_characters() {
    let off = Lucene::parse("~a&#@<1-2>", LuceneOperators::named("NONE").unwrap()).unwrap();
    assert_eq!(off.to_string(), r"\~a\&\#\@\<1-2\>");
    let some = Lucene::parse("~a&b", LuceneOperators::named("EMPTY|COMPLEMENT").unwrap()).unwrap();
    assert_eq!(some.to_string(), r"~a\&b");
    assert_eq!(LuceneOperators::named(""), Some(LuceneOperators::ALL));
    assert_eq!(LuceneOperators::named("FUZZY"), None);
}
