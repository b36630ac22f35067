//! A file's text with its line index.

use crate::span::FileId;
use std::sync::{Arc, OnceLock};

/// A file's text, decoded from UTF-8, with a line index made at the first question.
#[derive(Debug)]
pub struct SourceFile {
    /// Its number in this run.
    pub id: FileId,
    /// Its path as the user wrote it or the walk found it; `-` for standard input.
    pub path: String,
    /// Its whole text.
    pub text: Arc<str>,
    lines: OnceLock<LineIndex>,
}

impl SourceFile {
    /// A file of this text.
    pub fn new(id: FileId, path: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        Self { id, path: path.into(), text: text.into(), lines: OnceLock::new() }
    }

    /// Line and column of a byte offset.
    pub fn position(&self, offset: u32) -> LineColumn {
        self.lines.get_or_init(|| LineIndex::new(&self.text)).position(&self.text, offset)
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
