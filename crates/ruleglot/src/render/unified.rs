//! A change of a file as a unified diff, as `patch -p0` takes it.

use similar::TextDiff;
use std::fmt::Write;

/// How many lines stand around a change.
const CONTEXT: usize = 3;

/// The change of the file at `path` from one text to another; empty when they are the same.
pub(crate) fn unified(path: &str, before: &str, after: &str) -> String {
    let diff = TextDiff::from_lines(before, after);
    let mut out = String::new();
    let path = super::printable(path);
    let shown = diff.unified_diff().context_radius(CONTEXT).header(&path, &path).to_string();
    for line in shown.split_inclusive('\n') {
        let _ = write!(out, "{}", harmless(line));
    }
    out
}

/// A line of a file without characters that command a terminal, tabs and line ends kept.
fn harmless(line: &str) -> String {
    let shown = |c: char| match c {
        '\t' | '\r' | '\n' => c,
        c if c.is_control() => '?',
        c => c,
    };
    line.chars().map(shown).collect()
}
