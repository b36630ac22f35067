//! A TOML file as tables of lines.

use crate::layout::chunks::{line_start, next_line, with_comments};
use ruleglot_document::{Document, Kind, Node};
use ruleglot_source::Span;
use std::ops::Range;

/// The tables of a file, in its order.
pub(super) struct Parts<'d> {
    pub(super) tables: Vec<Table<'d>>,
}

/// A table: its header and its own pairs.
pub(super) struct Table<'d> {
    /// Its path as the header has it.
    pub(super) path: &'d str,
    /// The line of the header without its break.
    pub(super) header: Range<usize>,
    /// Comments above the header included; up to the next table.
    pub(super) lines: Span,
    pub(super) pairs: Vec<Pair<'d>>,
}

/// A key with its value.
pub(super) struct Pair<'d> {
    /// From the beginning of its line to its end, dots included.
    pub(super) key: Range<usize>,
    pub(super) value: &'d Node,
    /// Comments above the key included; up to the end of the line of the value.
    pub(super) lines: Span,
}

impl<'d> Parts<'d> {
    /// The parts; `None` where pairs stand above the first table, or share a line, as in no rule.
    pub(super) fn of(document: &'d Document, text: &'d str) -> Option<Self> {
        let mut pairs = Vec::new();
        collect(&document.root, text, &mut pairs);
        pairs.sort_unstable_by_key(|(key, _)| key.start);
        let mut tables: Vec<Table<'d>> = Vec::new();
        let mut pairs = pairs.into_iter().peekable();
        let (mut line, mut free) = (0, 0);
        while line < text.len() {
            let end = next_line(text, line);
            let shown = text[line..end].trim_end();
            let next = pairs.next_if(|(key, _)| key.start < end);
            if let Some((key, value)) = next {
                let start = with_comments(text, line, free);
                let own = line_start(text, key.start) == line;
                let end = next_line(text, value.span.range().end - 1);
                let lines = Span::new(start, end);
                let table = tables.last_mut().filter(|_| own)?;
                table.pairs.push(Pair { key: line..key.end, value, lines });
                (line, free) = (end, end);
                continue;
            }
            if shown.trim_start().starts_with('[') {
                let start = with_comments(text, line, free);
                if let Some(before) = tables.last_mut() {
                    before.lines.end = Span::new(start, start).end;
                }
                let path = shown.split('#').next().unwrap_or_default();
                let path = path.trim().trim_matches(['[', ']']).trim();
                let header = line..line + shown.len();
                let lines = Span::new(start, text.len());
                tables.push(Table { path, header, lines, pairs: Vec::new() });
                free = end;
            }
            line = end;
        }
        Some(Self { tables })
    }
}

/// The pairs that are written with `=`, those of brackets excepted.
fn collect<'d>(node: &'d Node, text: &str, out: &mut Vec<(Range<usize>, &'d Node)>) {
    match &node.kind {
        Kind::Scalar(_) => {}
        Kind::Sequence(items) => items.iter().for_each(|item| collect(item, text, out)),
        Kind::Mapping(map) => {
            for entry in &map.entries {
                let (key, value) = (entry.key_span.range(), entry.value.span.range());
                let written = value.start >= key.end
                    && text.get(key.end..value.start).is_some_and(|gap| gap.trim() == "=");
                if written {
                    out.push((key, &entry.value));
                } else {
                    collect(&entry.value, text, out);
                }
            }
        }
    }
}
