//! A tree from libyaml's values, for documents that only libyaml reads and that could not be mended.
//!
//! Places are found by searching for keys and texts in order; what is not found has the place of the whole document.
//! Anchors are already expanded, comments are lost, and numbers have lost their spelling.

use super::Found;
use crate::tree::{Document, Entry, Kind, Language, Mapping, Node, Scalar, Style};
use ruleglot_source::Span;
use serde::Deserialize;
use serde_yaml::Value;
use smol_str::{SmolStr, ToSmolStr};

/// How far ahead the next key or text is looked for.
const WINDOW: usize = 4_096;

/// Reads the document `text`, which begins at byte `base` of its file.
pub(crate) fn read(text: &str, base: usize) -> Option<Found> {
    let first = serde_yaml::Deserializer::from_str(text).next()?;
    let value = Value::deserialize(first).ok()?;
    let whole = Span::new(base, base + text.len());
    let root = Search { text, base, at: 0, whole }.node(&value);
    let document = Document { language: Language::Yaml, root, comments: Vec::new(), span: whole };
    Some((Some(document), Vec::new()))
}

struct Search<'a> {
    text: &'a str,
    base: usize,
    at: usize,
    whole: Span,
}

impl Search<'_> {
    fn node(&mut self, value: &Value) -> Node {
        let kind = match value {
            Value::Sequence(items) => {
                Kind::Sequence(items.iter().map(|item| self.node(item)).collect())
            }
            Value::Mapping(map) => Kind::Mapping(Mapping {
                entries: map.iter().map(|(key, value)| self.entry(key, value)).collect(),
            }),
            Value::Tagged(tagged) => return self.node(&tagged.value),
            scalar => return self.scalar(scalar),
        };
        let span = join(&kind).unwrap_or(self.whole);
        Node { span, kind }
    }

    fn entry(&mut self, key: &Value, value: &Value) -> Entry {
        let node = self.scalar(key);
        let key = node.text().map_or_else(SmolStr::default, SmolStr::new);
        Entry { key, key_span: node.span, value: self.node(value) }
    }

    fn scalar(&mut self, value: &Value) -> Node {
        let text = match value {
            Value::Null => SmolStr::default(),
            Value::Bool(b) => b.to_smolstr(),
            Value::Number(n) => n.to_smolstr(),
            Value::String(s) => SmolStr::new(s),
            _ => SmolStr::new_static("?"),
        };
        let found = self.find(&text);
        let quoted =
            found.is_none_or(|at| at > 0 && matches!(self.text.as_bytes()[at - 1], b'\'' | b'"'));
        let style = if matches!(value, Value::String(_)) && quoted {
            Style::DoubleQuoted
        } else {
            Style::Plain
        };
        let span =
            found.map_or(self.whole, |at| Span::new(self.base + at, self.base + at + text.len()));
        Node::scalar_at(span, Scalar::new(text, style))
    }

    /// The next place of `text`, from where the search goes on.
    fn find(&mut self, text: &str) -> Option<usize> {
        let mut end = (self.at + WINDOW + text.len()).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let found = self.text.get(self.at..end)?.find(text).filter(|_| !text.is_empty())?;
        let start = self.at + found;
        self.at = start + text.len();
        Some(start)
    }
}

/// The bytes from the first to the last part of a list or map.
fn join(kind: &Kind) -> Option<Span> {
    match kind {
        Kind::Scalar(_) => None,
        Kind::Sequence(items) => items.iter().map(|n| n.span).reduce(Span::join),
        Kind::Mapping(map) => {
            map.entries.iter().map(|e| e.key_span.join(e.value.span)).reduce(Span::join)
        }
    }
}
