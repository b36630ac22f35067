//! YAML's flow scalars: plain, single-quoted and double-quoted, with their line folding (YAML 1.2.2, §7.3).

use super::align::{Aligner, line_break};
use std::ops::Range;

/// A plain scalar.
pub(super) fn plain(map: &mut Aligner<'_>) -> Option<()> {
    walk(map, map.span.range(), |_, _| None)
}

/// `'…'`, where `''` stands for a quote.
pub(super) fn single(map: &mut Aligner<'_>) -> Option<()> {
    let inner = inside(map)?;
    walk(map, inner, |map, at| {
        let bytes = map.source.as_bytes();
        (bytes[at] == b'\'').then(|| map.replaced("'", at..at + 2).map(|()| at + 2))
    })
}

/// `"…"`, with escapes.
pub(super) fn double(map: &mut Aligner<'_>) -> Option<()> {
    let inner = inside(map)?;
    let end = inner.end;
    walk(map, inner, |map, at| (map.source.as_bytes()[at] == b'\\').then(|| escape(map, at, end)))
}

/// The bytes between the quotes.
fn inside(map: &mut Aligner<'_>) -> Option<Range<usize>> {
    let range = map.span.range();
    if range.len() < 2 {
        return None;
    }
    let inner = range.start + 1..range.end - 1;
    map.begin(inner.start);
    Some(inner)
}

/// Lays `range`, folding its lines; `special` lays what is not verbatim at a byte and says where it ends.
///
/// `special` gives `None` for an ordinary byte and `Some(None)` for one that it cannot follow.
fn walk(
    map: &mut Aligner<'_>,
    range: Range<usize>,
    special: impl Fn(&mut Aligner<'_>, usize) -> Option<Option<usize>>,
) -> Option<()> {
    let bytes = map.source.as_bytes();
    let (mut from, mut at) = (range.start, range.start);
    while at < range.end {
        match bytes[at] {
            b' ' | b'\t' | b'\r' | b'\n' => {
                let end = skip_blanks(bytes, at, range.end);
                if end == range.end || line_break(&bytes[end..]) == 0 {
                    at = end;
                    continue;
                }
                map.verbatim(from..at)?;
                let (breaks, next) = fold(bytes, at, range.end);
                map.replaced(&folded(breaks), at..next)?;
                (from, at) = (next, next);
            }
            b'\\' | b'\'' => {
                let before = from..at;
                let mut done = None;
                if bytes[at] != b'\\' || map.source.as_bytes()[map.span.start as usize] == b'"' {
                    map.verbatim(before)?;
                    from = at;
                    done = special(map, at);
                }
                match done {
                    None => at += 1,
                    Some(next) => {
                        at = next?;
                        from = at;
                    }
                }
            }
            _ => at += 1,
        }
    }
    map.verbatim(from..range.end)
}

fn skip_blanks(bytes: &[u8], from: usize, end: usize) -> usize {
    from + bytes[from..end].iter().take_while(|b| matches!(b, b' ' | b'\t')).count()
}

/// How many line breaks stand from `from` on, blanks between, and where the next text begins.
fn fold(bytes: &[u8], from: usize, end: usize) -> (usize, usize) {
    let (mut breaks, mut at) = (0, from);
    loop {
        at = skip_blanks(bytes, at, end);
        let len = if at < end { line_break(&bytes[at..end]) } else { 0 };
        if len == 0 {
            return (breaks, at);
        }
        breaks += 1;
        at += len;
    }
}

/// What folded line breaks stand for: a blank, or one break less than there are.
fn folded(breaks: usize) -> String {
    if breaks == 1 { " ".to_owned() } else { "\n".repeat(breaks.saturating_sub(1)) }
}

/// Lays the escape at `at`; where it ends.
fn escape(map: &mut Aligner<'_>, at: usize, end: usize) -> Option<usize> {
    let bytes = map.source.as_bytes();
    let byte = *bytes.get(at + 1).filter(|_| at + 1 < end)?;
    if matches!(byte, b'\r' | b'\n') {
        let (breaks, next) = fold(bytes, at + 1, end);
        map.replaced(&"\n".repeat(breaks - 1), at..next)?;
        return Some(next);
    }
    if let Some(digits) = hex_digits(byte) {
        return code_point(map, at, digits);
    }
    let piece = named(byte)?;
    map.replaced(piece, at..at + 2)?;
    Some(at + 2)
}

fn hex_digits(byte: u8) -> Option<usize> {
    match byte {
        b'x' => Some(2),
        b'u' => Some(4),
        b'U' => Some(8),
        _ => None,
    }
}

/// `\xXX`, `\uXXXX`, `\UXXXXXXXX`, or a surrogate pair of two `\u`.
fn code_point(map: &mut Aligner<'_>, at: usize, digits: usize) -> Option<usize> {
    let number = |at: usize| u32::from_str_radix(map.source.get(at + 2..at + 2 + digits)?, 16).ok();
    let (mut code, mut end) = (number(at)?, at + 2 + digits);
    if (0xD800..0xDC00).contains(&code) {
        let low = number(end)?.checked_sub(0xDC00).filter(|low| *low < 0x400)?;
        code = 0x1_0000 + ((code - 0xD800) << 10) + low;
        end += 2 + digits;
    }
    let mut buffer = [0; 4];
    map.replaced(char::from_u32(code)?.encode_utf8(&mut buffer), at..end)?;
    Some(end)
}

fn named(byte: u8) -> Option<&'static str> {
    Some(match byte {
        b'0' => "\0",
        b'a' => "\u{7}",
        b'b' => "\u{8}",
        b't' | b'\t' => "\t",
        b'n' => "\n",
        b'v' => "\u{b}",
        b'f' => "\u{c}",
        b'r' => "\r",
        b'e' => "\u{1b}",
        b' ' => " ",
        b'"' => "\"",
        b'/' => "/",
        b'\'' => "'",
        b'\\' => "\\",
        b'N' => "\u{85}",
        b'_' => "\u{a0}",
        b'L' => "\u{2028}",
        b'P' => "\u{2029}",
        _ => return None,
    })
}
