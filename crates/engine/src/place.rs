//! Places as the contracts write them.

use ruleglot_source::{FileSpan, SourceFile};
use serde::Serialize;

/// A range in lines and columns, both from 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// First line.
    pub line: u32,
    /// First column.
    pub column: u32,
    /// Last line.
    pub end_line: u32,
    /// One past the last column.
    pub end_column: u32,
}

impl Place {
    /// The place of a span in its file, as the user sees it.
    pub fn of(file: &SourceFile, at: FileSpan) -> Self {
        let shown = file.shown_span(at);
        let (start, end) =
            (file.shown_position(shown.start), file.shown_position(shown.end.max(shown.start)));
        Self { line: start.line, column: start.column, end_line: end.line, end_column: end.column }
    }
}
