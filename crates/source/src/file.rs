//! A file's text with its line index.

use crate::map::TextMap;
use crate::span::{FileId, FileSpan, Span};
use std::sync::{Arc, OnceLock};

/// A file's text, decoded from UTF-8, with a line index made at the first question.
///
/// A pasted text may have been repaired before it is read. Offsets are then those of the text that is read, and
/// [`SourceFile::position`] and [`SourceFile::shown_span`] answer in the text as it was pasted, which the user sees.
#[derive(Debug)]
pub struct SourceFile {
    /// Its number in this run.
    pub id: FileId,
    /// Its path as the user wrote it or the walk found it; `-` for standard input.
    pub path: String,
    /// The whole text that is read.
    pub text: Arc<str>,
    pasted: Option<Pasted>,
    lines: OnceLock<LineIndex>,
}

/// The text that a repaired one was taken from.
#[derive(Debug)]
struct Pasted {
    text: Arc<str>,
    map: TextMap,
}

impl SourceFile {
    /// A file of this text.
    pub fn new(id: FileId, path: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        Self { id, path: path.into(), text: text.into(), pasted: None, lines: OnceLock::new() }
    }

    /// Reads `repaired` in place of its text from now on; `map` says where each part of it stands in the text so far.
    #[must_use]
    pub fn repaired(self, repaired: impl Into<Arc<str>>, map: TextMap) -> Self {
        let pasted = Some(Pasted { text: self.text, map });
        Self { text: repaired.into(), pasted, lines: OnceLock::new(), ..self }
    }

    /// The text that the user sees: as pasted, if it was repaired.
    pub fn shown(&self) -> &str {
        self.pasted.as_ref().map_or(&self.text, |p| &p.text)
    }

    /// Whether the text that is read is another than the one that the user sees.
    pub fn is_repaired(&self) -> bool {
        self.pasted.is_some()
    }

    /// The bytes of the shown text that a place stands for, be it in the text that is read or, by
    /// [`FileId::as_pasted`], in the shown text itself.
    pub fn shown_span(&self, at: FileSpan) -> Span {
        match &self.pasted {
            Some(pasted) if at.file != self.id.as_pasted() => pasted.map.span(at.span),
            _ => at.span,
        }
    }

    /// Line and column, in the shown text, of a byte offset of the text that is read.
    pub fn position(&self, offset: u32) -> LineColumn {
        let at = FileSpan::new(self.id, Span { start: offset, end: offset });
        self.shown_position(self.shown_span(at).start)
    }

    /// Line and column of a byte offset of the shown text.
    pub fn shown_position(&self, offset: u32) -> LineColumn {
        let text = self.shown();
        self.lines.get_or_init(|| LineIndex::new(text)).position(text, offset)
    }
}

/// A place for people: both count from 1, the column in Unicode scalar values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1, in characters (not bytes).
    pub column: u32,
}

/// Byte offsets at which lines begin.
#[derive(Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// The lines of `text`; a line ends after each line feed.
    pub fn new(text: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(
            text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(at, _)| to_u32(at + 1)),
        );
        Self { starts }
    }

    /// Line and column of `offset`; one past the end of `text` is allowed, anything beyond is taken as that.
    pub fn position(&self, text: &str, offset: u32) -> LineColumn {
        let offset = offset.min(to_u32(text.len()));
        let line = self.starts.partition_point(|start| *start <= offset) - 1;
        let start = self.starts[line] as usize;
        let column =
            text.as_bytes()[start..offset as usize].iter().filter(|b| (**b & 0xC0) != 0x80).count();
        LineColumn { line: to_u32(line + 1), column: to_u32(column + 1) }
    }
}

fn to_u32(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
