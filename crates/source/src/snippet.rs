//! A text inside a file: an embedded query with the way back to its bytes.

use crate::{FileId, FileSpan, Span, TextMap};

/// A decoded text (a query, a condition) and where each part of it stands in its file.
#[derive(Clone, Debug)]
pub struct Snippet<'a> {
    /// The decoded text.
    pub text: &'a str,
    /// The file it stands in.
    pub file: FileId,
    /// From offsets in `text` to bytes of the file.
    pub map: TextMap,
}

impl<'a> Snippet<'a> {
    /// A text that is the whole of its file.
    pub fn whole(file: FileId, text: &'a str) -> Self {
        Self { text, file, map: TextMap::identity(0, text.len()) }
    }

    /// Where the range `at` of the decoded text stands in the file.
    pub fn locate(&self, at: Span) -> FileSpan {
        FileSpan::new(self.file, self.map.span(at))
    }
}
