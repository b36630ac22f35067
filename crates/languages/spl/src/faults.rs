//! What is wrong with a text, in the words of people who write searches.

use crate::grammar::Token;
use crate::text::is_blank;
use ruleglot_source::{Diagnostic, Snippet, Span};

/// A value in a message is cut after this many characters.
const SHOWN: usize = 40;

pub(crate) fn too_deep(snippet: &Snippet<'_>, at: Span) -> Diagnostic {
    Diagnostic::error("spl/too-deep", snippet.locate(at), "this is nested more than 200 deep")
        .with_help("split the search, or drop brackets that are not needed")
}

pub(crate) fn unclosed_quote(snippet: &Snippet<'_>, at: Span) -> Diagnostic {
    let message = "this quote is never closed";
    Diagnostic::error("spl/unclosed-quote", snippet.locate(first(at)), message)
        .with_help("close it; a quote that belongs to the value is written `\\\"`, a backslash before a quote `\\\\`")
}

pub(crate) fn unclosed_macro(snippet: &Snippet<'_>, at: Span) -> Diagnostic {
    let message = "this macro call is never closed";
    Diagnostic::error("spl/unclosed-macro", snippet.locate(first(at)), message)
        .with_help("close it with a backtick; a backtick that belongs to a value stands in quotes")
}

pub(crate) fn unclosed_comment(snippet: &Snippet<'_>, at: Span) -> Diagnostic {
    let at = Span { start: at.start, end: at.start + 3 };
    Diagnostic::error("spl/unclosed-comment", snippet.locate(at), "this comment is never closed")
        .with_help("close it with three backticks")
}

pub(crate) fn unclosed_bracket(snippet: &Snippet<'_>, at: Span) -> Diagnostic {
    let open = shown(snippet.text, first(at));
    let message = format!("`{open}` is never closed");
    Diagnostic::error("spl/unclosed-bracket", snippet.locate(first(at)), message)
        .with_help("close it; a bracket that belongs to a value is written in quotes")
}

pub(crate) fn closes_nothing(snippet: &Snippet<'_>, at: Span) -> Diagnostic {
    let message = format!("`{}` closes nothing", shown(snippet.text, at));
    Diagnostic::error("spl/unbalanced-bracket", snippet.locate(at), message)
        .with_help("remove it; a bracket that belongs to a value is written in quotes")
}

pub(crate) fn missing_command(snippet: &Snippet<'_>, at: Span) -> Diagnostic {
    let message = match snippet.text.get(at.range()) {
        Some("|") => "no command follows this pipe",
        _ => "a search is missing here",
    };
    Diagnostic::error("spl/missing-command", snippet.locate(at), message)
        .with_help("write a command, or remove the pipe")
}

/// What the grammar of a command cannot read; `stage` is its whole text, `from` where the arguments begin in it.
pub(crate) fn syntax(
    snippet: &Snippet<'_>,
    stage: Span,
    base: usize,
    error: &pest::error::Error<Token>,
) -> Diagnostic {
    let args = Span { start: Span::new(base, base).start, end: stage.end };
    if let Some(fault) = unbalanced(snippet, args) {
        return fault;
    }
    let at = match error.location {
        pest::error::InputLocation::Pos(at) | pest::error::InputLocation::Span((at, _)) => at,
    };
    let rest = &snippet.text[base + at..stage.end as usize];
    let blanks = rest.len() - rest.trim_start_matches(is_blank).len();
    let start = base + at + blanks;
    let word = rest[blanks..].chars().take_while(|c| !is_blank(*c) && *c != ')').count().max(1);
    let len: usize = rest[blanks..].chars().take(word).map(char::len_utf8).sum();
    if len == 0 {
        return missing(snippet, last_word(snippet.text, stage));
    }
    let at = Span::new(start, start + len);
    let message = format!("`{}` is not expected here", shown(snippet.text, at));
    Diagnostic::error("spl/syntax", snippet.locate(at), message).with_help(
        "put a value that holds such characters in quotes, or mend what stands before it",
    )
}

/// Something must follow the word at `at`.
pub(crate) fn missing(snippet: &Snippet<'_>, at: Span) -> Diagnostic {
    let message = format!("something is missing after `{}`", shown(snippet.text, at));
    Diagnostic::error("spl/expected-value", snippet.locate(at), message)
        .with_help("complete it, or remove it")
}

fn last_word(text: &str, at: Span) -> Span {
    let part = text[at.range()].trim_end_matches(is_blank);
    let start = part.rfind(is_blank).map_or(0, |i| i + 1);
    Span::new(at.start as usize + start, at.start as usize + part.len())
}

/// A round bracket without its other half, quotes and escapes left out.
fn unbalanced(snippet: &Snippet<'_>, at: Span) -> Option<Diagnostic> {
    use crate::grammar::Grammar;
    use pest::Parser;
    let mut open = Vec::new();
    let lexed = Grammar::parse(Token::lexed, &snippet.text[at.range()]).ok()?;
    for lexeme in lexed.flat_map(pest::iterators::Pair::into_inner) {
        let start = at.start as usize + lexeme.as_span().start();
        let place = Span::new(start, start + 1);
        match lexeme.as_rule() {
            Token::paren_open => open.push(place),
            Token::paren_close if open.pop().is_none() => {
                return Some(closes_nothing(snippet, place));
            }
            _ => {}
        }
    }
    open.pop().map(|at| unclosed_bracket(snippet, at))
}

fn first(at: Span) -> Span {
    Span { start: at.start, end: at.start + 1 }
}

/// The user's text, shortened.
pub(crate) fn shown(text: &str, at: Span) -> String {
    let part = text.get(at.range()).unwrap_or_default();
    match part.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &part[..end]),
        None => part.to_owned(),
    }
}

pub(crate) fn no_command(snippet: &Snippet<'_>, at: Span) -> Diagnostic {
    let message = format!("a command cannot begin with `{}`", shown(snippet.text, at));
    Diagnostic::error("spl/missing-command", snippet.locate(at), message)
        .with_help("write a command after the pipe")
}

pub(crate) fn malformed_macro(snippet: &Snippet<'_>, at: Span) -> Diagnostic {
    let message = format!("{} is no macro call", shown(snippet.text, at));
    Diagnostic::error("spl/malformed-macro", snippet.locate(at), message)
        .with_help("a call is a name, with its arguments in brackets if it has any")
}
