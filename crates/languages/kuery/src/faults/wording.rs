//! The sentences of syntax errors.

use super::machine::Word;
use crate::grammar::Token;
use crate::text::is_blank;
use ruleglot_source::{Diagnostic, Snippet, Span};

pub(super) const TOO_DEEP: &str = "brackets are nested more than 200 deep";

const SYNTAX: &str = "kuery/syntax";
const BRACKET: &str = "kuery/unbalanced-bracket";

const QUOTE_IT: &str =
    "put the value in quotes, or a backslash before each of `\\ ( ) : < > \" * { }`";

/// Makes the diagnostics of one text.
pub(super) struct Wording<'s> {
    pub(super) snippet: &'s Snippet<'s>,
}

impl<'s> Wording<'s> {
    /// The words of the query.
    pub(super) fn text(&self, at: Span) -> &'s str {
        &self.snippet.text[at.range()]
    }

    fn syntax(&self, at: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(SYNTAX, self.snippet.locate(at), message)
    }

    /// What is missing before `at`, after the word `last`.
    pub(super) fn missing(&self, at: Span, last: Option<Word>) -> Diagnostic {
        let Some(last) = last else {
            return self.syntax(at, "a condition is missing here");
        };
        let before = self.text(last.at);
        let (message, help) = match last.kind {
            Token::open => {
                (format!("nothing stands between `{before}` and `{}`", self.text(at)), None)
            }
            Token::colon => {
                ("a value is missing after `:`".to_owned(), Some("any value: `field: *`"))
            }
            Token::compare => (format!("a value is missing after `{before}`"), None),
            _ => (
                format!("a condition is missing after `{before}`"),
                Some("remove the keyword, or complete the condition"),
            ),
        };
        let fault = self.syntax(last.at, message);
        match help {
            Some(help) => fault.with_help(help),
            None => fault,
        }
    }

    pub(super) fn bad_escape(&self, at: Span) -> Diagnostic {
        let escape = self.text(at);
        let message = match escape {
            "\\" => "a backslash at the end escapes nothing".to_owned(),
            e if e.ends_with(is_blank) => "a backslash before a blank escapes nothing".to_owned(),
            e if e.starts_with("\\u") => {
                format!("`{e}` is no character: `\\u` needs four hexadecimal digits")
            }
            e => format!("`{e}` is no escape outside quotes"),
        };
        Diagnostic::error("kuery/bad-escape", self.snippet.locate(at), message)
            .with_help("write a backslash itself as `\\\\`, or put the value in quotes")
    }

    pub(super) fn open_quote(&self, at: Span) -> Diagnostic {
        let quote = Span { end: at.start + 1, ..at };
        let end = Span { start: at.end, ..at };
        Diagnostic::error(
            "kuery/unbalanced-quote",
            self.snippet.locate(quote),
            "this quote is never closed",
        )
        .with_label(self.snippet.locate(end), "the query ends here")
        .with_help("close it; a quote that belongs to the value is written `\\\"`")
    }

    pub(super) fn double_not(&self, at: Span) -> Diagnostic {
        self.syntax(at, "`not` cannot follow `not`").with_help("write `not (not …)`, or neither")
    }

    pub(super) fn not_after_operator(&self, at: Span, last: Option<Word>) -> Diagnostic {
        let before = last.map_or("", |w| self.text(w.at));
        self.syntax(at, format!("`{}` cannot follow `{before}`", self.text(at))).with_help(
            "write `not field: value` or `field: (not value)`; the word itself is `\"not\"`",
        )
    }

    pub(super) fn not_in_text(&self, at: Span, before: Option<Word>) -> Diagnostic {
        let not = self.text(at);
        let message = match before.filter(|w| w.kind == Token::bare) {
            Some(word) => {
                let word = last_word(self.text(word.at));
                format!("`{not}` before a blank is the operator, also at the end of `{word}{not}`")
            }
            None => format!("`{not}` cannot stand inside a value"),
        };
        self.syntax(at, message).with_help("put the value in quotes; with a wildcard write the `n` as `\\u006e`; or `and`, `or` is missing before `not`")
    }

    pub(super) fn no_field(&self, at: Span) -> Diagnostic {
        self.syntax(at, format!("a field name is missing before `{}`", self.text(at)))
            .with_help(QUOTE_IT)
    }

    pub(super) fn surplus_operator(&self, at: Span, value: Option<Word>) -> Diagnostic {
        let operator = self.text(at);
        let message = match value {
            Some(value) => {
                format!("`{operator}` cannot follow the value `{}`", shortened(self.text(value.at)))
            }
            None => format!("`{operator}` cannot stand here"),
        };
        self.syntax(at, message).with_help(QUOTE_IT)
    }

    pub(super) fn missing_joint_before_field(&self, field: Span) -> Diagnostic {
        self.syntax(field, format!("`and` or `or` is missing before `{}`", self.text(field)))
            .with_help("if it belongs to the value before it, put that in quotes")
    }

    pub(super) fn compare_in_list(&self, at: Span) -> Diagnostic {
        self.syntax(
            at,
            format!("a comparison (`{}`) cannot stand in a list of values", self.text(at)),
        )
        .with_help("write each comparison with its field: `a > 1 or a < 0`")
    }

    pub(super) fn colon_and_compare(&self, at: Span) -> Diagnostic {
        self.syntax(
            at,
            format!("a comparison takes no colon: `:` cannot stand before `{}`", self.text(at)),
        )
        .with_help("remove the colon")
    }

    pub(super) fn no_such_operator(&self, at: Span, last: Option<Word>) -> Diagnostic {
        let before = last.map_or("", |w| self.text(w.at));
        self.syntax(at, format!("there is no operator `{before}{}`", self.text(at)))
            .with_help("KQL has `<`, `<=`, `>`, `>=`; unequal is `not field: value`")
    }

    pub(super) fn side_by_side(&self, word: Word, last: Option<Word>) -> Diagnostic {
        let text = shortened(self.text(word.at));
        if let Some(keyword) = leading_keyword(self.text(word.at)) {
            let at = Span { end: word.at.start + Span::new(0, keyword.len()).end, ..word.at };
            return self
                .syntax(at, format!("`{keyword}` needs a blank on both sides"))
                .with_help("put a blank before and after it");
        }
        let message = match last {
            Some(last) if last.kind != Token::close => {
                format!(
                    "`and` or `or` is missing between `{}` and `{text}`",
                    shortened(self.text(last.at))
                )
            }
            _ => format!("`and` or `or` is missing before `{text}`"),
        };
        self.syntax(word.at, message)
    }

    pub(super) fn keyword_needs_blank(&self, at: Span, last: Option<Word>) -> Diagnostic {
        let word = last.map_or("", |w| last_word(self.text(w.at)));
        self.syntax(at, format!("`{word}` needs a blank before `(`"))
            .with_help("put a blank between them")
    }

    pub(super) fn ends_in_keyword(&self, word: Word) -> bool {
        let last = last_word(self.text(word.at));
        word.kind == Token::bare
            && ["and", "or", "not"].iter().any(|k| last.eq_ignore_ascii_case(k))
    }

    pub(super) fn bound_in_brackets(&self, at: Span) -> Diagnostic {
        self.syntax(at, "a comparison takes one value, no brackets")
            .with_help("write each comparison with its field")
    }

    pub(super) fn nested_without_field(&self, at: Span) -> Diagnostic {
        self.syntax(at, "`{` must follow a field and `:`").with_help(QUOTE_IT)
    }

    pub(super) fn surplus_bracket(&self, at: Span, before: Option<Word>) -> Diagnostic {
        let bracket = self.text(at);
        let message = match before {
            Some(word) if word.kind != Token::close => {
                format!("a `{bracket}` cannot follow `{}`", shortened(self.text(word.at)))
            }
            _ => format!("`and` or `or` is missing before `{bracket}`"),
        };
        self.syntax(at, message).with_help(QUOTE_IT)
    }

    pub(super) fn surplus_closing(&self, at: Span, open: Option<Span>) -> Diagnostic {
        let bracket = self.text(at);
        let at = self.snippet.locate(at);
        match open {
            Some(open) => Diagnostic::error(
                BRACKET,
                at,
                format!("`{bracket}` cannot close `{}`", self.text(open)),
            )
            .with_label(self.snippet.locate(open), "opened here"),
            None => Diagnostic::error(BRACKET, at, format!("`{bracket}` closes nothing")),
        }
        .with_help(
            "remove it, or open its bracket; one that belongs to a value is quoted or escaped",
        )
    }

    pub(super) fn crossed(&self, open: Span, close: Span) -> Diagnostic {
        let message =
            format!("`{}` is not closed before this `{}`", self.text(open), self.text(close));
        Diagnostic::error(BRACKET, self.snippet.locate(close), message)
            .with_label(self.snippet.locate(open), "opened here")
            .with_help("close the inner bracket first")
    }

    pub(super) fn unclosed(&self, open: Span, end: Span) -> Diagnostic {
        let message = format!("`{}` is never closed", self.text(open));
        Diagnostic::error(BRACKET, self.snippet.locate(open), message)
            .with_label(self.snippet.locate(end), "the query ends here")
            .with_help("close it, or remove it; one that belongs to a value is quoted or escaped")
    }

    /// The last word of an unquoted value of several: in `a:b c:d` the field of a condition that lacks its `and`.
    pub(super) fn field_after_blank(&self, value: Word) -> Option<Span> {
        let text = self.text(value.at);
        if value.kind != Token::bare || !text.contains(is_blank) {
            return None;
        }
        let len = last_word(text).len();
        let end = value.at.range().start + text.len();
        Some(Span::new(end - len, end))
    }
}

fn last_word(text: &str) -> &str {
    text.rsplit(is_blank).find(|word| !word.is_empty()).unwrap_or(text)
}

/// A keyword at the beginning that a blank follows.
fn leading_keyword(text: &str) -> Option<&str> {
    let word = text.split(is_blank).next()?;
    ["and", "or"].iter().any(|k| word.eq_ignore_ascii_case(k)).then_some(word)
}

/// So much of a text that a message stays readable.
pub(crate) fn shortened(text: &str) -> String {
    const MOST: usize = 40;
    let mut words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((at, _)) = words.char_indices().nth(MOST) {
        words.truncate(at);
        words.push('…');
    }
    words
}
