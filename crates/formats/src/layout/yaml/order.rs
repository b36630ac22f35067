//! Keys at the top of a document, in order.

use super::own_lines;
use super::walk::ends_in_block;
use crate::layout::chunks::{Chunk, in_order, line_start, next_line, with_comments};
use ruleglot_document::{Document, Entry};
use ruleglot_source::{Edit, Span};

/// The edit that brings the keys into order. A key that is not in it stays behind the one it follows.
pub(super) fn edit(document: &Document, text: &str, order: &[&str]) -> Option<Edit> {
    let map = document.root.mapping()?;
    let starts_line = |e: &Entry| {
        let at = e.key_span.range().start;
        line_start(text, at) == at
    };
    let open_end = !text.ends_with('\n') && ends_in_block(&document.root);
    if open_end || !map.entries.iter().all(starts_line) {
        return None;
    }
    let mut chunks: Vec<Chunk> = Vec::with_capacity(map.entries.len());
    let mut rank = 0;
    let mut from = own_lines(document, text).range().start;
    for entry in &map.entries {
        let key = entry.key_span.range();
        let start = with_comments(text, key.start, from);
        if let Some(last) = chunks.last_mut() {
            last.at.end = Span::new(start, start).end;
        }
        rank = order.iter().position(|k| *k == entry.key).map_or(rank, |at| at + 1);
        from = own_end(document, text, entry);
        chunks.push(Chunk { at: Span::new(start, from), rank });
    }
    in_order(text, &chunks)
}

/// The end of the lines of a key and its value, comments set in below them included.
fn own_end(document: &Document, text: &str, entry: &Entry) -> usize {
    let (key, value) = (entry.key_span.range(), entry.value.span.range());
    let limit = document.span.range().end;
    let mut end = next_line(text, value.end.max(key.end) - 1).min(limit);
    loop {
        let next = next_line(text, end).min(limit);
        let line = &text[end..next];
        if !(line.starts_with(' ') && line.trim_start_matches(' ').starts_with('#')) {
            return end;
        }
        end = next;
    }
}
