//! What is wrong with a text that is no query, in the words of people who write queries.
//!
//! The grammar stops at its first error; here the same words are read once more without structure, and a small machine
//! goes over them that knows what may follow what. After an error it goes on at the next place where it is sure again:
//! the next `and`, `or` or closing bracket of the same depth.

mod machine;
mod wording;

pub(crate) use wording::shortened;

use crate::grammar::{Grammar, Pair, Token, span};
use machine::{Machine, Word};
use pest::Parser;
use ruleglot_source::{Diagnostic, Snippet, Span};

/// Deeper nesting is refused before anything recurses.
const DEEPEST: usize = 200;

/// Where brackets are nested too deep; one pass, and quotes and escapes are seen as the grammar sees them.
pub(crate) fn too_deep(text: &str) -> Option<Span> {
    let bytes = text.as_bytes();
    let (mut at, mut depth) = (0, 0);
    while let Some(skipped) = bytes[at..].iter().position(|b| b"\\\"(){}".contains(b)) {
        at += skipped;
        match bytes[at] {
            b'\\' => at += 1,
            b'"' => at += quoted_len(&bytes[at + 1..]),
            b'(' | b'{' => depth += 1,
            _ => depth = usize::saturating_sub(depth, 1),
        }
        if depth > DEEPEST {
            return Some(Span::new(at, at + 1));
        }
        at += 1;
        if at >= bytes.len() {
            break;
        }
    }
    None
}

/// Bytes up to and with the closing quote.
fn quoted_len(rest: &[u8]) -> usize {
    let mut at = 0;
    while let Some(skipped) =
        rest.get(at..).and_then(|r| r.iter().position(|b| b"\\\"".contains(b)))
    {
        at += skipped;
        if rest[at] == b'"' {
            return at + 1;
        }
        at += 2;
    }
    rest.len()
}

/// The refusal of a text that [`too_deep`] found.
pub(crate) fn depth_error(snippet: &Snippet<'_>, at: Span) -> Diagnostic {
    Diagnostic::error("kuery/too-deep", snippet.locate(at), wording::TOO_DEEP)
        .with_help("split the rule, or drop brackets that are not needed")
}

/// Every fault of a text that does not parse, in the order of the text; at least one.
pub(crate) fn faults(snippet: &Snippet<'_>, error: &pest::error::Error<Token>) -> Vec<Diagnostic> {
    let mut machine = Machine::new(snippet);
    if let Ok(words) = Grammar::parse(Token::words, snippet.text) {
        words
            .flat_map(pest::iterators::Pair::into_inner)
            .filter(|w| w.as_rule() != Token::EOI)
            .for_each(|w| machine.word(Word { kind: w.as_rule(), at: extent(&w) }));
    }
    let mut found = machine.end();
    if found.is_empty() {
        let at = match error.location {
            pest::error::InputLocation::Pos(at) | pest::error::InputLocation::Span((at, _)) => at,
        };
        let at = Span::new(at, at + snippet.text[at..].chars().next().map_or(0, char::len_utf8));
        let at = snippet.locate(at);
        found.push(Diagnostic::error("kuery/syntax", at, "this cannot be read as KQL"));
    }
    found.sort_by_key(Diagnostic::at);
    found
}

/// A backslash and the blank after it are one word, else blanks at the end are none of it.
fn extent(pair: &Pair<'_>) -> Span {
    match pair.as_rule() {
        Token::bad_escape => Span::new(pair.as_span().start(), pair.as_span().end()),
        _ => span(pair),
    }
}
