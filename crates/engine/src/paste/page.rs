//! A pasted text as rows, and what is kept of it.

use ruleglot_source::{Span, TextMap};
use std::rc::Rc;

/// A line, or what is left of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// The first byte that is kept.
    pub(super) start: usize,
    /// One past its last byte, its line break left out.
    pub(super) end: usize,
    /// One past its line break.
    pub(super) next: usize,
}

/// The rows of a text, those of some kinds taken out.
#[derive(Clone, Debug)]
pub(super) struct Page<'t> {
    /// The text as pasted.
    pub(super) text: &'t str,
    /// What is left of it.
    pub(super) rows: Vec<Row>,
    /// What was taken off so far; shared, for a page may have as many pieces as rows.
    pub(super) gutter: Rc<Gutter>,
}

/// The rows of a gutter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Gutter {
    /// Lines that hold nothing but their number.
    pub(super) numbers: Vec<Span>,
    /// Lines that hold nothing but a bar.
    pub(super) bars: Vec<Span>,
}

impl<'t> Page<'t> {
    /// All lines of a text.
    pub(super) fn new(text: &'t str) -> Self {
        let mut start = 0;
        let rows = text.split_inclusive('\n').map(|line| {
            let bare = line.trim_end_matches(['\n', '\r']).len();
            let row = Row { start, end: start + bare, next: start + line.len() };
            start = row.next;
            row
        });
        Self { text, rows: rows.collect(), gutter: Rc::default() }
    }

    /// What stands on a row.
    pub(super) fn line(&self, row: Row) -> &'t str {
        self.text.get(row.start..row.end).unwrap_or_default()
    }

    /// Whether nothing stands on a row.
    pub(super) fn is_blank(&self, row: Row) -> bool {
        self.line(row).trim().is_empty()
    }

    /// The page without the rows for which `is_bar` or `is_number` holds.
    pub(super) fn without(&self, takes: impl Fn(&str) -> bool) -> (Self, Vec<Span>) {
        let (out, rows): (Vec<Row>, Vec<Row>) =
            self.rows.iter().partition(|row| takes(self.line(**row)));
        let spans = out.iter().map(|row| Span::new(row.start, row.next)).collect();
        (Self { text: self.text, rows, gutter: self.gutter.clone() }, spans)
    }
}

/// A part of a page that may be the query or the rule.
#[derive(Clone, Debug)]
pub(super) struct Piece<'t> {
    pub(super) text: &'t str,
    pub(super) rows: Vec<Row>,
    /// What was taken off the page that it is of.
    pub(super) gutter: Rc<Gutter>,
    /// Line numbers that were taken off its rows, with what parts them from the text.
    pub(super) numbers: Vec<Span>,
    pub(super) wrap: Wrap,
}

/// What is put around a piece so that it can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrap {
    /// Nothing.
    Bare,
    /// The key `detection` of a Sigma rule.
    Detection,
}

impl Wrap {
    /// What stands before the piece, and before each of its rows.
    fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::Bare => ("", ""),
            Self::Detection => ("detection:\n", "    "),
        }
    }
}

impl<'t> Piece<'t> {
    /// Rows of a page, blank ones at both ends left out.
    pub(super) fn of(page: &Page<'t>, rows: &[Row]) -> Self {
        let blank = |row: &&Row| page.is_blank(**row);
        let start = rows.iter().take_while(blank).count();
        let end = rows.len() - rows[start..].iter().rev().take_while(blank).count();
        Self {
            text: page.text,
            rows: rows[start..end].to_vec(),
            gutter: page.gutter.clone(),
            numbers: Vec::new(),
            wrap: Wrap::Bare,
        }
    }

    /// Its first byte and one past its last; empty when it has no rows.
    pub(super) fn extent(&self) -> (usize, usize) {
        let ends = self.rows.first().zip(self.rows.last());
        ends.map_or((0, 0), |(first, last)| (first.start, last.next))
    }

    /// Its text, as it would be read.
    pub(super) fn taken(&self) -> String {
        let (head, indent) = self.wrap.texts();
        let rows = self.rows.iter().filter_map(|row| self.text.get(row.start..row.next));
        rows.fold(head.to_owned(), |all, row| all + indent + row)
    }

    /// Where its text stands in what was pasted.
    pub(super) fn map(&self) -> TextMap {
        let (head, indent) = self.wrap.texts();
        let start = self.rows.first().map_or(0, |row| row.start);
        let mut map = TextMap::new(start);
        map.replaced(head.len(), Span::new(start, start));
        for row in &self.rows {
            map.replaced(indent.len(), Span::new(row.start, row.start));
            map.verbatim(Span::new(row.start, row.next));
        }
        map
    }
}
