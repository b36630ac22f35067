//! The parts of a page that may be the query or the rule, the surest kind first.

use super::page::{Page, Piece, Row, Wrap};
use super::words;

/// Ends of one box that are tried; pages are not worth more.
const TRIES: usize = 12;
/// The same of TOML, where a box goes on to the end of the page.
const TOML_TRIES: usize = 3;

/// A kind of box: each of its boxes with the ends it may have.
pub(super) type Boxes<'t> = Vec<Vec<Piece<'t>>>;

/// Boxes in code fences.
pub(super) fn fenced<'t>(page: &Page<'t>) -> Boxes<'t> {
    let mut out = Vec::new();
    let mut open: Option<(usize, &str)> = None;
    for (i, row) in page.rows.iter().enumerate() {
        let Some(mark) = fence(page.line(*row)) else { continue };
        match open {
            Some((from, opened)) if opened == mark => {
                out.push(vec![Piece::of(page, &page.rows[from + 1..i])]);
                open = None;
            }
            Some(_) => {}
            None => open = Some((i, mark)),
        }
    }
    out.retain(|pieces| pieces.iter().any(|p| !p.rows.is_empty()));
    out
}

/// The whole page but for a code fence around it, whose marks Splunk would take for a comment's.
pub(super) fn wrapped<'t>(page: &Page<'t>) -> Boxes<'t> {
    let piece = Piece::of(page, &page.rows);
    let (Some(first), Some(last)) = (piece.rows.first(), piece.rows.last()) else {
        return Vec::new();
    };
    let marks = (fence(page.line(*first)), fence(page.line(*last)));
    match marks {
        (Some(open), Some(close)) if open == close && piece.rows.len() > 2 => {
            vec![vec![Piece::of(page, &piece.rows[1..piece.rows.len() - 1])]]
        }
        _ => Vec::new(),
    }
}

fn fence(line: &str) -> Option<&'static str> {
    let line = line.trim();
    let word = |rest: &str| rest.chars().all(|c| c.is_alphanumeric() || "|-_+".contains(c));
    for mark in ["```", "~~~"] {
        if line.strip_prefix(mark).is_some_and(|rest| word(rest.trim())) {
            return Some(mark);
        }
    }
    (line.len() >= 4 && line.bytes().all(|b| b == b'-')).then_some("----")
}

/// Runs of lines that look like a rule file: YAML keys with what belongs to them, TOML tables.
pub(super) fn rules<'t>(page: &Page<'t>) -> Boxes<'t> {
    let mut out = yaml(page);
    out.extend(toml(page));
    out
}

fn yaml<'t>(page: &Page<'t>) -> Boxes<'t> {
    let mut out = Vec::new();
    let mut from = None;
    for (i, row) in page.rows.iter().enumerate() {
        let line = page.line(*row);
        match from {
            None if is_key(line) => from = Some(i),
            Some(start) if !belongs(line) => {
                out.push(detection(page, Piece::of(page, &page.rows[start..i])));
                from = None;
            }
            _ => {}
        }
    }
    out.extend(from.map(|start| detection(page, Piece::of(page, &page.rows[start..]))));
    out
}

/// The piece, and the piece as the detection of a Sigma rule if it has a condition and nothing of a rule.
fn detection<'t>(page: &Page<'t>, piece: Piece<'t>) -> Vec<Piece<'t>> {
    let has = |key: &str| piece.rows.iter().any(|row| page.line(*row).starts_with(key));
    let bare = has("condition:") && !["title:", "logsource:", "detection:"].into_iter().any(has);
    let wrapped = bare.then(|| Piece { wrap: Wrap::Detection, ..piece.clone() });
    std::iter::once(piece).chain(wrapped).collect()
}

/// A key of a rule: rule formats write them in small letters, headings of pages do not.
fn is_key(line: &str) -> bool {
    let key = line.split(':').next().unwrap_or_default();
    let named = key.starts_with(|c: char| c.is_ascii_lowercase())
        && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    named
        && matches!(line.as_bytes().get(key.len() + 1), None | Some(b' '))
        && line.len() > key.len()
}

fn belongs(line: &str) -> bool {
    let listed = line == "-" || line.starts_with("- ");
    line.trim().is_empty()
        || line.starts_with([' ', '#'])
        || listed
        || line == "---"
        || is_key(line)
}

