//! Tables from events: headers, dotted keys and lists of tables put together into one tree.
//!
//! Tables live in an arena while the file is read, since a header may come back to a table opened before.

use super::arena::{Held, MadeBy, Table, take_from};
use super::{Errors, bytes, duplicate_key};
use crate::read::{Findings, NESTING_LIMIT};
use crate::tree::Node;
use ruleglot_source::{FileId, FileSpan, Span};
use smol_str::SmolStr;
use toml_parser::Source;
use toml_parser::parser::{Event, EventKind};

const ROOT: usize = 0;

/// Builds the tree of a file.
pub(super) struct Tables<'i, 'e> {
    file: FileId,
    pub(super) source: Source<'i>,
    pub(super) errors: &'e mut Errors,
    findings: Findings,
    /// The first table or value that is nested too deeply.
    too_deep: Option<Span>,
    pub(super) arena: Vec<Table>,
    /// The table of the last header, and how deep it stands.
    current: usize,
    depth: usize,
}

/// The events that are still to be taken.
pub(super) type Events<'a> = std::iter::Peekable<std::slice::Iter<'a, Event>>;

/// A key with its place.
pub(super) type Key = (SmolStr, Span);

impl<'i, 'e> Tables<'i, 'e> {
    /// A builder for `source`.
    pub(super) fn new(file: FileId, source: Source<'i>, errors: &'e mut Errors) -> Self {
        let root = Table::new(Span::new(0, source.input().len()), MadeBy::Header);
        let findings = Findings::default();
        Self {
            file,
            source,
            errors,
            findings,
            too_deep: None,
            arena: vec![root],
            current: ROOT,
            depth: 0,
        }
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

    /// The tree, what is to be said of it, and what is nested too deeply.
    pub(super) fn finish(mut self) -> (Node, Findings, Option<Span>) {
        let mut arena: Vec<Option<Table>> = self.arena.drain(..).map(Some).collect();
        let root = take_from(&mut arena, ROOT, ROOT);
        (root, self.findings, self.too_deep)
    }

    fn header(&mut self, events: &mut Events<'_>) {
        let Some(open) = events.next() else { return };
        let mut path = Vec::new();
        let mut span = bytes(open.span());
        for event in events.by_ref() {
            span = span.join(bytes(event.span()));
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

    /// Notes what is nested too deeply, and says whether it is.
    pub(super) fn refuse_depth(&mut self, depth: usize, span: Span) -> bool {
        let deep = depth > NESTING_LIMIT;
        if deep {
            self.too_deep.get_or_insert(span);
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
        self.findings.push(duplicate_key(at, first, key));
        self.arena.push(Table::new(key_span, MadeBy::Header));
        self.arena.len() - 1
    }

    /// Reads `key = value` into a table; the end of the value.
    pub(super) fn pair(
        &mut self,
        table: usize,
        depth: usize,
        events: &mut Events<'_>,
    ) -> Option<u32> {
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
}
