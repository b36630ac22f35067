//! Block YAML: keys at the top in order, every level set in alike, single blanks after colons and dashes.
//!
//! Anchors, aliases, tags, explicit keys and `|+` are left alone with the whole document they stand in.

mod lines;
mod order;
mod plain;
mod walk;

use super::chunks;
use ruleglot_document::{Document, Node};
use ruleglot_source::{Edit, Span};

/// How the documents of a format are laid out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct YamlStyle {
    /// Keys at the top, in this order; others stay behind the one they follow.
    pub(crate) order: &'static [&'static str],
    /// How far a map is set in below its key.
    pub(crate) map: usize,
    /// How far a list is set in below its key.
    pub(crate) list: usize,
}

/// The next step of the layout of a document in `text`.
pub(crate) fn edits(document: &Document, text: &str, style: YamlStyle) -> Vec<Edit> {
    if !plain::is_plain(document, text) {
        return Vec::new();
    }
    match order::edit(document, text, style.order) {
        Some(edit) => vec![edit],
        None => walk::edits(document, text, style),
    }
}

/// The lines of a document, without that of its marker (`---`).
fn own_lines(document: &Document, text: &str) -> Span {
    let range = document.span.range();
    let at_marker = !text[..range.start].is_empty() && !text[..range.start].ends_with('\n');
    let start = if at_marker { chunks::next_line(text, range.start) } else { range.start };
    Span::new(start.min(range.end), range.end)
}

/// Whether the value of a key at the top may be written anew: nothing follows it on its line, and the document is plain.
pub(crate) fn may_move(document: &Document, text: &str, value: &Node) -> bool {
    let end = value.span.range().end;
    let rest = &text[end..chunks::next_line(text, end)];
    !value.span.range().is_empty() && rest.trim().is_empty() && plain::is_plain(document, text)
}
