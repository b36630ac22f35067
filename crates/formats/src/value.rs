//! What readers ask of a node: text, lists of texts, numbers.

use ruleglot_document::{Node, Schema, Value};
use ruleglot_source::{FileId, FileSpan};
use smol_str::SmolStr;

/// The file and notation that nodes are read from.
#[derive(Clone, Copy)]
pub(crate) struct Notation {
    /// The file.
    pub(crate) file: FileId,
    /// The types of its scalars.
    pub(crate) schema: Schema,
}

impl Notation {
    /// The place of a node.
    pub(crate) fn at(self, node: &Node) -> FileSpan {
        FileSpan::new(self.file, node.span)
    }

    /// A scalar's text, whatever its type; `None` for null, lists and maps.
    pub(crate) fn text(self, node: &Node) -> Option<SmolStr> {
        let scalar = node.scalar()?;
        (scalar.resolve(self.schema) != Value::Null).then(|| scalar.text.clone())
    }

    /// Texts of a list, or of a single scalar.
    pub(crate) fn texts(self, node: &Node) -> Option<Vec<SmolStr>> {
        match node.sequence() {
            Some(items) => items.iter().map(|item| self.text(item)).collect(),
            None => Some(vec![self.text(node)?]),
        }
    }

    /// Texts of a list, each with its place.
    pub(crate) fn placed(self, node: &Node) -> Option<Vec<(SmolStr, FileSpan)>> {
        match node.sequence() {
            Some(items) => items.iter().map(|n| Some((self.text(n)?, self.at(n)))).collect(),
            None => Some(vec![(self.text(node)?, self.at(node))]),
        }
    }

    /// A whole number.
    pub(crate) fn int(self, node: &Node) -> Option<i128> {
        match node.scalar()?.resolve(self.schema) {
            Value::Int(n) => Some(n),
            _ => None,
        }
    }

    /// A truth value.
    pub(crate) fn bool(self, node: &Node) -> Option<bool> {
        match node.scalar()?.resolve(self.schema) {
            Value::Bool(b) => Some(b),
            _ => None,
        }
    }
}

/// Stores what could be read; `false` when nothing could.
pub(crate) fn set<T, U: From<T>>(slot: &mut U, value: Option<T>) -> bool {
    match value {
        Some(value) => {
            *slot = value.into();
            true
        }
        None => false,
    }
}
