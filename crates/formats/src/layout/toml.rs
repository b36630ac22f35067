//! TOML of rules: tables and keys in order, single blanks around `=`, lists set in alike.
//!
//! Empty lines stay where they are, for the repositories' own tools leave up to three of them.

mod arrays;
mod lines;
mod order;
mod parts;

use parts::Parts;
use ruleglot_document::Document;
use ruleglot_source::Edit;

/// How the files of a format are laid out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TomlStyle {
    /// The tables at the top, in this order.
    pub(crate) tables: &'static [&'static str],
    /// The tables whose keys, and those of the tables right below them, are in alphabetical order.
    pub(crate) sorted: &'static [&'static str],
    /// Keys that may stand anywhere as long as the others are in order.
    pub(crate) free: &'static [&'static str],
    /// Keys that stand behind all others where keys are put in order.
    pub(crate) last: &'static [&'static str],
    /// How long a line with a list may be.
    pub(crate) width: usize,
}

/// The next step of the layout of a document in `text`.
pub(crate) fn edits(document: &Document, text: &str, style: TomlStyle) -> Vec<Edit> {
    let Some(parts) = Parts::of(document, text) else { return Vec::new() };
    let tables: Vec<Edit> = order::tables(&parts, text, style).into_iter().collect();
    if !tables.is_empty() {
        return tables;
    }
    let keys = order::keys(&parts, text, style);
    if !keys.is_empty() {
        return keys;
    }
    lines::edits(document, &parts, text, style)
}
