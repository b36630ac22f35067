//! TOML's strings (TOML 1.0 and 1.1, "String").

use super::align::{Aligner, line_break};
use std::ops::Range;

/// `'…'` and `'''…'''`
pub(super) fn literal(map: &mut Aligner<'_>) -> Option<()> {
    let inner = inside(map, b'\'')?;
    breaks_normalised(map, inner)
}

/// `"…"` and `"""…"""`
pub(super) fn basic(map: &mut Aligner<'_>) -> Option<()> {
    let inner = inside(map, b'"')?;
    let mut from = inner.start;
    while let Some(found) = map.source.get(from..inner.end)?.find('\\') {
        breaks_normalised(map, from..from + found)?;
        from = escape(map, from + found, inner.end)?;
    }
    breaks_normalised(map, from..inner.end)
}

/// The bytes between the quotes; a line break right after three opening ones is left out.
fn inside(map: &mut Aligner<'_>, quote: u8) -> Option<Range<usize>> {
    let bytes = map.source.as_bytes();
    let range = map.span.range();
    let triple = range.len() >= 6 && bytes[range.start..].starts_with(&[quote; 3]);
    let len = if triple { 3 } else { 1 };
    if range.len() < 2 * len {
        return None;
    }
    let mut inner = range.start + len..range.end - len;
    if triple {
        inner.start += line_break(&bytes[inner.clone()]);
    }
    map.begin(inner.start);
    Some(inner)
}

/// Lays a range whose line breaks may have been made line feeds.
fn breaks_normalised(map: &mut Aligner<'_>, range: Range<usize>) -> Option<()> {
    let mut from = range.start;
    while let Some(found) = map.source.get(from..range.end)?.find("\r\n") {
        map.verbatim(from..from + found)?;
        let at = from + found;
        map.verbatim(at..at + 2).or_else(|| map.replaced("\n", at..at + 2))?;
        from = at + 2;
    }
    map.verbatim(from..range.end)
}

/// Lays the escape at `at`; where it ends.
fn escape(map: &mut Aligner<'_>, at: usize, end: usize) -> Option<usize> {
    let bytes = map.source.as_bytes();
    let digits = match bytes.get(at + 1)? {
        b'x' => 2,
        b'u' => 4,
        b'U' => 8,
        b' ' | b'\t' | b'\r' | b'\n' => {
            let blank = bytes[at + 1..end]
                .iter()
                .take_while(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n'))
                .count();
            let next = at + 1 + blank;
            map.replaced("", at..next)?;
            return Some(next);
        }
        byte => {
            map.replaced(named(*byte)?, at..at + 2)?;
            return Some(at + 2);
        }
    };
    let stop = at + 2 + digits;
    let code = u32::from_str_radix(map.source.get(at + 2..stop)?, 16).ok()?;
    let mut buffer = [0; 4];
    map.replaced(char::from_u32(code)?.encode_utf8(&mut buffer), at..stop)?;
    Some(stop)
}

fn named(byte: u8) -> Option<&'static str> {
    Some(match byte {
        b'b' => "\u{8}",
        b't' => "\t",
        b'n' => "\n",
        b'f' => "\u{c}",
        b'r' => "\r",
        b'e' => "\u{1b}",
        b'"' => "\"",
        b'\\' => "\\",
        _ => return None,
    })
}
