//! Lists and maps that are still open while events come in.

use crate::read::SMALL_MAP;
use crate::tree::{Entry, Kind, Mapping, Node};
use ruleglot_source::Span;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

/// An open list or map.
#[derive(Debug)]
pub(crate) struct Frame {
    /// Its first byte.
    pub(crate) start: u32,
    /// One past the last byte of what it holds so far.
    pub(crate) end: u32,
    /// The parser's number of its anchor; 0 for none.
    pub(crate) anchor: usize,
    /// How much it holds so far.
    pub(crate) extent: Extent,
    pub(crate) body: Body,
}

/// How large a value is, aliases expanded.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Extent {
    /// Nodes, itself included.
    pub(crate) nodes: usize,
    /// Nested lists and maps on the longest way down; 0 for a scalar.
    pub(crate) height: usize,
}

impl Extent {
    pub(crate) const SCALAR: Self = Self { nodes: 1, height: 0 };
    /// An empty list or map.
    pub(crate) const EMPTY: Self = Self { nodes: 1, height: 1 };

    fn hold(&mut self, inner: Self) {
        self.nodes += inner.nodes;
        self.height = self.height.max(inner.height + 1);
    }
}

#[derive(Debug)]
pub(crate) enum Body {
    Sequence(Vec<Node>),
    Mapping(OpenMap),
}

/// What becomes of the next value of a map.
#[derive(Debug, Default)]
pub(crate) enum Slot {
    #[default]
    /// There is no key yet: the next value is one.
    Key,
    /// It belongs to this key.
    Value(SmolStr, Span),
    /// It is to be merged (`<<`).
    Merge(Span),
    /// Its key could not be used.
    Dropped,
}

#[derive(Debug, Default)]
pub(crate) struct OpenMap {
    pub(crate) entries: Vec<Entry>,
    pub(crate) slot: Slot,
    /// Pairs that merge keys bring; a later one wins.
    pub(crate) merged: Vec<Entry>,
    /// Keys of a large map.
    index: Option<FxHashMap<SmolStr, usize>>,
}

impl Frame {
    /// Notes that a value ends at `span.end` and is `extent` large.
    pub(crate) fn hold(&mut self, span: Span, extent: Extent) {
        self.end = self.end.max(span.end);
        self.extent.hold(extent);
    }

    /// Whether what comes next is the value of a key.
    pub(crate) fn awaits_value(&self) -> bool {
        matches!(&self.body, Body::Mapping(map) if !matches!(map.slot, Slot::Key))
    }

    /// The finished value.
    pub(crate) fn close(self, end: u32) -> Node {
        let span = Span { start: self.start, end };
        let kind = match self.body {
            Body::Sequence(items) => Kind::Sequence(items),
            Body::Mapping(map) => Kind::Mapping(map.close()),
        };
        Node { span, kind }
    }
}

impl OpenMap {
    /// The place of an earlier pair with this key.
    pub(crate) fn find(&mut self, key: &str) -> Option<Span> {
        if self.entries.len() <= SMALL_MAP {
            return self.entries.iter().find(|e| e.key == key).map(|e| e.key_span);
        }
        let entries = &self.entries;
        let index = self.index.get_or_insert_with(|| numbered(entries));
        index.get(key).map(|at| entries[*at].key_span)
    }

    pub(crate) fn push(&mut self, key: SmolStr, key_span: Span, value: Node) {
        if let Some(index) = &mut self.index {
            index.insert(key.clone(), self.entries.len());
        }
        self.entries.push(Entry { key, key_span, value });
    }

    /// As `PyYAML` orders them: merged pairs come first, own pairs of the same key take their place.
    fn close(self) -> Mapping {
        if self.merged.is_empty() {
            return Mapping { entries: self.entries };
        }
        let mut entries: Vec<Entry> = Vec::with_capacity(self.merged.len() + self.entries.len());
        let mut index: FxHashMap<SmolStr, usize> = FxHashMap::default();
        for entry in self.merged.into_iter().chain(self.entries) {
            if let Some(at) = index.get(&entry.key) {
                entries[*at] = entry;
            } else {
                index.insert(entry.key.clone(), entries.len());
                entries.push(entry);
            }
        }
        Mapping { entries }
    }
}

fn numbered(entries: &[Entry]) -> FxHashMap<SmolStr, usize> {
    entries.iter().enumerate().map(|(at, e)| (e.key.clone(), at)).collect()
}
