//! A change of a file as a unified diff, as `patch -p0` takes it.

use ruleglot_engine::secrets;
use ruleglot_source::Span;
use similar::TextDiff;
use std::borrow::Cow;
use std::fmt::Write;

/// How many lines stand around a change.
const CONTEXT: usize = 3;

/// The change of the file at `path` from one text to another; empty when they are the same. Keys and tokens are masked.
pub(crate) fn unified(path: &str, before: &str, after: &str) -> String {
    let (before, after) = (masked(before), masked(after));
    let diff = TextDiff::from_lines(&*before, &*after);
    let mut out = String::new();
    let path = super::printable(path);
    let shown = diff.unified_diff().context_radius(CONTEXT).header(&path, &path).to_string();
    for line in shown.split_inclusive('\n') {
        let _ = write!(out, "{}", harmless(line));
    }
    out
}

/// A text with `*` in the place of every key and token.
fn masked(text: &str) -> Cow<'_, str> {
    let found = secrets(text);
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = text.to_owned();
    for range in found.into_iter().map(Span::range).rev() {
        let hidden: String =
            text[range.clone()].chars().map(|c| if c == '\n' { c } else { '*' }).collect();
        out.replace_range(range, &hidden);
    }
    Cow::Owned(out)
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
