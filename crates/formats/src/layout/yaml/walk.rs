//! Where every key, item and value belongs.

use super::lines::Lines;
use super::{YamlStyle, own_lines};
use crate::layout::chunks::line_end;
use ruleglot_document::{Document, Kind, Node, Scalar, Style};
use ruleglot_source::{Edit, Span};

/// How wide a dash is with its blank.
const DASH: usize = 2;

/// The edits that set lines in and make blanks even.
pub(super) fn edits(document: &Document, text: &str, style: YamlStyle) -> Vec<Edit> {
    let mut walk = Walk { text, style, lines: Lines::new(text, own_lines(document, text)) };
    walk.block(&document.root, 0);
    let mut edits = walk.lines.finish(&document.comments);
    let end = document.span.range().end;
    if end == text.len() && !text.ends_with('\n') && !ends_in_block(&document.root) {
        edits.push(Edit { span: Span::new(end, end), text: line_end(text).to_owned() });
    }
    edits
}

/// Whether the last value is a block, to which a line break at the end of the file belongs.
pub(super) fn ends_in_block(node: &Node) -> bool {
    match &node.kind {
        Kind::Scalar(scalar) => matches!(scalar.style, Style::Literal | Style::Folded),
        Kind::Sequence(items) => items.last().is_some_and(ends_in_block),
        Kind::Mapping(map) => map.entries.last().is_some_and(|e| ends_in_block(&e.value)),
    }
}

struct Walk<'t> {
    text: &'t str,
    style: YamlStyle,
    lines: Lines<'t>,
}

/// Where a value stands.
#[derive(Clone, Copy)]
struct Place {
    /// One past the colon or dash before it.
    mark_end: usize,
    /// Where its key or dash belongs.
    column: usize,
    /// How far lines that continue it are set in from there.
    inner: usize,
}

impl Walk<'_> {
    fn is_flow(&self, node: &Node) -> bool {
        self.text[node.span.range()].starts_with(['{', '['])
    }

    /// A map or list whose keys or dashes belong at `column`.
    fn block(&mut self, node: &Node, column: usize) {
        match &node.kind {
            Kind::Mapping(map) if !self.is_flow(node) => {
                for entry in &map.entries {
                    let key = entry.key_span.range();
                    self.lines.set(key.start, column);
                    let mark_end =
                        self.text[key.end..].find(':').map_or(key.end, |n| key.end + n + 1);
                    self.value(&entry.value, Place { mark_end, column, inner: self.style.map });
                }
            }
            Kind::Sequence(items) if !self.is_flow(node) => {
                for item in items {
                    let start = item.span.range().start;
                    let Some(dash) = self.text[..start].rfind('-') else { continue };
                    self.lines.set(dash, column);
                    if matches!(item.kind, Kind::Scalar(_)) || self.is_flow(item) {
                        self.value(item, Place { mark_end: dash + 1, column, inner: DASH });
                    } else {
                        self.same_line(dash + 1, start);
                        self.block(item, column + DASH);
                    }
                }
            }
            _ => {}
        }
    }

    /// A value after a colon, or a scalar or brackets after a dash.
    fn value(&mut self, node: &Node, place: Place) {
        let span = node.span.range();
        if span.start == span.end {
            return;
        }
        match &node.kind {
            Kind::Mapping(_) if !self.is_flow(node) => {
                self.block(node, place.column + self.style.map);
            }
            Kind::Sequence(_) if !self.is_flow(node) => {
                self.block(node, place.column + self.style.list);
            }
            kind => {
                self.same_line(place.mark_end, span.start);
                self.lines.set(span.start, place.column + place.inner);
                match kind {
                    Kind::Scalar(scalar) => self.scalar(node, scalar, place),
                    _ => self.brackets(node, place),
                }
            }
        }
    }

    /// One blank between a mark and what follows it on its line.
    fn same_line(&mut self, from: usize, to: usize) {
        if self.text[from..to].bytes().all(|b| b == b' ') {
            self.lines.one_blank(from, to);
        }
    }

    /// Brackets over several lines move with their key.
    fn brackets(&mut self, node: &Node, place: Place) {
        let span = node.span.range();
        let old = self.lines.indent(self.lines.line_of(place.mark_end - 1));
        for line in self.lines.line_of(span.start) + 1..=self.lines.line_of(span.end - 1) {
            let at = self.lines.indent(line);
            let new = (at + place.column).saturating_sub(old).max(place.column + 1);
            self.lines.inner(line, at, new);
        }
    }

    fn scalar(&mut self, node: &Node, scalar: &Scalar, place: Place) {
        let span = node.span.range();
        let (first, last) = (self.lines.line_of(span.start), self.lines.line_of(span.end - 1));
        let new = place.column + place.inner;
        if !matches!(scalar.style, Style::Literal | Style::Folded) {
            for line in first + 1..=last {
                let at = self.lines.indent(line);
                self.lines.inner(line, at, new);
            }
            return;
        }
        let header = self.text[span].lines().next().unwrap_or_default();
        let header = header.split('#').next().unwrap_or_default();
        let is_text = |line: &usize| !self.lines.line(*line).trim_matches(' ').is_empty();
        let Some(text) = (first + 1..=last).find(is_text) else { return };
        // An indicator counts from the key, so the text moves with that.
        let (old, new) = if header.bytes().any(|b| b.is_ascii_digit()) {
            (self.lines.indent(self.lines.line_of(place.mark_end - 1)), place.column)
        } else {
            (self.lines.indent(text), new)
        };
        for line in first + 1..=last {
            self.lines.inner(line, old, new);
        }
    }
}
