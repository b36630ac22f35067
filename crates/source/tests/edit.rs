//! Edits are made where they say, and never break a text.

use ruleglot_source::{Edit, Span, apply_edits};

fn edit(start: usize, end: usize, text: &str) -> Edit {
    Edit { span: Span::new(start, end), text: text.into() }
}

#[test]
fn edits_are_made_in_order_of_place() {
    assert_eq!(apply_edits("abc def", &[edit(4, 7, "xyz"), edit(0, 1, "")]), "bc xyz");
    assert_eq!(apply_edits("ab", &[edit(1, 1, "1"), edit(1, 1, "2")]), "a12b");
    assert_eq!(apply_edits("ab", &[]), "ab");
}

#[test]
fn edits_that_cannot_be_made_are_left_out() {
    assert_eq!(apply_edits("abcd", &[edit(0, 3, "x"), edit(2, 4, "y")]), "xd");
    assert_eq!(apply_edits("é", &[edit(1, 2, "x")]), "é");
    assert_eq!(apply_edits("a", &[edit(1, 5, "x"), edit(5, 1, "y")]), "a");
}
