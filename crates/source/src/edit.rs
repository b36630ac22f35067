//! Applying edits to a text.

use crate::{Edit, Span};

/// The text with `edits` made.
///
/// Edits may come in any order; offsets are those of `text`. An edit that overlaps an earlier one (by place, then by
/// order given), reaches past the end or cuts a character in two is left out, so the result is always well formed.
/// Insertions at one place are made in the order given.
pub fn apply_edits(text: &str, edits: &[Edit]) -> String {
    let mut order: Vec<&Edit> = edits.iter().collect();
    order.sort_by_key(|e| e.span);
    let mut out =
        String::with_capacity(text.len() + order.iter().map(|e| e.text.len()).sum::<usize>());
    let mut at = 0;
    for edit in order {
        let Some(kept) = kept_before(text, at, edit.span) else { continue };
        out.push_str(kept);
        out.push_str(&edit.text);
        at = edit.span.end as usize;
    }
    out.push_str(&text[at..]);
    out
}

/// The untouched text between `at` and the edited bytes, if these can be edited.
fn kept_before(text: &str, at: usize, span: Span) -> Option<&str> {
    text.get(span.range())?;
    text.get(at..span.start as usize)
}
