//! Blanks: before and around keys, at the ends of lines, between tables.

use super::parts::{Pair, Parts};
use super::{TomlStyle, arrays};
use crate::layout::chunks::{line_end, next_line};
use ruleglot_document::Document;
use ruleglot_source::{Edit, Span};
use std::ops::Range;

/// The most empty lines in a row: what Elastic's formatter leaves before a table.
const MOST_EMPTY: usize = 3;

pub(super) fn edits(
    document: &Document,
    parts: &Parts<'_>,
    text: &str,
    style: TomlStyle,
) -> Vec<Edit> {
    let mut out = Edits { text, list: Vec::new() };
    for table in &parts.tables {
        out.no_blanks_before(table.header.start);
        for pair in &table.pairs {
            out.pair(pair);
            arrays::edits(document, pair, text, style, &mut out.list);
        }
    }
    out.groups(parts);
    out.loose(document, parts);
    if !text.is_empty() && !text.ends_with('\n') {
        out.replace(text.len()..text.len(), line_end(text));
    }
    out.list
}

struct Edits<'t> {
    text: &'t str,
    list: Vec<Edit>,
}

impl Edits<'_> {
    fn replace(&mut self, at: Range<usize>, with: &str) {
        if &self.text[at.clone()] != with {
            self.list.push(Edit { span: Span::new(at.start, at.end), text: with.to_owned() });
        }
    }

    fn no_blanks_before(&mut self, line: usize) {
        let rest = &self.text[line..];
        self.replace(line..line + rest.len() - rest.trim_start_matches([' ', '\t']).len(), "");
    }

    fn pair(&mut self, pair: &Pair<'_>) {
        self.no_blanks_before(pair.key.start);
        self.replace(pair.key.end..pair.value.span.range().start, " = ");
    }

    /// An empty line before the first table of each kind.
    fn groups(&mut self, parts: &Parts<'_>) {
        for two in parts.tables.windows(2) {
            let first = |path: &str| path.split('.').next().unwrap_or_default().to_owned();
            let start = two[1].lines.range().start;
            let before = &self.text[..start];
            let has_empty = before.ends_with("\n\n") || before.ends_with("\n\r\n");
            if first(two[0].path) != first(two[1].path) && !has_empty {
                self.replace(start..start, line_end(self.text));
            }
        }
    }

    /// Comments, empty lines and the ends of lines; what stands inside a value is the value's.
    fn loose(&mut self, document: &Document, parts: &Parts<'_>) {
        let pairs = parts.tables.iter().flat_map(|t| &t.pairs);
        let mut values = pairs.map(|p| p.value.span.range()).peekable();
        let (mut line, mut empty) = (0, 0);
        while line < self.text.len() {
            let mut end = next_line(self.text, line);
            let mut own = line;
            while let Some(value) = values.next_if(|v| v.start < end) {
                own = value.end;
                end = next_line(self.text, value.end - 1);
            }
            let shown = self.text[line..end].trim_end_matches(['\n', '\r']);
            empty = if shown.trim().is_empty() { empty + 1 } else { 0 };
            if empty > MOST_EMPTY {
                self.replace(line..end, "");
            } else {
                self.comment(document, line, shown);
                self.trim_end(own..end);
            }
            line = end;
        }
    }

    /// A comment on a line of its own is not set in.
    fn comment(&mut self, document: &Document, line: usize, shown: &str) {
        let at = line + shown.len() - shown.trim_start_matches([' ', '\t']).len();
        let own = document.comments.binary_search_by_key(&at, |c| c.span.range().start).is_ok();
        if own && at > line {
            self.replace(line..at, "");
        }
    }

    fn trim_end(&mut self, at: Range<usize>) {
        let line = self.text[at.clone()].trim_end_matches(['\n', '\r']);
        let kept = line.trim_end_matches([' ', '\t']).len();
        self.replace(at.start + kept..at.start + line.len(), "");
    }
}
