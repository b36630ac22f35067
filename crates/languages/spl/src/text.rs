//! Escapes, blanks and bare words, both ways.

use crate::ast::Piece;
use smol_str::SmolStr;

/// What stands between words.
pub(crate) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t'..='\r')
}

/// The text without its quotes.
pub(crate) fn inside(quoted: &str) -> &str {
    let len = quoted.len();
    quoted.get(1..len.saturating_sub(1)).unwrap_or_default()
}

/// What a text of `search` says: `\"`, `\\` and `\|` are `"`, `\` and `|`; every other backslash stands.
///
/// Splunk, Search Reference, "search": unrecognised backslash sequences are not altered.
pub(crate) fn unescape_search(raw: &str) -> SmolStr {
    unescape(raw, |c| matches!(c, '"' | '\\' | '|').then_some(c))
}

/// The inverse of [`unescape_search`], to stand in quotes.
pub(crate) fn escape_search(text: &str) -> String {
    escape(text, |c| matches!(c, '"' | '\\').then_some(c))
}

/// What a string of `eval` says: `\t` is a tab, `\n` a line break, `\"` and `\\`; every other backslash stands.
///
/// Splunk, Search Manual, "Types of expressions".
pub(crate) fn unescape_eval(raw: &str) -> SmolStr {
    unescape(raw, |c| match c {
        't' => Some('\t'),
        'n' => Some('\n'),
        '"' | '\\' => Some(c),
        _ => None,
    })
}

/// The inverse of [`unescape_eval`].
pub(crate) fn escape_eval(text: &str) -> String {
    escape(text, |c| match c {
        '\t' => Some('t'),
        '\n' => Some('n'),
        '"' | '\\' => Some(c),
        _ => None,
    })
}

/// What PCRE gets of a pattern of `rex` and `regex`: `\\` is `\` and `\"` is `"`; every other backslash is PCRE's.
pub(crate) fn unescape_pattern(raw: &str) -> SmolStr {
    unescape(raw, |c| matches!(c, '"' | '\\').then_some(c))
}

/// The inverse of [`unescape_pattern`].
pub(crate) fn escape_pattern(text: &str) -> String {
    escape_search(text)
}

/// What a name in single quotes says. Single quotes hide nothing from the cut into stages, so whatever means something
/// there has a backslash before it.
pub(crate) fn unescape_single(raw: &str) -> SmolStr {
    unescape(raw, |c| SINGLE_ESCAPES.contains(&c).then_some(c))
}

const SINGLE_ESCAPES: [char; 7] = ['\'', '\\', '"', '`', '|', '[', ']'];

/// The inverse of [`unescape_single`].
pub(crate) fn escape_single(text: &str) -> String {
    escape(text, |c| SINGLE_ESCAPES.contains(&c).then_some(c))
}

fn unescape(raw: &str, known: impl Fn(char) -> Option<char>) -> SmolStr {
    if !raw.contains('\\') {
        return raw.into();
    }
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            text.push(c);
            continue;
        }
        let mut ahead = rest.clone();
        match ahead.next().and_then(&known) {
            Some(meant) => {
                text.push(meant);
                rest = ahead;
            }
            None => text.push('\\'),
        }
    }
    text.into()
}

fn escape(text: &str, letter: impl Fn(char) -> Option<char>) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    for c in text.chars() {
        match letter(c) {
            Some(letter) => out.extend(['\\', letter]),
            None => out.push(c),
        }
    }
    out
}

/// The pieces of a text whose escapes are resolved: each star is a wildcard, for none can be escaped.
pub(crate) fn pieces(text: &str) -> Vec<Piece> {
    let mut out = Vec::new();
    for (i, part) in text.split('*').enumerate() {
        if i > 0 {
            out.push(Piece::Star);
        }
        if !part.is_empty() {
            out.push(Piece::Text(part.into()));
        }
    }
    out
}

/// Words that mean something in `search` where a value could stand.
pub(crate) const OPERATOR_WORDS: [&str; 5] = ["AND", "OR", "NOT", "IN", "AS"];

/// Whether a text reads back as itself without quotes, where a field is compared with it.
pub(crate) fn is_bare_value(text: &str) -> bool {
    let starts_well = !text.starts_with(['=', '<', '>', '!']) && !text.is_empty();
    let directive = text.starts_with("CASE(") || text.starts_with("TERM(");
    starts_well
        && !directive
        && text != "search"
        && !OPERATOR_WORDS.contains(&text)
        && has_bare_chars(text)
}

/// No blank and no delimiter; brackets only in pairs.
fn has_bare_chars(text: &str) -> bool {
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return false,
            ')' => depth -= 1,
            '`' | '[' | ']' | '|' | ',' => return false,
            c if is_blank(c) => return false,
            _ => {}
        }
    }
    depth == 0
}

/// Whether a keyword reads back as itself without quotes.
pub(crate) fn is_bare_keyword(text: &str) -> bool {
    is_bare_value(text) && !text.contains(['=', '<', '>', '('])
}

/// Whether a text reads back as itself without quotes between the brackets of `CASE()` or `TERM()`.
pub(crate) fn is_bare_directive(text: &str) -> bool {
    has_bare_chars(text) && !text.contains('(') && !text.is_empty()
}

/// Words that a list of names may not hold without quotes.
const NAME_WORDS: [&str; 13] = [
    "search", "as", "by", "groupby", "sortby", "and", "or", "not", "in", "from", "where", "over",
    "desc",
];

/// Whether a name reads back as itself without quotes, wherever a name may stand but in `eval`.
pub(crate) fn is_bare_name(name: &str) -> bool {
    let plain = |c: char| {
        c.is_alphanumeric()
            || matches!(c, '_' | '.' | '{' | '}' | ':' | '@' | '/' | '$' | '*' | '-')
    };
    !name.is_empty()
        && name.chars().all(plain)
        && !name.starts_with('-')
        && !name.bytes().all(|b| b.is_ascii_digit())
        && !NAME_WORDS.iter().any(|w| w.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text() -> impl Strategy<Value = String> {
        let parts = vec!["\\", "\"", "'", "|", "`", "*", "t", "n", "\t", "\n", "x", "[", "]"];
        let part = prop::sample::select(parts);
        prop::collection::vec(part, 0..12).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn what_is_escaped_reads_back(text in text()) {
            prop_assert_eq!(unescape_search(&escape_search(&text)), text.clone());
            prop_assert_eq!(unescape_eval(&escape_eval(&text)), text.clone());
            prop_assert_eq!(unescape_pattern(&escape_pattern(&text)), text.clone());
            prop_assert_eq!(unescape_single(&escape_single(&text)), text.clone());
        }
    }
}
