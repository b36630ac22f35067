//! Parts of a file that move as a whole: a key with its value and the comments above it.

use ruleglot_source::{Edit, Span};

/// Lines that belong together, and where they belong.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chunk {
    /// Whole lines.
    pub(crate) at: Span,
    /// Chunks are sorted by this; equal ones keep their order.
    pub(crate) rank: usize,
}

/// The edit that brings adjoining chunks into order; none when they are.
pub(crate) fn in_order(text: &str, chunks: &[Chunk]) -> Option<Edit> {
    if chunks.is_sorted_by_key(|c| c.rank) {
        return None;
    }
    let span = chunks.first()?.at.join(chunks.last()?.at);
    let mut sorted = chunks.to_vec();
    sorted.sort_by_key(|c| c.rank);
    let mut moved = String::with_capacity(text.len());
    for chunk in &sorted {
        let lines = text.get(chunk.at.range())?;
        moved.push_str(lines);
        if !lines.ends_with('\n') {
            moved.push_str(line_end(text));
        }
    }
    // The last line of a file may lack its end; it is not for this step to add it.
    if !text.get(span.range())?.ends_with('\n') {
        moved.truncate(moved.trim_end_matches(['\n', '\r']).len());
    }
    Some(Edit { span, text: moved })
}

/// How lines end in this file.
pub(crate) fn line_end(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// Where the line begins that holds `at`.
pub(crate) fn line_start(text: &str, at: usize) -> usize {
    text.as_bytes()[..at].iter().rposition(|b| *b == b'\n').map_or(0, |n| n + 1)
}

/// Where the line begins that follows the one of the byte `at`.
pub(crate) fn next_line(text: &str, at: usize) -> usize {
    text.as_bytes()[at..].iter().position(|b| *b == b'\n').map_or(text.len(), |n| at + n + 1)
}

/// Where the comment lines begin that stand directly above the line at `line`, with the same indentation; `from` is as
/// far up as they may reach.
pub(crate) fn with_comments(text: &str, line: usize, from: usize) -> usize {
    let indent = |at: usize| text[at..].len() - text[at..].trim_start_matches(' ').len();
    let mut start = line;
    while start > from {
        let above = line_start(text, start - 1);
        let is_comment = text[above..].trim_start_matches(' ').starts_with('#');
        if above < from || !is_comment || indent(above) != indent(line) {
            break;
        }
        start = above;
    }
    start
}
