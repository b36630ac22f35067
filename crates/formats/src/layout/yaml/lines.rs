//! What becomes of each line's indentation.

use ruleglot_document::Comment;
use ruleglot_source::{Edit, Span};

/// The lines of a document, what is to become of each, and the edits found so far.
pub(super) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
    end: usize,
    fates: Vec<Fate>,
    edits: Vec<Edit>,
}

/// What becomes of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// Nothing stands on it, or a comment alone.
    Free,
    /// A key or an item begins here, which stood at `old` and belongs at `new`.
    Set { old: usize, new: usize },
    /// Within a value: `new` blanks in place of `old` at its beginning; those at its end are the value's.
    Inner { old: usize, new: usize },
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t str, at: Span) -> Self {
        let range = at.range();
        let mut starts = vec![range.start];
        let breaks = text[range.clone()].match_indices('\n').map(|(n, _)| range.start + n + 1);
        starts.extend(breaks.filter(|start| *start < range.end));
        let fates = vec![Fate::Free; starts.len()];
        Self { text, starts, end: range.end, fates, edits: Vec::new() }
    }

    pub(super) fn line_of(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at).saturating_sub(1)
    }

    /// The line without its break.
    pub(super) fn line(&self, line: usize) -> &'t str {
        self.text[self.starts[line]..self.line_end(line)].trim_end_matches(['\n', '\r'])
    }

    fn line_end(&self, line: usize) -> usize {
        self.starts.get(line + 1).copied().unwrap_or(self.end)
    }

    /// Blanks at the beginning of the line.
    pub(super) fn indent(&self, line: usize) -> usize {
        let line = self.line(line);
        line.len() - line.trim_start_matches(' ').len()
    }

    /// What begins at `at` belongs at column `new`, if nothing stands before it on its line.
    pub(super) fn set(&mut self, at: usize, new: usize) {
        let line = self.line_of(at);
        // Something on the line of a document's marker is none of these lines.
        let Some(old) = at.checked_sub(self.starts[line]) else { return };
        if self.indent(line) == old {
            self.fates[line] = Fate::Set { old, new };
        }
    }

    /// A line within a value: `new` blanks in place of the `old` ones that are not the value's.
    pub(super) fn inner(&mut self, line: usize, old: usize, new: usize) {
        self.fates[line] = Fate::Inner { old, new };
    }

    /// The blanks between `start` and `end` become one.
    pub(super) fn one_blank(&mut self, start: usize, end: usize) {
        if start < end && &self.text[start..end] != " " {
            self.edits.push(Edit { span: Span::new(start, end), text: " ".to_owned() });
        }
    }

    /// All edits, those of comments and empty lines included.
    pub(super) fn finish(mut self, comments: &[Comment]) -> Vec<Edit> {
        let is_empty = |line: &str| line.trim_matches([' ', '\t']).is_empty();
        let filled = (0..self.starts.len()).rev().find(|line| !is_empty(self.line(*line)));
        let below = self.below();
        // Keys and items around the line, outermost first.
        let mut around: Vec<(usize, usize)> = Vec::new();
        let mut after_empty = true;
        for (line, below) in below.into_iter().enumerate() {
            let empty = is_empty(self.line(line));
            let indent = self.indent(line);
            match self.fates[line] {
                Fate::Inner { old, new } => {
                    let old = old.min(indent);
                    self.indent_to(line, old, if empty && old == indent { 0 } else { new });
                    after_empty = false;
                    continue;
                }
                // No two empty lines in a row, and none at either end.
                _ if empty && (after_empty || filled < Some(line)) => {
                    self.remove(line);
                    continue;
                }
                Fate::Set { old, new } => {
                    around.truncate(around.partition_point(|(o, _)| *o < old));
                    around.push((old, new));
                    self.indent_to(line, old, new);
                }
                Fate::Free => {
                    let at = self.starts[line] + indent;
                    if comments.binary_search_by_key(&at, |c| c.span.range().start).is_ok() {
                        self.indent_to(line, indent, comment_at(indent, below, &around));
                    }
                }
            }
            self.trim_end(line);
            after_empty = empty;
        }
        self.edits
    }

    /// For each line, the columns of the next key or item below it.
    fn below(&self) -> Vec<Option<(usize, usize)>> {
        let mut next = None;
        let mut below: Vec<_> = self
            .fates
            .iter()
            .rev()
            .map(|fate| {
                let here = next;
                if let Fate::Set { old, new } = fate {
                    next = Some((*old, *new));
                }
                here
            })
            .collect();
        below.reverse();
        below
    }

    fn indent_to(&mut self, line: usize, old: usize, new: usize) {
        if old != new {
            let start = self.starts[line];
            self.edits.push(Edit { span: Span::new(start, start + old), text: " ".repeat(new) });
        }
    }

    fn remove(&mut self, line: usize) {
        let span = Span::new(self.starts[line], self.line_end(line));
        if !span.range().is_empty() {
            self.edits.push(Edit { span, text: String::new() });
        }
    }

    fn trim_end(&mut self, line: usize) {
        let text = self.line(line);
        let kept = text.trim_end_matches([' ', '\t']).len();
        let ends_inside = matches!(self.fates.get(line + 1), Some(Fate::Inner { .. }));
        if kept < text.len() && !ends_inside {
            let start = self.starts[line];
            let span = Span::new(start + kept, start + text.len());
            self.edits.push(Edit { span, text: String::new() });
        }
    }
}

/// Where a comment at `old` belongs: where that goes which stands at its column, below it or else around it. One at a
/// column of its own is about what follows it.
fn comment_at(old: usize, below: Option<(usize, usize)>, around: &[(usize, usize)]) -> usize {
    let same = |(o, _): &&(usize, usize)| *o == old;
    let above = around.iter().rev().find(same);
    below
        .as_ref()
        .filter(same)
        .or(above)
        .or(below.as_ref())
        .or(around.last())
        .map_or(old, |(_, new)| *new)
}
