//! The events of a TOML file, guarded against deep nesting.

use super::bytes;
use crate::read::NESTING_LIMIT;
use crate::tree::Comment;
use toml_parser::decoder::Encoding;
use toml_parser::parser::{self, Event, EventKind, EventReceiver};
use toml_parser::{ErrorSink, Source, Span};

/// The events of a file, without white space.
pub(super) struct Events<'i> {
    source: Source<'i>,
    pub(super) list: Vec<Event>,
    comments: Vec<Span>,
    depth: usize,
    /// The first bracket that is nested too deeply.
    pub(super) too_deep: Option<Span>,
}

/// Parses; errors go to `errors`.
pub(super) fn parse<'i>(source: Source<'i>, errors: &mut dyn ErrorSink) -> Events<'i> {
    let tokens = source.lex().into_vec();
    let mut events = Events {
        source,
        list: Vec::with_capacity(tokens.len()),
        comments: Vec::new(),
        depth: 0,
        too_deep: None,
    };
    parser::parse_document(&tokens, &mut events, errors);
    events
}

impl Events<'_> {
    /// The comments of the file.
    pub(super) fn comments(&mut self) -> Vec<Comment> {
        self.comments.drain(..).map(|span| Comment { span: bytes(span) }).collect()
    }

    fn push(&mut self, kind: EventKind, encoding: Option<Encoding>, span: Span) {
        self.list.push(Event::new_unchecked(kind, encoding, span));
    }

    fn enter(&mut self, kind: EventKind, span: Span) -> bool {
        self.depth += 1;
        let allowed = self.depth <= NESTING_LIMIT;
        if !allowed {
            self.too_deep.get_or_insert(span);
        }
        self.push(kind, None, span);
        allowed
    }

    fn leave(&mut self, kind: EventKind, span: Span) {
        self.depth = self.depth.saturating_sub(1);
        self.push(kind, None, span);
    }
}

impl EventReceiver for Events<'_> {
    fn std_table_open(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.push(EventKind::StdTableOpen, None, span);
    }

    fn std_table_close(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.push(EventKind::StdTableClose, None, span);
    }

    fn array_table_open(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.push(EventKind::ArrayTableOpen, None, span);
    }

    fn array_table_close(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.push(EventKind::ArrayTableClose, None, span);
    }

    fn inline_table_open(&mut self, span: Span, _: &mut dyn ErrorSink) -> bool {
        self.enter(EventKind::InlineTableOpen, span)
    }

    fn inline_table_close(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.leave(EventKind::InlineTableClose, span);
    }

    fn array_open(&mut self, span: Span, _: &mut dyn ErrorSink) -> bool {
        self.enter(EventKind::ArrayOpen, span)
    }

    fn array_close(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.leave(EventKind::ArrayClose, span);
    }

    fn simple_key(&mut self, span: Span, encoding: Option<Encoding>, _: &mut dyn ErrorSink) {
        self.push(EventKind::SimpleKey, encoding, span);
    }

    fn scalar(&mut self, span: Span, encoding: Option<Encoding>, _: &mut dyn ErrorSink) {
        self.push(EventKind::Scalar, encoding, span);
    }

    fn key_val_sep(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.push(EventKind::KeyValSep, None, span);
    }

    fn comment(&mut self, span: Span, errors: &mut dyn ErrorSink) {
        if let Some(raw) = self.source.get(span) {
            raw.decode_comment(errors);
        }
        self.comments.push(span);
    }

    fn newline(&mut self, span: Span, errors: &mut dyn ErrorSink) {
        if let Some(raw) = self.source.get(span) {
            raw.decode_newline(errors);
        }
    }
}
