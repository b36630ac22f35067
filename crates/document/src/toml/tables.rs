//! Tables from events: headers, dotted keys and lists of tables put together into one tree.
//!
//! Tables live in an arena while the file is read, since a header may come back to a table opened before.

use super::{Shifted, duplicate_key, moment, too_deep};
use crate::read::NESTING_LIMIT;
use crate::tree::{Entry, Kind, Mapping, Node, Scalar, Style};
use ruleglot_source::{Diagnostic, FileId, FileSpan, Span};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use std::borrow::Cow;
use toml_parser::decoder::{Encoding, ScalarKind};
use toml_parser::parser::{Event, EventKind};
use toml_parser::{ParseError, Source};

const ROOT: usize = 0;

/// Builds the tree of a file.
pub(super) struct Tables<'i, 'e> {
    file: FileId,
    source: Source<'i>,
    base: usize,
    errors: &'e mut Vec<ParseError>,
    diagnostics: Vec<Diagnostic>,
    arena: Vec<Table>,
    /// The table of the last header, and how deep it stands.
    current: usize,
    depth: usize,
}

#[derive(Debug)]
struct Table {
    span: Span,
    made_by: MadeBy,
    pairs: Vec<Pair>,
    index: FxHashMap<SmolStr, usize>,
}

/// What called a table into being, and so what may still add to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum MadeBy {
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

#[derive(Debug)]
enum Held {
    Value(Node),
    Table(usize),
    Tables(Vec<usize>),
}

/// A key with its place.
type Key = (SmolStr, Span);

impl<'i, 'e> Tables<'i, 'e> {
    /// A builder for `source`, which begins at byte `base` of its file.
    pub(super) fn new(
        file: FileId,
        source: Source<'i>,
        base: usize,
        errors: &'e mut Vec<ParseError>,
    ) -> Self {
        let root = Table::new(Span::new(base, base + source.input().len()), MadeBy::Header);
        let diagnostics = Vec::new();
        Self { file, source, base, errors, diagnostics, arena: vec![root], current: ROOT, depth: 0 }
    }

    /// Takes all events.
    pub(super) fn read(&mut self, events: &[Event]) {
        let mut events = events.iter().peekable();
        while let Some(event) = events.peek() {
            match event.kind() {
                EventKind::StdTableOpen | EventKind::ArrayTableOpen => self.header(&mut events),
                EventKind::SimpleKey => {
                    let (table, depth) = (self.current, self.depth);
                    if let Some(end) = self.pair(table, depth, &mut events) {
                        self.arena[table].span.end = self.arena[table].span.end.max(end);
                    }
                }
                _ => {
                    events.next();
                }
            }
        }
    }

    /// The tree and what is to be said of it.
    pub(super) fn finish(mut self) -> (Node, Vec<Diagnostic>) {
        let mut arena: Vec<Option<Table>> = self.arena.drain(..).map(Some).collect();
        let root = take(&mut arena, ROOT);
        (root, self.diagnostics)
    }

    fn header(&mut self, events: &mut Events<'_>) {
        let Some(open) = events.next() else { return };
        let mut path = Vec::new();
        let mut span = open.span().shifted(self.base);
        for event in events.by_ref() {
            span = span.join(event.span().shifted(self.base));
            match event.kind() {
                EventKind::SimpleKey => path.push(self.key(event)),
                EventKind::StdTableClose | EventKind::ArrayTableClose => break,
                _ => {}
            }
        }
        if self.refuse_depth(path.len(), span) {
            path.truncate(NESTING_LIMIT);
        }
        self.depth = path.len();
        let Some((last, parents)) = path.split_last() else { return };
        let parent = self.walk(ROOT, parents, MadeBy::Child);
        self.current = if open.kind() == EventKind::ArrayTableOpen {
            self.element(parent, last, span)
        } else {
            self.table(parent, last, span)
        };
    }

    fn refuse_depth(&mut self, depth: usize, span: Span) -> bool {
        let deep = depth > NESTING_LIMIT;
        if deep && self.diagnostics.iter().all(|d| d.code != "toml/too-deep") {
            self.diagnostics.push(too_deep(FileSpan::new(self.file, span)));
        }
        deep
    }

    /// The table at `path` below `from`; where something else stands in the way, a new one that is not in the tree.
    fn walk(&mut self, from: usize, path: &[Key], made_by: MadeBy) -> usize {
        let mut at = from;
        for (key, key_span) in path {
            at = match self.arena[at].held(key) {
                None => self.insert(at, key, *key_span, made_by),
                Some(Held::Tables(items)) if made_by == MadeBy::Child => {
                    items.last().copied().unwrap_or(ROOT)
                }
                Some(Held::Table(inner)) if self.may_enter(*inner, made_by) => *inner,
                Some(_) => self.clash(at, key, *key_span),
            };
        }
        at
    }

