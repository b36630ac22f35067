//! Gutters: line numbers before each line, line numbers on lines of their own, lines of a bar alone.

use super::page::{Page, Piece, Row, Wrap};
use ruleglot_source::Span;
use std::ops::Range;
use std::rc::Rc;

/// Fewer numbered lines than this are no gutter: a single number may belong to the query.
const FEWEST: usize = 2;

/// The line numbers of a run of rows: each is one more than that of the row before.
struct Run {
    rows: Range<usize>,
    /// For each row the number's first byte and one past its last; none on blank rows.
    numbers: Vec<Option<(usize, usize)>>,
}

/// Numbered runs of rows, each without its numbers, in the ways in which numbers are parted from a text.
pub(super) fn numbered<'t>(page: &Page<'t>) -> Vec<Vec<Piece<'t>>> {
    runs(page)
        .iter()
        .map(|run| WAYS.iter().filter_map(|way| strip(page, run, *way)).collect())
        .collect()
}

fn runs(page: &Page<'_>) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut at = 0;
    while at < page.rows.len() {
        let Some(run) = run_from(page, at) else {
            at += 1;
            continue;
        };
        at = run.rows.end;
        let count = run.numbers.iter().flatten().count();
        if count >= FEWEST || is_glued(page, &run) {
            runs.push(run);
        }
    }
    runs
}

/// A lone `1` on the first row, right before a macro or a pipe, where nothing of a search can stand.
fn is_glued(page: &Page<'_>, run: &Run) -> bool {
    let first = run.numbers.first().copied().flatten();
    let blank_before = page.rows[..run.rows.start].iter().all(|row| page.is_blank(*row));
    first.is_some_and(|(start, end)| {
        blank_before && &page.text[start..end] == "1" && page.text[end..].starts_with(['`', '|'])
    })
}

/// The rows from here on that are numbered in sequence; blank rows between them count as theirs.
fn run_from(page: &Page<'_>, from: usize) -> Option<Run> {
    let (mut last, first) = number(page, page.rows[from])?;
    let mut numbers = vec![Some(first)];
    let mut end = from + 1;
    for (i, row) in page.rows.iter().enumerate().skip(from + 1) {
        match number(page, *row) {
            Some((n, at)) if n == last + 1 => {
                numbers.resize(i - from, None);
                numbers.push(Some(at));
                (last, end) = (n, i + 1);
            }
            None if page.is_blank(*row) => {}
            _ => break,
        }
    }
    Some(Run { rows: from..end, numbers })
}

/// The number that a row begins with.
fn number(page: &Page<'_>, row: Row) -> Option<(u32, (usize, usize))> {
    let line = page.line(row);
    let start = line.len() - line.trim_start().len();
    let digits = line[start..].bytes().take_while(u8::is_ascii_digit).count();
    let value = line[start..start + digits].parse().ok()?;
    Some((value, (row.start + start, row.start + start + digits)))
}

/// How a number is parted from the text of its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// Not at all, or by as many blanks on each line.
    Glued,
    /// By blanks up to the same column.
    Column,
    /// By `.`, `:` or `)`.
    Mark,
    /// By a bar.
    Bar,
}

/// The bar comes last, for a search may have a pipe there.
const WAYS: [Way; 4] = [Way::Mark, Way::Glued, Way::Column, Way::Bar];

fn strip<'t>(page: &Page<'t>, run: &Run, way: Way) -> Option<Piece<'t>> {
    let rows = &page.rows[run.rows.clone()];
    let mut cut = Vec::with_capacity(rows.len());
    for (row, number) in rows.iter().zip(&run.numbers) {
        cut.push(match number {
            Some((_, end)) => Some(parted(page.text, *row, *end, way)?),
            None => None,
        });
    }
    if way == Way::Column {
        let column = column(page.text, rows, &cut)?;
        for (row, start) in rows.iter().zip(&mut cut) {
            *start = start.map(|at| at.max(row.start + column).min(row.end));
        }
    } else {
        dedent(page.text, rows, &mut cut);
    }
    let mut numbers = Vec::new();
    let taken = rows.iter().zip(&cut).map(|(row, start)| {
        let Some(start) = *start else { return *row };
        numbers.push(Span::new(row.start, start));
        Row { start, ..*row }
    });
    let rows = taken.collect();
    Some(Piece { text: page.text, rows, gutter: page.gutter.clone(), numbers, wrap: Wrap::Bare })
}

/// Where the text of a numbered row begins; `None` when this one is not parted in this way.
fn parted(text: &str, row: Row, end: usize, way: Way) -> Option<usize> {
    let rest = &text[end..row.end];
    match way {
        Way::Glued | Way::Column => Some(end),
        Way::Mark => rest.starts_with(['.', ':', ')']).then_some(end + 1),
        Way::Bar => {
            let bar = rest.trim_start();
            let len = bar
                .starts_with('|')
                .then_some(1)
                .or(bar.starts_with('│').then_some('│'.len_utf8()))?;
            Some(end + rest.len() - bar.len() + len)
        }
    }
}

/// Takes off the blanks that every row has there.
fn dedent(text: &str, rows: &[Row], cut: &mut [Option<usize>]) {
    let blanks = |row: &Row, start: usize| {
        let rest = &text[start..row.end];
        (!rest.trim().is_empty())
            .then(|| rest.bytes().take_while(|b| matches!(b, b' ' | b'\t')).count())
    };
    let common = rows.iter().zip(cut.iter()).filter_map(|(row, at)| blanks(row, (*at)?)).min();
    let common = common.unwrap_or_default();
    for (row, start) in rows.iter().zip(cut) {
        *start = start.map(|at| (at + common).min(row.end));
    }
}

/// The column that all texts begin at or behind, when it is behind every number.
fn column(text: &str, rows: &[Row], cut: &[Option<usize>]) -> Option<usize> {
    let numbered = || rows.iter().zip(cut).filter_map(|(row, at)| Some((row, (*at)?)));
    let widest = numbered().map(|(row, at)| at - row.start).max()?;
    let begins = |(row, at): (&Row, usize)| {
        let rest = &text[at..row.end];
        let blanks = rest.len() - rest.trim_start_matches(' ').len();
        (!rest.trim().is_empty()).then_some(at - row.start + blanks)
    };
    let column = numbered().filter_map(begins).min()?;
    (column >= widest).then_some(column)
}

/// The page without line numbers on lines of their own; `None` unless all such lines count up from one.
pub(super) fn without_number_lines<'t>(page: &Page<'t>) -> Option<Page<'t>> {
    let is_number = |line: &str| {
        let line = line.trim();
        !line.is_empty() && line.bytes().all(|b| b.is_ascii_digit())
    };
    let (mut rest, spans) = page.without(is_number);
    let counts = spans
        .iter()
        .zip(1..)
        .all(|(at, n)| page.text[at.range()].trim().parse::<usize>().is_ok_and(|found| found == n));
    if spans.len() < FEWEST || !counts {
        return None;
    }
    Rc::make_mut(&mut rest.gutter).numbers.extend(spans);
    Some(rest)
}

/// The page without lines that hold a bar alone, as tables of code leave them; `None` unless there are several.
pub(super) fn without_bars<'t>(page: &Page<'t>) -> Option<Page<'t>> {
    let (mut rest, spans) = page.without(|line| matches!(line.trim(), "|" | "│"));
    if spans.len() < FEWEST {
        return None;
    }
    Rc::make_mut(&mut rest.gutter).bars.extend(spans);
    Some(rest)
}
