//! Deep nesting and long texts.

mod common;

use common::{parsed, search};
use std::fmt::Write;

fn told(text: &str) -> Vec<&'static str> {
    parsed(text).diagnostics.iter().map(|d| d.code).collect()
}

fn nested(open: &str, middle: &str, close: &str, times: usize) -> String {
    open.repeat(times) + middle + &close.repeat(times)
}

#[test]
fn nesting_is_read_to_its_limit_and_refused_beyond() {
    for (before, open, middle, close) in [
        ("", "(", "a=1", ")"),
        ("", "NOT (", "a=1", ")"),
        ("* | where ", "(", "a=1", ")"),
        ("* | where ", "NOT -(", "a=1", ")"),
        ("* | where ", "if(a, b, ", "c", ")"),
        ("", "[search ", "a=1", "]"),
        ("", "[search a=1 ", "a=1", " | fields x]"),
        ("* ", "| append [ search x ", "", "]"),
        ("", "a=[search ", "a=1", "]"),
    ] {
        let near = format!("{before}{}", nested(open, middle, close, 195));
        assert_eq!(told(&near), [""; 0], "{near}");
        let search = search(&near);
        assert_eq!(common::search(&ruleglot_spl::print(&search)), search);
        let beyond = format!("{before}{}", nested(open, middle, close, 205));
        assert_eq!(told(&beyond), ["spl/too-deep"], "{before}{open}");
        assert!(parsed(&beyond).search.is_none());
        let far = format!("{before}{}", nested(open, middle, close, 20_000));
        assert_eq!(told(&far), ["spl/too-deep"], "{before}{open}");
    }
}

#[test]
fn chains_of_prefixes_and_operators_do_not_recurse_without_end() {
    assert_eq!(told(&format!("{}a", "NOT ".repeat(20_000))), ["spl/too-deep"]);
    assert_eq!(told(&format!("* | where {}a", "NOT ".repeat(20_000))), ["spl/too-deep"]);
    assert_eq!(told(&format!("* | where {}a", "-".repeat(20_000))), ["spl/too-deep"]);
    assert_eq!(told(&format!("* | where a{}", ".b".repeat(20_000))), ["spl/too-deep"]);
    assert_eq!(told(&format!("* | where a{}", " XOR b".repeat(20_000))), ["spl/too-deep"]);
    assert_eq!(told(&format!("* | eval a=b{}", ".b".repeat(300))), [""; 0]);
}

#[test]
fn long_flat_searches_are_read() {
    let mut text = "a=0".to_owned();
    let mut evals = "* | where a=0".to_owned();
    for i in 0..20_000 {
        let _ = write!(text, " OR a={i}");
        let _ = write!(evals, " OR a={i}");
    }
    assert_eq!(told(&text), [""; 0]);
    assert_eq!(told(&evals), [""; 0]);
    let list = format!("a IN ({})", "x,".repeat(20_000));
    assert_eq!(told(&list), [""; 0]);
    let stages = format!("*{}", " | where a=1".repeat(20_000));
    assert_eq!(search(&stages).stages.len(), 20_001);
    let brackets = format!("*{}", " [search a=1]".repeat(5_000));
    assert_eq!(told(&brackets), [""; 0]);
    let unclosed = "* | where (a=1 ".repeat(2_000);
    assert!(!told(&unclosed).is_empty());
}
