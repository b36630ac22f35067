//! What is wrong with a condition that does not parse.

use super::Token;
use pest::error::{Error, InputLocation};
use ruleglot_source::{Diagnostic, FileSpan, Snippet, Span};

const SYNTAX: &str = "sigma/invalid-condition";

/// The first bracket beyond the limit.
pub(super) fn too_deep(snippet: &Snippet<'_>, limit: usize) -> Option<Diagnostic> {
    let mut depth = 0usize;
    for (at, byte) in snippet.text.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > limit {
            return Some(deep(snippet.locate(Span::new(at, at + 1)), limit));
        }
    }
    None
}

pub(super) fn deep(at: FileSpan, limit: usize) -> Diagnostic {
    let message = format!("the condition is nested more than {limit} deep");
    Diagnostic::error("sigma/too-deep", at, message)
}

/// Where the parser stopped, and what it missed.
pub(super) fn syntax(snippet: &Snippet<'_>, error: &Error<Token>) -> Diagnostic {
    let text = snippet.text;
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at.min(text.len()),
    };
    let rest = text[at..].trim_start();
    let start = text.len() - rest.len();
    if rest.is_empty() {
        return ended(snippet);
    }
    let word = &rest[..word_len(rest)];
    let at = snippet.locate(Span::new(start, start + word.len()));
    if word == ")" && unopened(&text[..start]) {
        return Diagnostic::error(SYNTAX, at, "`)` closes no bracket");
    }
    let expects_operand = matches!(last_word(&text[..start]), "" | "(" | "and" | "or" | "not");
    let (message, help) = if expects_operand {
        (
            format!("expected a selection, found `{word}`"),
            "write the name of a selection, `1 of name*`, `not` or `(`",
        )
    } else {
        (format!("unexpected `{word}` after a selection"), "join selections with `and` or `or`")
    };
    Diagnostic::error(SYNTAX, at, message).with_help(help)
}

fn ended(snippet: &Snippet<'_>) -> Diagnostic {
    let text = snippet.text.trim_end();
    if let Some(open) = unclosed(text) {
        let at = snippet.locate(Span::new(open, open + 1));
        return Diagnostic::error(SYNTAX, at, "this bracket is never closed");
    }
    let last = last_word(text);
    let at = snippet.locate(Span::new(text.len() - last.len(), text.len()));
    Diagnostic::error(SYNTAX, at, format!("the condition ends after `{last}`"))
        .with_help("write the name of a selection after it, or leave it out")
}

/// Length of the first word, or of the first character when it is none.
fn word_len(text: &str) -> usize {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '*');
    match text.find(|c| !is_word(c)) {
        Some(0) => text.chars().next().map_or(0, char::len_utf8),
        Some(end) => end,
        None => text.len(),
    }
}

fn last_word(text: &str) -> &str {
    let text = text.trim_end();
    let start = text
        .char_indices()
        .rev()
        .take_while(|(_, c)| c.is_alphanumeric() || matches!(c, '_' | '-' | '*'))
        .last()
        .map(|(at, _)| at);
    match start {
        Some(start) => &text[start..],
        None => text.char_indices().next_back().map_or("", |(at, _)| &text[at..]),
    }
}

/// Whether a `)` after this text closes nothing.
fn unopened(before: &str) -> bool {
    unclosed(before).is_none()
}

/// The last bracket that is open at the end.
fn unclosed(text: &str) -> Option<usize> {
    let mut open = Vec::new();
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => open.push(at),
            b')' => _ = open.pop(),
            _ => {}
        }
    }
    open.pop()
}
