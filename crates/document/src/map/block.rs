//! YAML's block scalars: literal and folded (YAML 1.2.2, §8.1).

use super::align::{Aligner, line_break};
use std::ops::Range;

/// `|`: each line of the text is the end of one line of the file.
pub(super) fn literal(map: &mut Aligner<'_>) -> Option<()> {
    let source = map.source;
    let mut lines = Lines::after_header(map)?;
    while !map.rest().is_empty() {
        let line = lines.next()?;
        let text = map.rest().split('\n').next()?;
        if !source[line.text.clone()].ends_with(text) {
            return None;
        }
        map.verbatim(line.text.end - text.len()..line.text.end)?;
        if !map.rest().is_empty() {
            lay_break(map, &line)?;
        }
    }
    Some(())
}

/// `>`: lines are joined by blanks, unless a line is blank or indented further.
pub(super) fn folded(map: &mut Aligner<'_>) -> Option<()> {
    let source = map.source;
    let mut lines = Lines::after_header(map)?.peekable();
    let indent = Lines::after_header(map)?.indent(source, map.rest())?;
    let content =
        |line: &Line| line.text.start.saturating_add(indent).min(line.text.end)..line.text.end;
    while !map.rest().is_empty() {
        let line = lines.next()?;
        let text = content(&line);
        if text.is_empty() {
            lay_break(map, &line)?;
            continue;
        }
        map.verbatim(text)?;
        let mut blank = vec![line];
        while let Some(next) = lines.next_if(|next| content(next).is_empty()) {
            blank.push(next);
        }
        lay_breaks(map, &blank, lines.peek().map(|next| content(next).start))?;
    }
    Some(())
}

/// Lays what stands for the breaks that end these lines, the text going on at `next`.
fn lay_breaks(map: &mut Aligner<'_>, lines: &[Line], next: Option<usize>) -> Option<()> {
    let kept = map.rest().bytes().take_while(|b| *b == b'\n').count();
    let whole = lines.first()?.text.end..next.unwrap_or(lines.last()?.next);
    if kept == 0 {
        return if map.rest().is_empty() { Some(()) } else { map.replaced(" ", whole) };
    }
    // At its end a block keeps as many breaks as its header says; the lines below are no longer its own.
    if kept == lines.len() || kept == map.rest().len() {
        return lines.iter().take(kept).try_for_each(|line| lay_break(map, line));
    }
    map.replaced(&"\n".repeat(kept), whole)
}

/// Lays the break that ends a line.
fn lay_break(map: &mut Aligner<'_>, line: &Line) -> Option<()> {
    let range = line.text.end..line.next;
    if range.len() == 1 && map.source.as_bytes()[range.start] == b'\n' {
        map.verbatim(range)
    } else {
        map.replaced("\n", range)
    }
}

/// A line of the file.
struct Line {
    /// Its bytes without the break.
    text: Range<usize>,
    /// Where the next line begins.
    next: usize,
}

/// The lines below the header of a block scalar.
struct Lines<'a> {
    source: &'a str,
    at: usize,
}

impl<'a> Lines<'a> {
    fn after_header(map: &mut Aligner<'a>) -> Option<Self> {
        let header = Lines { source: map.source, at: map.span.start as usize }.next()?;
        map.begin(header.next);
        Some(Lines { source: map.source, at: header.next })
    }

    /// How many blanks indent the scalar that stands for `text`: those of its first line with content, less those that
    /// the text has kept. Each line before it is one break of the text; one that has nothing but breaks has no content.
    fn indent(mut self, source: &str, text: &str) -> Option<usize> {
        let content = text.trim_start_matches('\n');
        if content.is_empty() {
            return Some(usize::MAX);
        }
        let blanks = |s: &str| s.bytes().take_while(|b| *b == b' ').count();
        let first = self.nth(text.len() - content.len())?;
        blanks(&source[first.text]).checked_sub(blanks(content))
    }
}

impl Iterator for Lines<'_> {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        let rest = self.source.get(self.at..).filter(|rest| !rest.is_empty())?;
        let len = rest.bytes().position(|b| matches!(b, b'\n' | b'\r')).unwrap_or(rest.len());
        let end = self.at + len;
        let next = end + line_break(&rest.as_bytes()[len..]);
        let line = Line { text: self.at..end, next };
        self.at = next;
        Some(line)
    }
}
