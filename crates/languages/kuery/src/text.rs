//! Escapes and blanks of KQL texts, both ways.

use crate::ast::Piece;
use smol_str::SmolStr;
use std::fmt::Write;

/// Characters that need a backslash outside quotes; the star is one when it shall be literal.
pub(crate) const SPECIAL: [char; 10] = ['\\', '(', ')', ':', '<', '>', '"', '*', '{', '}'];

/// What delimits keywords and may stand between tokens.
pub(crate) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n' | '\u{a0}')
}

/// What JavaScript's `trim` removes: more than [`is_blank`].
fn is_trimmed(c: char) -> bool {
    c == '\u{feff}' || (c.is_whitespace() && c != '\u{85}')
}

pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(is_trimmed)
}

pub(crate) fn trim_start(text: &str) -> &str {
    text.trim_start_matches(is_trimmed)
}

pub(crate) fn trim_end(text: &str) -> &str {
    text.trim_end_matches(is_trimmed)
}

/// The text of a quoted string, given without its quotes.
pub(crate) fn unquote(raw: &str) -> SmolStr {
    if !raw.contains('\\') {
        return raw.into();
    }
    let mut text = Units::default();
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        text.str(&rest[..at]);
        rest = &rest[at + 1..];
        rest = match rest.as_bytes().first() {
            Some(b't') => text.char_and('\t', rest, 1),
            Some(b'r') => text.char_and('\r', rest, 1),
            Some(b'n') => text.char_and('\n', rest, 1),
            Some(b'\\') => text.char_and('\\', rest, 1),
            Some(b'"') => text.char_and('"', rest, 1),
            _ => match hex_unit(rest) {
                Some(unit) => text.unit_and(unit, rest, 5),
                // Any other backslash stands for itself.
                None => text.char_and('\\', rest, 0),
            },
        };
    }
    text.str(rest);
    text.finish().into()
}

/// The pieces of an unquoted text as the grammar accepts it, not yet trimmed.
pub(crate) fn unescape_bare(raw: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut text = Units::default();
    let mut rest = raw;
    while let Some(at) = rest.find(['\\', '*']) {
        text.str(&rest[..at]);
        let star = rest.as_bytes()[at] == b'*';
        rest = &rest[at + 1..];
        if star {
            pieces.push(Piece::Text(text.finish().into()));
            pieces.push(Piece::Star);
            continue;
        }
        rest = match rest.as_bytes().first() {
            Some(b't') => text.char_and('\t', rest, 1),
            Some(b'r') => text.char_and('\r', rest, 1),
            Some(b'n') => text.char_and('\n', rest, 1),
            _ => {
                if let Some(unit) = hex_unit(rest) {
                    text.unit_and(unit, rest, 5)
                } else {
                    // A special character or a keyword: the backslash goes, what it escapes stays, be it a star.
                    let len = rest.chars().next().map_or(0, char::len_utf8);
                    text.str(&rest[..len]);
                    &rest[len..]
                }
            }
        };
    }
    text.str(rest);
    pieces.push(Piece::Text(text.finish().into()));
    pieces
}

/// The UTF-16 unit that `uXXXX` at the beginning of `rest` spells.
fn hex_unit(rest: &str) -> Option<u16> {
    let digits = rest.strip_prefix('u')?.get(..4)?;
    if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    u16::from_str_radix(digits, 16).ok()
}

/// A text under construction, in which a surrogate waits for its second half.
#[derive(Default)]
struct Units {
    text: String,
    high: Option<u16>,
}

impl Units {
    fn str(&mut self, text: &str) {
        if !text.is_empty() {
            self.settle();
            self.text.push_str(text);
        }
    }

    fn char_and<'r>(&mut self, c: char, rest: &'r str, used: usize) -> &'r str {
        self.settle();
        self.text.push(c);
        &rest[used..]
    }

    fn unit_and<'r>(&mut self, unit: u16, rest: &'r str, used: usize) -> &'r str {
        let pair = self.high.and_then(|high| char::decode_utf16([high, unit]).next()?.ok());
        match (self.high, pair) {
            (Some(_), Some(c)) if c.len_utf16() == 2 => {
                self.high = None;
                self.text.push(c);
            }
            _ => {
                self.settle();
                match char::from_u32(u32::from(unit)) {
                    Some(c) => self.text.push(c),
                    None => self.high = Some(unit),
                }
            }
        }
        &rest[used..]
    }

    /// Half a surrogate pair is no character: it becomes the replacement character.
    fn settle(&mut self) {
        if self.high.take().is_some() {
            self.text.push(char::REPLACEMENT_CHARACTER);
        }
    }

    fn finish(&mut self) -> String {
        self.settle();
        std::mem::take(&mut self.text)
    }
}

/// The text in quotes.
pub(crate) fn quote(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            c => push_visible(out, c),
        }
    }
    out.push('"');
}

/// The text without quotes, so that it reads back as it is wherever it stands, but for a `not` or a keyword at its very
/// end: what follows decides on that one, see [`guard_end`].
pub(crate) fn escape_bare(out: &mut String, text: &str) {
    let mut after_blank = false;
    for (at, c) in text.char_indices() {
        let rest = &text[at..];
        if SPECIAL.contains(&c) {
            out.push('\\');
            out.push(c);
        } else if before_blank(rest, "not") {
            push_not(out, c);
        } else if after_blank && (before_blank(rest, "or") || before_blank(rest, "and")) {
            out.push('\\');
            out.push(c);
        } else {
            push_visible(out, c);
        }
        after_blank = c == ' ';
    }
}

/// Mends the end of an unquoted text in `out[from..]` that a blank is about to follow: `knot` would read as `k not`.
pub(crate) fn guard_end(out: &mut String, from: usize) {
    let text = &out[from..];
    let ends = |word: &str| {
        let at = text.len().checked_sub(word.len()).filter(|at| text.is_char_boundary(*at))?;
        text[at..].eq_ignore_ascii_case(word).then_some(at)
    };
    // A line break and `ot` are spelled `\not` too; there the `n` belongs to the backslash.
    let escaped = |at: usize| text[..at].bytes().rev().take_while(|b| *b == b'\\').count() % 2 == 1;
    if let Some(at) = ends("not").filter(|at| !escaped(*at)) {
        let word = out.split_off(from + at);
        push_not(out, char::from(word.as_bytes()[0]));
        out.push_str(&word[1..]);
    } else if let Some(at) = ends(" or").or_else(|| ends(" and")) {
        out.insert(from + at + 1, '\\');
    }
}

/// `\not` would be a line break and `ot`, so a small `n` is spelled by its number.
fn push_not(out: &mut String, n: char) {
    out.push_str(if n == 'n' { "\\u006e" } else { "\\N" });
}

fn before_blank(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
        && text[word.len()..].starts_with(' ')
}

/// Blanks other than the space and control characters are spelled, as they cannot be seen and may delimit.
fn push_visible(out: &mut String, c: char) {
    match c {
        '\t' => out.push_str("\\t"),
        '\r' => out.push_str("\\r"),
        '\n' => out.push_str("\\n"),
        ' ' => out.push(' '),
        c if c.is_control() || is_trimmed(c) => {
            let _ = write!(out, "\\u{:04x}", c as u32);
        }
        c => out.push(c),
    }
}