/// From the first header of a table to the last line that looks like TOML, for texts in quotes hold anything.
fn toml<'t>(page: &Page<'t>) -> Boxes<'t> {
    let header = |row: &Row| {
        let line = page.line(*row).trim();
        line.starts_with('[')
            && line.ends_with(']')
            && line
                .trim_matches(['[', ']'])
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
    };
    let Some(start) = page.rows.iter().position(header) else { return Vec::new() };
    let ends = |row: &Row| {
        let line = page.line(*row).trim();
        let assigned = line.split_once('=').is_some_and(|(key, _)| is_toml_key(key.trim()));
        header(row)
            || assigned
            || line.ends_with(']')
            || line.ends_with("'''")
            || line.ends_with("\"\"\"")
    };
    let ends: Vec<usize> =
        (start..page.rows.len()).rev().filter(|i| ends(&page.rows[*i])).take(TOML_TRIES).collect();
    let pieces: Vec<_> = ends.iter().map(|end| Piece::of(page, &page.rows[start..=*end])).collect();
    if pieces.is_empty() { Vec::new() } else { vec![pieces] }
}

fn is_toml_key(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-\"".contains(&b))
}

/// Boxes below a heading that pages write above a query.
pub(super) fn headed<'t>(page: &Page<'t>) -> Boxes<'t> {
    let mut out = Vec::new();
    for (i, row) in page.rows.iter().enumerate() {
        let line = page.line(*row);
        let same = words::after_heading(line).map(|at| Row { start: row.start + at, ..*row });
        if same.is_none() && !words::is_heading(line) {
            continue;
        }
        let mut rows: Vec<Row> = same.into_iter().collect();
        rows.extend(extent(page, i + 1, !rows.is_empty()));
        out.push(ends(page, &rows));
    }
    out.retain(|pieces| pieces.iter().any(|p| !p.rows.is_empty()));
    out
}

/// The rows from here to the first that cannot be the box's.
fn extent(page: &Page<'_>, from: usize, begun: bool) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut blank = false;
    for row in &page.rows[from.min(page.rows.len())..] {
        let line = page.line(*row);
        let first = rows.is_empty() && !begun;
        if line.trim().is_empty() {
            blank = !first;
            continue;
        }
        if first && words::is_button(line) {
            continue;
        }
        let open = rows.last().is_some_and(|last| is_open(page.line(*last)));
        if words::ends_box(line) || words::is_button(line) || blank && !open && !continues(line) {
            break;
        }
        rows.push(*row);
        blank = false;
    }
    rows
}

/// Whether a line can only go on with what stands before it.
fn continues(line: &str) -> bool {
    let line = line.trim_start();
    let word = line.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    line.starts_with(['|', ')', ']'])
        || ["and", "or", "not"].contains(&word.to_lowercase().as_str())
}

/// Whether a line cannot be the last.
fn is_open(line: &str) -> bool {
    let line = line.trim_end();
    let word = line.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    line.ends_with(['|', '(', '[', ',', '=', ':'])
        || ["and", "or", "not"].contains(&word.to_lowercase().as_str())
}

/// A box with all its rows, then with fewer: a few plain words at the margin may be the heading of what follows.
fn ends<'t>(page: &Page<'t>, rows: &[Row]) -> Vec<Piece<'t>> {
    let starts = |row: &Row| words::is_title(page.line(*row)) && !continues(page.line(*row));
    let cuts = (1..rows.len()).rev().filter(|i| starts(&rows[*i])).take(TRIES);
    std::iter::once(rows.len()).chain(cuts).map(|end| Piece::of(page, &rows[..end])).collect()
}

/// The whole page without headings and buttons at both ends; none when it has no such lines.
pub(super) fn trimmed<'t>(page: &Page<'t>) -> Boxes<'t> {
    let furniture = |row: &&Row| {
        let line = page.line(**row);
        line.trim().is_empty() || words::is_button(line) || words::is_heading(line)
    };
    let start = page.rows.iter().take_while(furniture).count();
    let end = page.rows.len() - page.rows[start..].iter().rev().take_while(furniture).count();
    let (before, after) = (&page.rows[..start], &page.rows[end..]);
    if before.iter().chain(after).all(|row| page.is_blank(*row)) {
        return Vec::new();
    }
    vec![vec![Piece::of(page, &page.rows[start..end])]]
}
