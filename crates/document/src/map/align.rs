//! A map in the making, checked against the decoded text.

use ruleglot_source::{Span, TextMap};
use std::ops::Range;

/// Lays pieces of the source beside the decoded text.
pub(super) struct Aligner<'a> {
    /// The whole file.
    pub(super) source: &'a str,
    /// The bytes of the scalar.
    pub(super) span: Span,
    text: &'a str,
    /// How much of the text is laid.
    at: usize,
    /// Where in the source that ends.
    source_at: usize,
    map: TextMap,
}

impl<'a> Aligner<'a> {
    /// A map of `text`, which is decoded from the bytes `span`.
    pub(super) fn new(source: &'a str, text: &'a str, span: Span) -> Self {
        let start = span.start as usize;
        Self { source, span, text, at: 0, source_at: start, map: TextMap::new(start) }
    }

    /// The text that is not yet laid.
    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Begins at byte `start` of the file: what is before stands for nothing.
    pub(super) fn begin(&mut self, start: usize) {
        self.source_at = start;
        self.map = TextMap::new(start);
    }

    /// These bytes stand for themselves.
    pub(super) fn verbatim(&mut self, range: Range<usize>) -> Option<()> {
        let piece = self.source.get(range.clone())?;
        self.rest().strip_prefix(piece)?;
        self.map.verbatim(Span::new(range.start, range.end));
        self.advance(piece.len(), range.end);
        Some(())
    }

    /// These bytes stand for `piece` as a whole.
    pub(super) fn replaced(&mut self, piece: &str, range: Range<usize>) -> Option<()> {
        self.rest().strip_prefix(piece)?;
        self.map.replaced(piece.len(), Span::new(range.start, range.end));
        self.advance(piece.len(), range.end);
        Some(())
    }

    fn advance(&mut self, len: usize, source_at: usize) {
        self.at += len;
        self.source_at = source_at;
    }

    /// The map; text that could not be followed stands for the rest of the scalar.
    pub(super) fn finish(mut self) -> TextMap {
        let rest = self.rest().len();
        if rest > 0 {
            let end = (self.span.end as usize).max(self.source_at);
            self.map.replaced(rest, Span::new(self.source_at, end));
        }
        self.map
    }
}

/// The length of the line break that `bytes` begin with; 0 for none.
pub(super) fn line_break(bytes: &[u8]) -> usize {
    match bytes {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        _ => 0,
    }
}