    fn may_enter(&self, table: usize, by: MadeBy) -> bool {
        match (by, self.arena[table].made_by) {
            (_, MadeBy::Braces) => false,
            (MadeBy::DottedKey, made_by) => made_by == MadeBy::DottedKey,
            _ => true,
        }
    }

    /// The table that the header `[… key]` opens.
    fn table(&mut self, parent: usize, (key, key_span): &Key, span: Span) -> usize {
        let at = match self.arena[parent].held(key) {
            None => self.insert(parent, key, *key_span, MadeBy::Header),
            Some(Held::Table(inner)) if self.arena[*inner].made_by == MadeBy::Child => *inner,
            // A second header is refused, but what stands below it is still read into the table.
            Some(Held::Table(inner)) if self.arena[*inner].made_by == MadeBy::Header => {
                let inner = *inner;
                self.clash(parent, key, *key_span);
                return inner;
            }
            Some(_) => self.clash(parent, key, *key_span),
        };
        self.arena[at].made_by = MadeBy::Header;
        self.arena[at].span = span;
        at
    }

    /// The table that the header `[[… key]]` adds.
    fn element(&mut self, parent: usize, (key, key_span): &Key, span: Span) -> usize {
        let new = self.arena.len();
        match self.arena[parent].held_mut(key) {
            None => self.arena[parent].push(key.clone(), *key_span, Held::Tables(vec![new])),
            Some(Held::Tables(items)) => items.push(new),
            Some(_) => return self.clash(parent, key, *key_span),
        }
        self.arena.push(Table::new(span, MadeBy::Header));
        new
    }

    fn insert(&mut self, parent: usize, key: &SmolStr, key_span: Span, made_by: MadeBy) -> usize {
        let new = self.arena.len();
        self.arena.push(Table::new(key_span, made_by));
        self.arena[parent].push(key.clone(), key_span, Held::Table(new));
        new
    }

    /// Says that the key is taken, and gives a table outside the tree for what follows.
    fn clash(&mut self, parent: usize, key: &SmolStr, key_span: Span) -> usize {
        let first = self.arena[parent].place(key).unwrap_or(key_span);
        let (at, first) = (FileSpan::new(self.file, key_span), FileSpan::new(self.file, first));
        self.diagnostics.push(duplicate_key(at, first, key));
        self.arena.push(Table::new(key_span, MadeBy::Header));
        self.arena.len() - 1
    }

    /// Reads `key = value` into a table; the end of the value.
    fn pair(&mut self, table: usize, depth: usize, events: &mut Events<'_>) -> Option<u32> {
        let mut path = Vec::new();
        while let Some(event) =
            events.next_if(|e| matches!(e.kind(), EventKind::SimpleKey | EventKind::KeySep))
        {
            if event.kind() == EventKind::SimpleKey {
                path.push(self.key(event));
            }
        }
        events.next_if(|e| e.kind() == EventKind::KeyValSep)?;
        let deepest = depth + path.len();
        let span = path.first()?.1;
        let value = self.value(deepest, events)?;
        let end = value.span.end;
        if self.refuse_depth(deepest, span) {
            return Some(end);
        }
        let ((key, key_span), parents) = path.split_last()?;
        let parent = self.walk(table, parents, MadeBy::DottedKey);
        if parent != table {
            self.stretch(table, parents, end);
        }
        match self.arena[parent].held(key) {
            None => self.arena[parent].push(key.clone(), *key_span, Held::Value(value)),
            Some(_) => {
                self.clash(parent, key, *key_span);
            }
        }
        Some(end)
    }

    /// Tables of a dotted key reach to the end of its value.
    fn stretch(&mut self, table: usize, path: &[Key], end: u32) {
        let mut at = table;
        for (key, _) in path {
            let Some(Held::Table(inner)) = self.arena[at].held(key) else { return };
            at = *inner;
            self.arena[at].span.end = self.arena[at].span.end.max(end);
        }
    }

    fn value(&mut self, depth: usize, events: &mut Events<'_>) -> Option<Node> {
        let event = events.next_if(|e| {
            matches!(
                e.kind(),
                EventKind::Scalar | EventKind::ArrayOpen | EventKind::InlineTableOpen
            )
        })?;
        match event.kind() {
            EventKind::ArrayOpen => Some(self.array(event, depth, events)),
            EventKind::InlineTableOpen => Some(self.inline_table(event, depth, events)),
            _ => Some(self.scalar(event)),
        }
    }

    fn array(&mut self, open: &Event, depth: usize, events: &mut Events<'_>) -> Node {
        let mut span = open.span().shifted(self.base);
        self.refuse_depth(depth + 1, span);
        let mut items = Vec::new();
        while let Some(event) = events.peek() {
            match event.kind() {
                EventKind::ArrayClose => {
                    span = span.join(event.span().shifted(self.base));
                    events.next();
                    break;
                }
                EventKind::SimpleKey | EventKind::StdTableOpen | EventKind::ArrayTableOpen => break,
                _ => match self.value(depth + 1, events) {
                    Some(item) => items.push(item),
                    None => drop(events.next()),
                },
            }
        }
        Node { span, kind: Kind::Sequence(items) }
    }

