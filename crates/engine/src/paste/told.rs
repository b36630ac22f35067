//! What is said of a pasted text: each repair, and why nothing was taken.

use super::page::{Page, Piece, Row, Wrap};
use ruleglot_source::{Diagnostic, FileId, FileSpan, Span};
use std::collections::BTreeMap;

/// A line in a message is cut after this many characters.
const SHOWN: usize = 40;

/// Everything that was taken off a page to get at a piece, in the order of the page.
pub(super) fn repairs(page: &Page<'_>, piece: &Piece<'_>, file: FileId) -> Vec<Diagnostic> {
    let at = |span: Span| FileSpan::new(file.as_pasted(), span);
    let mut told = Vec::new();
    let numbers = || piece.gutter.numbers.iter().chain(&piece.numbers);
    if let Some(first) = numbers().min() {
        let n = numbers().count();
        let message = match n {
            1 => "a line number was taken off".to_owned(),
            n => format!("{n} line numbers were taken off"),
        };
        told.push(
            Diagnostic::info("paste/gutter-numbers", at(*first), message)
                .with_help("paste the query without them if they belong to it"),
        );
    }
    if let Some(first) = piece.gutter.bars.first() {
        let n = piece.gutter.bars.len();
        let message = format!("{n} lines that hold only a bar were taken off");
        told.push(
            Diagnostic::info("paste/gutter-bars", at(*first), message)
                .with_help("paste the text without them if they belong to it"),
        );
    }
    if piece.wrap == Wrap::Detection {
        let first = piece.rows.first().map_or(Span::default(), |row| Span::new(row.start, row.end));
        let message = "this is a Sigma detection without its rule; it is read as that of a rule";
        told.push(
            Diagnostic::info("paste/bare-detection", at(first), message)
                .with_help("paste the whole rule, or name the log source with --source"),
        );
    }
    told.extend(furniture(page, piece).into_iter().map(|(span, message)| {
        Diagnostic::info("paste/page-furniture", at(span), message)
            .with_help("paste the query alone if this belongs to it")
    }));
    told.sort_by_key(|d| d.at().span);
    told
}

/// What was left out before the piece and after it, gutters apart.
fn furniture(page: &Page<'_>, piece: &Piece<'_>) -> Vec<(Span, String)> {
    let (Some(first), Some(last)) = (piece.rows.first(), piece.rows.last()) else {
        return Vec::new();
    };
    let gutter = [&piece.gutter.numbers, &piece.gutter.bars, &piece.numbers];
    let gutter: BTreeMap<usize, usize> =
        gutter.into_iter().flatten().map(|at| (at.range().start, at.range().end)).collect();
    let in_gutter = |row: &Row| gutter.get(&row.start).is_some_and(|end| row.end <= *end);
    let left = |row: &&Row| !page.is_blank(**row) && !in_gutter(row);
    let before: Vec<Row> =
        page.rows.iter().take_while(|row| row.next <= first.start).filter(left).copied().collect();
    let after: Vec<Row> =
        page.rows.iter().skip_while(|row| row.start < last.next).filter(left).copied().collect();
    let mut out = Vec::new();
    // A heading on the line of the query.
    if let Some(row) = page.rows.iter().find(|row| row.start < first.start && first.start < row.end)
    {
        let heading = Span::new(row.start, first.start);
        if !gutter.contains_key(&row.start) {
            let text = page.text[heading.range()].trim();
            out.push((heading, format!("\"{}\" before the query was taken off", cut(text))));
        }
    }
    out.extend(said(page, &before, "before"));
    out.extend(said(page, &after, "after"));
    out
}

fn said(page: &Page<'_>, rows: &[Row], side: &str) -> Option<(Span, String)> {
    let (first, last) = (rows.first()?, rows.last()?);
    let shown = |row: &Row| format!("\"{}\"", cut(page.line(*row).trim()));
    let message = match rows.len() {
        1 => format!("{} {side} the query was taken off", shown(first)),
        n => format!(
            "{n} lines {side} the query were taken off: {} to {}",
            shown(first),
            shown(last)
        ),
    };
    Some((Span::new(first.start, first.end), message))
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// A page with several boxes that could be meant.
pub(super) fn several(page: &Page<'_>, pieces: &[Piece<'_>], file: FileId) -> Diagnostic {
    let place = |piece: &Piece<'_>| {
        let row = piece.rows.first().map_or(Span::default(), |row| Span::new(row.start, row.end));
        FileSpan::new(file, row)
    };
    let line = |piece: &Piece<'_>| piece.rows.first().map_or("", |row| page.line(*row).trim());
    let shown: Vec<String> = pieces.iter().map(|p| format!("\"{}\"", cut(line(p)))).collect();
    let least = if pieces.len() < super::MOST { "" } else { "at least " };
    let message =
        format!("this page holds {least}{} queries or rules: {}", pieces.len(), shown.join(", "));
    let at = pieces.first().map(place).unwrap_or_default();
    let mut told = Diagnostic::error("paste/several-boxes", at, message)
        .with_help("paste the one that you mean");
    for piece in &pieces[1.min(pieces.len())..] {
        told = told.with_label(place(piece), "another begins here");
    }
    told
}
