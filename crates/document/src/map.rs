//! From offsets in a decoded scalar back to bytes of its file.
//!
//! Maps are made when they are asked for: the source is decoded once more, each piece checked against the text that
//! the reader gave. Should the two ever differ, the rest of the text stands for the rest of the scalar as a whole, so
//! a map is at worst coarse and never wrong.

mod align;
mod block;
mod quoted;
mod toml;

use crate::tree::{Entry, Language, Node, Scalar, Style};
use align::Aligner;
use ruleglot_source::{FileId, Snippet, Span, TextMap};

/// Where each part of the scalar's text stands in `source`, the whole text of its file.
///
/// A list or map gives an empty map at its place.
pub fn text_map(source: &str, node: &Node, language: Language) -> TextMap {
    match node.scalar() {
        Some(scalar) => scalar_map(source, node.span, scalar, language),
        None => TextMap::new(node.span.start as usize),
    }
}

/// Where each part of a key stands in `source`, the whole text of its file.
pub fn key_map(source: &str, entry: &Entry, language: Language) -> TextMap {
    let style = match source.as_bytes().get(entry.key_span.start as usize) {
        Some(b'\'') => Style::SingleQuoted,
        Some(b'"') => Style::DoubleQuoted,
        _ => Style::Plain,
    };
    scalar_map(source, entry.key_span, &Scalar::new(entry.key.clone(), style), language)
}

/// The scalar's text with the way back to its file; `None` for a list or map.
pub fn snippet<'a>(
    file: FileId,
    source: &str,
    node: &'a Node,
    language: Language,
) -> Option<Snippet<'a>> {
    let text = node.text()?;
    Some(Snippet { text, file, map: text_map(source, node, language) })
}

fn scalar_map(source: &str, span: Span, scalar: &Scalar, language: Language) -> TextMap {
    let mut aligner = Aligner::new(source, &scalar.text, span);
    // Whether the text could be followed to its end is the aligner's to know.
    let _ = match (scalar.style, language) {
        (Style::Plain, Language::Toml) => aligner.verbatim(span.range()),
        (Style::Plain, Language::Yaml) => quoted::plain(&mut aligner),
        (Style::SingleQuoted, Language::Yaml) => quoted::single(&mut aligner),
        (Style::DoubleQuoted, Language::Yaml) => quoted::double(&mut aligner),
        (Style::Literal, _) => block::literal(&mut aligner),
        (Style::Folded, _) => block::folded(&mut aligner),
        (Style::SingleQuoted, Language::Toml) | (Style::MultilineLiteral, _) => {
            toml::literal(&mut aligner)
        }
        (Style::DoubleQuoted, Language::Toml) | (Style::MultilineBasic, _) => {
            toml::basic(&mut aligner)
        }
    };
    aligner.finish()
}
