//! Block YAML: keys at the top in order, every level set in alike, single blanks after colons and dashes.
//!
//! Anchors, aliases, tags, explicit keys and `|+` are left alone with the whole document they stand in.

mod lines;
mod order;
mod plain;
mod walk;

use super::chunks;
use ruleglot_document::{Document, Node};
use ruleglot_source::Edit;

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

/// Whether the value of a key at the top may be written anew: nothing follows it on its line, and the document is plain.
pub(crate) fn may_move(document: &Document, text: &str, value: &Node) -> bool {
    let end = value.span.range().end;
    let rest = &text[end..chunks::next_line(text, end)];
    !value.span.range().is_empty() && rest.trim().is_empty() && plain::is_plain(document, text)
}
