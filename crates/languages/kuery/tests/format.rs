//! How queries are laid out, and that it changes nothing else.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

mod common;

use ruleglot_kuery::format;

/// As written, as laid out.
const CASES: &[(&str, &str)] = &[
    ("a:b", "a:b"),
    ("  a:b   AND   c : d ", "a:b and c : d"),
    ("a :b or c: d", "a:b or c: d"),
    ("a:b  c and d:e", "a:b  c and d:e"),
    ("not  ( a:( b  OR c ) )", "not (a:(b or c))"),
    ("((a:b or c:d)) and f:((x or y))", "(a:b or c:d) and f:(x or y)"),
    ("(a:b) and (c:d)", "(a:b) and (c:d)"),
    ("n>=1 and m < 2", "n >= 1 and m < 2"),
    ("user:{first:a and last:b}", "user:{ first:a and last:b }"),
    ("a:b and  \n\t c:\"x  y\"   and\n\n\n d:e", "a:b and\n   c:\"x  y\" and\n\n d:e"),
    ("a:b and\n    c:d\n    and e:f", "a:b and\n    c:d\n    and e:f"),
];

#[test]
fn blanks_are_made_even_and_nothing_else() {
    for (written, laid_out) in CASES {
        assert_eq!(format(written).as_deref(), Some(*laid_out), "{written}");
        assert_eq!(format(laid_out).as_deref(), Some(*laid_out), "{written}");
    }
}

#[test]
fn what_cannot_be_read_is_left() {
    for text in ["", "  ", "a:(b", "a:\"b", "a:b) or c", "a:b and not (c:d"] {
        assert_eq!(format(text), None, "{text}");
    }
}

#[test]
fn a_line_that_is_too_long_is_broken() {
    let long = "event.category:process and host.os.type:windows and process.name:(\"first.exe\" or \"second.exe\" or \
                \"third.exe\" or \"fourth.exe\" or \"fifth.exe\" or \"sixth.exe\" or \"seventh.exe\" or \"eighth.exe\") \
                and ((user.name:a and user.domain:b) or user.id:S-1-5-18)";
    insta::assert_snapshot!(format(long).unwrap());
}

#[test]
fn rules_of_the_corpus_keep_their_trees() {
    let Some(queries) = common::corpus() else { return };
    for (place, query) in &queries {
        let Some(once) = format(query) else { continue };
        assert_eq!(common::query(&once), common::query(query), "{place}");
        assert_eq!(format(&once).as_deref(), Some(once.as_str()), "{place}");
    }
    let same = queries.iter().filter(|(_, q)| format(q).as_deref() == Some(q.trim())).count();
    println!("{same} of {} are laid out already", queries.len());
}
