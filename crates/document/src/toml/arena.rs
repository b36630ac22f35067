//! Tables in the making, and the tree that they become.

use crate::tree::{Entry, Kind, Mapping, Node};
use ruleglot_source::Span;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

/// A table in the making.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) span: Span,
    pub(super) made_by: MadeBy,
    pairs: Vec<Pair>,
    index: FxHashMap<SmolStr, usize>,
}

/// What called a table into being, and so what may still add to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MadeBy {
    /// A header below it: its own header may still come.
    Child,
    /// Its own header.
    Header,
    /// A dotted key: further dotted keys may add to it.
    DottedKey,
    /// Braces: it is closed.
    Braces,
}

#[derive(Debug)]
struct Pair {
    key: SmolStr,
    key_span: Span,
    value: Held,
}

/// What a key of a table has.
#[derive(Debug)]
pub(super) enum Held {
    Value(Node),
    Table(usize),
    Tables(Vec<usize>),
}

impl Table {
    pub(super) fn new(span: Span, made_by: MadeBy) -> Self {
        Self { span, made_by, pairs: Vec::new(), index: FxHashMap::default() }
    }

    fn find(&self, key: &str) -> Option<usize> {
        if self.index.is_empty() {
            return self.pairs.iter().position(|p| p.key == key);
        }
        self.index.get(key).copied()
    }

    pub(super) fn held(&self, key: &str) -> Option<&Held> {
        self.find(key).map(|at| &self.pairs[at].value)
    }

    pub(super) fn held_mut(&mut self, key: &str) -> Option<&mut Held> {
        self.find(key).map(|at| &mut self.pairs[at].value)
    }

    pub(super) fn place(&self, key: &str) -> Option<Span> {
        self.find(key).map(|at| self.pairs[at].key_span)
    }

    pub(super) fn push(&mut self, key: SmolStr, key_span: Span, value: Held) {
        self.pairs.push(Pair { key, key_span, value });
        if self.pairs.len() == crate::read::SMALL_MAP {
            self.index = self.pairs.iter().enumerate().map(|(at, p)| (p.key.clone(), at)).collect();
        } else if let Some(last) = self.pairs.last().filter(|_| !self.index.is_empty()) {
            self.index.insert(last.key.clone(), self.pairs.len() - 1);
        }
    }
}

/// The tree of table `at`, where `arena` begins with table `first`.
pub(super) fn take_from(arena: &mut [Option<Table>], first: usize, at: usize) -> Node {
    let Some(table) = arena.get_mut(at - first).and_then(Option::take) else {
        return Node { span: Span::default(), kind: Kind::Mapping(Mapping::default()) };
    };
    let entries = table.pairs.into_iter().map(|pair| {
        let value = match pair.value {
            Held::Value(node) => node,
            Held::Table(inner) => take_from(arena, first, inner),
            Held::Tables(items) => {
                let items: Vec<Node> =
                    items.into_iter().map(|n| take_from(arena, first, n)).collect();
                let span = items.iter().map(|n| n.span).reduce(Span::join).unwrap_or(pair.key_span);
                Node { span, kind: Kind::Sequence(items) }
            }
        };
        Entry { key: pair.key, key_span: pair.key_span, value }
    });
    Node { span: table.span, kind: Kind::Mapping(Mapping { entries: entries.collect() }) }
}