    fn inline_table(&mut self, open: &Event, depth: usize, events: &mut Events<'_>) -> Node {
        let mut span = open.span().shifted(self.base);
        self.refuse_depth(depth + 1, span);
        let table = self.arena.len();
        self.arena.push(Table::new(span, MadeBy::Braces));
        while let Some(event) = events.peek() {
            match event.kind() {
                EventKind::InlineTableClose => {
                    span = span.join(event.span().shifted(self.base));
                    events.next();
                    break;
                }
                EventKind::SimpleKey => {
                    self.pair(table, depth + 1, events);
                }
                EventKind::StdTableOpen | EventKind::ArrayTableOpen => break,
                _ => drop(events.next()),
            }
        }
        // Everything opened inside stands behind it in the arena and belongs to it alone.
        let mut inner: Vec<Option<Table>> = self.arena.drain(table..).map(Some).collect();
        let mut node = take_from(&mut inner, table, table);
        node.span = span;
        node
    }

    fn key(&mut self, event: &Event) -> Key {
        let mut key = Cow::Borrowed("");
        if let Some(raw) = self.source.get(event) {
            raw.decode_key(&mut key, self.errors);
        }
        (SmolStr::from(key), event.span().shifted(self.base))
    }

    fn scalar(&mut self, event: &Event) -> Node {
        let span = event.span().shifted(self.base);
        let Some(raw) = self.source.get(event) else {
            return Node::scalar_at(span, Scalar::new("", Style::Plain));
        };
        let mut text = Cow::Borrowed("");
        let kind = raw.decode_scalar(&mut text, self.errors);
        let style = match event.encoding() {
            None => Style::Plain,
            Some(Encoding::LiteralString) => Style::SingleQuoted,
            Some(Encoding::BasicString) => Style::DoubleQuoted,
            Some(Encoding::MlLiteralString) => Style::MultilineLiteral,
            Some(Encoding::MlBasicString) => Style::MultilineBasic,
        };
        if let Err(message) = check(kind, &text) {
            self.errors.push(ParseError::new(message).with_unexpected(event.span()));
        }
        let text = if style == Style::Plain { Cow::Borrowed(raw.as_str()) } else { text };
        Node::scalar_at(span, Scalar::new(SmolStr::from(text), style))
    }
}

type Events<'a> = std::iter::Peekable<std::slice::Iter<'a, Event>>;

/// What the decoder does not check itself.
fn check(kind: ScalarKind, text: &str) -> Result<(), &'static str> {
    match kind {
        ScalarKind::Integer(radix) if i64::from_str_radix(text, radix.value()).is_err() => {
            Err("integer number overflowed")
        }
        ScalarKind::DateTime if !moment::is_valid(text) => Err("invalid date-time"),
        ScalarKind::Float => match text.parse::<f64>() {
            Ok(n) if n.is_infinite() && !text.contains("inf") => {
                Err("floating-point number overflowed")
            }
            Ok(_) => Ok(()),
            Err(_) => Err("invalid floating-point number"),
        },
        _ => Ok(()),
    }
}

impl Table {
    fn new(span: Span, made_by: MadeBy) -> Self {
        Self { span, made_by, pairs: Vec::new(), index: FxHashMap::default() }
    }

    fn find(&self, key: &str) -> Option<usize> {
        if self.index.is_empty() {
            return self.pairs.iter().position(|p| p.key == key);
        }
        self.index.get(key).copied()
    }

    fn held(&self, key: &str) -> Option<&Held> {
        self.find(key).map(|at| &self.pairs[at].value)
    }

    fn held_mut(&mut self, key: &str) -> Option<&mut Held> {
        self.find(key).map(|at| &mut self.pairs[at].value)
    }

    fn place(&self, key: &str) -> Option<Span> {
        self.find(key).map(|at| self.pairs[at].key_span)
    }

    fn push(&mut self, key: SmolStr, key_span: Span, value: Held) {
        self.pairs.push(Pair { key, key_span, value });
        if self.pairs.len() == crate::read::SMALL_MAP {
            self.index = self.pairs.iter().enumerate().map(|(at, p)| (p.key.clone(), at)).collect();
        } else if let Some(last) = self.pairs.last().filter(|_| !self.index.is_empty()) {
            self.index.insert(last.key.clone(), self.pairs.len() - 1);
        }
    }
}

/// The tree of a table of the whole arena.
fn take(arena: &mut [Option<Table>], at: usize) -> Node {
    take_from(arena, 0, at)
}

/// The tree of table `at`, where `arena` begins with table `first`.
fn take_from(arena: &mut [Option<Table>], first: usize, at: usize) -> Node {
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
