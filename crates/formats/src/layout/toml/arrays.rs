//! Lists in brackets.

use super::TomlStyle;
use super::parts::Pair;
use crate::layout::chunks::{line_end, line_start, next_line};
use ruleglot_document::{Document, Kind, Node};
use ruleglot_source::{Edit, Span};

/// How far an item on a line of its own is set in.
const ITEM: usize = 4;

/// The edits that lay out a list of plain values: on one line if it was and fits, else an item a line.
pub(super) fn edits(
    document: &Document,
    pair: &Pair<'_>,
    text: &str,
    style: TomlStyle,
    out: &mut Vec<Edit>,
) {
    let Kind::Sequence(items) = &pair.value.kind else { return };
    let span = pair.value.span;
    let source = &text[span.range()];
    let inside =
        |c: &ruleglot_document::Comment| c.span.start >= span.start && c.span.end <= span.end;
    let plain =
        items.iter().all(|item| item.scalar().is_some() && !text[item.span.range()].contains('\n'));
    if !plain || document.comments.iter().any(inside) {
        return;
    }
    let shown: Vec<&str> = items.iter().map(|item| &text[item.span.range()]).collect();
    let laid_out = if source.contains('\n') {
        if is_even(text, items, span) {
            return;
        }
        one_a_line(&shown, line_end(text))
    } else {
        let line = format!("[{}]", shown.join(", "));
        let start = line_start(text, span.range().start);
        let before = text[start..span.range().start].trim_start().chars().count();
        if before + line.chars().count() <= style.width {
            line
        } else {
            one_a_line(&shown, line_end(text))
        }
    };
    if laid_out != source {
        out.push(Edit { span, text: laid_out });
    }
}

fn one_a_line(items: &[&str], line_end: &str) -> String {
    let mut out = format!("[{line_end}");
    for item in items {
        out.extend(std::iter::repeat_n(' ', ITEM));
        out.push_str(item);
        out.push(',');
        out.push_str(line_end);
    }
    out.push(']');
    out
}

/// Whether every item begins a line, all are set in alike, and the bracket stands below the key.
fn is_even(text: &str, items: &[Node], span: Span) -> bool {
    let column = |at: usize| {
        let start = line_start(text, at);
        text[start..at].bytes().all(|b| b == b' ').then_some(at - start)
    };
    let columns: Vec<Option<usize>> = items.iter().map(|i| column(i.span.range().start)).collect();
    let alike = columns.windows(2).all(|two| two[0] == two[1]);
    let ends = |item: &Node| {
        let end = item.span.range().end;
        let rest = text[end..next_line(text, end)].trim_end_matches(['\n', '\r']);
        rest == "," || rest.is_empty()
    };
    let close = column(span.range().end - 1);
    let set_in = columns.first().is_some_and(|c| c.is_some_and(|c| c > 0 && c <= ITEM));
    let lines = text[span.range()].matches('\n').count();
    alike && set_in && close == Some(0) && lines == items.len() + 1 && items.iter().all(ends)
}
