//! Keys and values of TOML from events.

use super::arena::{MadeBy, Table, take_from};
use super::tables::{Events, Key, Tables};
use super::{bytes, moment};
use crate::tree::{Kind, Node, Scalar, Style};
use smol_str::SmolStr;
use std::borrow::Cow;
use toml_parser::decoder::{Encoding, ScalarKind};
use toml_parser::parser::{Event, EventKind};
use toml_parser::{ErrorSink, ParseError};

impl Tables<'_, '_> {
    /// The value that comes next, if one does; it stands `depth` deep.
    pub(super) fn value(&mut self, depth: usize, events: &mut Events<'_>) -> Option<Node> {
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
        let mut span = bytes(open.span());
        self.refuse_depth(depth + 1, span);
        let mut items = Vec::new();
        while let Some(event) = events.peek() {
            match event.kind() {
                EventKind::ArrayClose => {
                    span = span.join(bytes(event.span()));
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
        let mut span = bytes(open.span());
        self.refuse_depth(depth + 1, span);
        let table = self.arena.len();
        self.arena.push(Table::new(span, MadeBy::Braces));
        while let Some(event) = events.peek() {
            match event.kind() {
                EventKind::InlineTableClose => {
                    span = span.join(bytes(event.span()));
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

    /// A key, decoded.
    pub(super) fn key(&mut self, event: &Event) -> Key {
        let mut key = Cow::Borrowed("");
        if let Some(raw) = self.source.get(event) {
            raw.decode_key(&mut key, self.errors);
        }
        (SmolStr::from(key), bytes(event.span()))
    }

    fn scalar(&mut self, event: &Event) -> Node {
        let span = bytes(event.span());
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
            self.errors.report_error(ParseError::new(message).with_unexpected(event.span()));
        }
        let text = if style == Style::Plain { Cow::Borrowed(raw.as_str()) } else { text };
        Node::scalar_at(span, Scalar::new(SmolStr::from(text), style))
    }
}

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
