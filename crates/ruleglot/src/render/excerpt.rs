//! Lines of a file for miette, found without reading the file from its beginning.

use super::printable_bytes;
use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use ruleglot_engine::secrets;
use ruleglot_source::{Diagnostic, SourceFile, Span};
use std::sync::OnceLock;

/// Lines longer than this are not shown: nobody could find the place in them.
const LONGEST: usize = 2_000;
/// More lines than this are not shown.
const MOST: usize = 60;

/// A file whose lines are to be shown.
pub(crate) struct Excerpt<'a> {
    file: &'a SourceFile,
    /// The lines around all labels, control characters replaced, with the offset of the first.
    shown: OnceLock<(usize, Vec<u8>)>,
}

impl<'a> Excerpt<'a> {
    /// Of this file.
    pub(crate) fn new(file: &'a SourceFile) -> Self {
        Self { file, shown: OnceLock::new() }
    }

    /// Whether the lines of a finding can be shown; they are kept for it.
    pub(crate) fn is_readable(&self, finding: &Diagnostic) -> bool {
        let places = finding.labels.iter().map(|l| self.file.shown_span(l.at));
        let all = places.reduce(Span::join).unwrap_or_default();
        let Some((start, end)) = self.lines(all.range().start, all.range().end, 1) else {
            return false;
        };
        let text = &self.file.shown()[start..end];
        let fits = text.lines().count() <= MOST && text.lines().all(|line| line.len() <= LONGEST);
        if !text.is_empty() && fits {
            let mut shown = printable_bytes(text);
            for secret in secrets(self.file.shown()).into_iter().map(Span::range) {
                let hidden = secret.start.max(start)..secret.end.min(end).max(start);
                for byte in
                    shown.get_mut(hidden.start - start..hidden.end - start).unwrap_or_default()
                {
                    // Keys and tokens are of ASCII, so a byte is a character.
                    *byte = if *byte == b'\n' { b'\n' } else { b'*' };
                }
            }
            let _ = self.shown.set((start, shown));
            return true;
        }
        false
    }

    /// The lines that hold a range, and so many around them.
    fn lines(&self, start: usize, end: usize, around: usize) -> Option<(usize, usize)> {
        let text = self.file.shown();
        text.get(start..end)?;
        let bytes = text.as_bytes();
        let before = bytes[..start].iter().rev().enumerate().filter(|(_, b)| **b == b'\n');
        let from = before.map(|(n, _)| start - n).nth(around).unwrap_or(0);
        // A range that ends with a line break ends on that line.
        let last = if end > start && bytes[end - 1] == b'\n' { end - 1 } else { end };
        let after = bytes[last..].iter().enumerate().filter(|(_, b)| **b == b'\n');
        let to = after.map(|(n, _)| last + n + 1).nth(around).unwrap_or(bytes.len());
        Some((from, to.max(end)))
    }
}

impl SourceCode for Excerpt<'_> {
    fn read_span<'s>(
        &'s self,
        span: &SourceSpan,
        context_lines_before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'s> + 's>, MietteError> {
        let (base, shown) = self.shown.get().ok_or(MietteError::OutOfBounds)?;
        let (start, end) = self
            .lines(span.offset(), span.offset() + span.len(), context_lines_before)
            .ok_or(MietteError::OutOfBounds)?;
        let (start, end) = (start.max(*base), end.min(base + shown.len()));
        let data = shown.get(start - base..end - base).ok_or(MietteError::OutOfBounds)?;
        // Without lines around it the place itself is asked for, for the heading.
        let place = if context_lines_before == 0 { span.offset() } else { start };
        let at = self.file.shown_position(u32::try_from(place).unwrap_or(u32::MAX));
        let column = if context_lines_before == 0 { at.column as usize - 1 } else { 0 };
        let lines = data.split_inclusive(|b| *b == b'\n').count().max(1);
        Ok(Box::new(MietteSpanContents::new_named(
            self.file.path.clone(),
            data,
            (start, end - start).into(),
            at.line as usize - 1,
            column,
            lines,
        )))
    }
}
