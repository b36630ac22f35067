//! What is said of YAML that cannot be read.

use super::trivia;
use crate::read::NESTING_LIMIT;
use granit_parser::{ErrorKind, ScanError};
use ruleglot_source::{Diagnostic, FileId, FileSpan, Span};

/// The parser's refusal at byte `at`.
pub(crate) fn syntax(file: FileId, text: &str, error: &ScanError, at: usize) -> Diagnostic {
    let place = FileSpan::new(file, one_char(text, at));
    match error.kind() {
        ErrorKind::RecursionLimitExceeded => too_deep(place),
        kind => {
            let (message, help) = explain(kind);
            let diagnostic = Diagnostic::error("yaml/syntax", place, message);
            if help.is_empty() { diagnostic } else { diagnostic.with_help(help) }
        }
    }
}

/// A quotation that no reader can go on with is one that was not closed: say so at its opening quote.
pub(crate) fn unclosed(
    refused: Diagnostic,
    kind: &ErrorKind,
    text: &str,
    reached: usize,
) -> Diagnostic {
    let quoted = matches!(
        kind,
        ErrorKind::InvalidQuotedScalarIndent | ErrorKind::DocumentIndicatorInQuotedScalar
    );
    let Some(open) = trivia::find_mark(text, reached, b"'\"").filter(|_| quoted) else {
        return refused;
    };
    let (message, help) = explain(&ErrorKind::UnclosedQuotedScalar);
    let at = FileSpan::new(refused.at().file, one_char(text, open));
    Diagnostic::error(refused.code, at, message)
        .with_label(refused.at(), "it cannot go on here")
        .with_help(help)
}

/// The character at `at`; nothing at the end of a line.
fn one_char(text: &str, at: usize) -> Span {
    let at = at.min(text.len());
    let len = text
        .get(at..)
        .and_then(|rest| rest.chars().next())
        .filter(|c| !matches!(c, '\n' | '\r'))
        .map_or(0, char::len_utf8);
    Span::new(at, at + len)
}

/// Message and help for the mistakes that authors of rules make; the parser's own words for the others.
fn explain(kind: &ErrorKind) -> (String, &'static str) {
    use ErrorKind::*;
    let (message, help) = match kind {
        UnexpectedCharacter { character: character @ ('@' | '`' | '%') } => {
            return (
                format!("`{character}` cannot begin a value without quotes"),
                "put the value into single quotes",
            );
        }
        UnexpectedCharacter { character } if character.is_control() => {
            return (
                format!("control character U+{:04X}", u32::from(*character)),
                "write it as an escape in double quotes",
            );
        }
        UnclosedQuotedScalar => (
            "this quotation is not closed",
            "close it; inside single quotes a single quote is written twice",
        ),
        DocumentIndicatorInQuotedScalar => {
            ("a quotation is not closed before this document marker", "close the quotation")
        }
        InvalidQuotedScalarIndent => (
            "a quotation goes on in a line that is not indented",
            "close the quotation, or indent the line",
        ),
        TabInBlockIndentation | TabInIndentation | TabNotAllowed => {
            ("a tab indents this line", "indent with spaces")
        }
        MappingValueNotAllowed => {
            ("`: ` inside a value without quotes", "put the value into single quotes")
        }
        SimpleKeyExpected => (
            "a line without `:` where a key is expected",
            "write `key: value`, or indent it as part of the value above",
        ),
        InvalidIndentation => (
            "this line is indented differently from those it belongs to",
            "indent it like its neighbours",
        ),
        UnknownQuotedScalarEscape => (
            "unknown escape in double quotes",
            "write `\\\\` for a backslash, or use single quotes",
        ),
        UnclosedFlowCollection { open } => return (format!("`{open}` is not closed"), "close it"),
        ExpectedDocumentStart => (
            "this line does not belong to the document, which has ended before it",
            "indent it like the lines above, or put `---` before it",
        ),
        CommentNotSeparated => {
            ("a comment needs a blank before its `#`", "add a blank, or quote the value")
        }
        ExpectedBlockMappingKey => {
            ("a key is expected here", "check the indentation of this line and of those above")
        }
        _ => return (kind.to_string(), ""),
    };
    (message.to_owned(), help)
}

pub(crate) fn too_deep(at: FileSpan) -> Diagnostic {
    Diagnostic::error(
        "yaml/too-deep",
        at,
        format!("lists and maps are nested more than {NESTING_LIMIT} deep"),
    )
    .with_help("flatten the document")
}

pub(crate) fn duplicate_key(at: FileSpan, first: FileSpan, key: &str) -> Diagnostic {
    Diagnostic::error("yaml/duplicate-key", at, format!("the key `{key}` stands twice in one map"))
        .with_label(first, "first here")
        .with_help("remove one of them, or rename it")
}

pub(crate) fn complex_key(at: FileSpan) -> Diagnostic {
    Diagnostic::error("yaml/complex-key", at, "a list or map as a key")
        .with_help("write a text as the key")
}

pub(crate) fn merge_key(at: FileSpan) -> Diagnostic {
    Diagnostic::error(
        "yaml/merge-key",
        at,
        "`<<` merges something that is neither a map nor a list of maps",
    )
    .with_help("give it an alias of a map, or quote the key")
}

pub(crate) fn unknown_alias(at: FileSpan, name: &str) -> Diagnostic {
    Diagnostic::error(
        "yaml/unknown-alias",
        at,
        format!("the alias `*{name}` has no anchor `&{name}` before it"),
    )
    .with_help("a value that begins with `*` must be quoted")
}

pub(crate) fn recursive_alias(at: FileSpan, name: &str) -> Diagnostic {
    Diagnostic::error(
        "yaml/unknown-alias",
        at,
        format!("the alias `{name}` stands inside the value it repeats"),
    )
    .with_help("remove it")
}

pub(crate) fn alias_bomb(at: FileSpan) -> Diagnostic {
    Diagnostic::error(
        "yaml/alias-bomb",
        at,
        "the aliases of this document stand for more than 100000 values",
    )
    .with_help("write the values out")
}

pub(crate) fn unknown_tag(at: FileSpan, name: &str) -> Diagnostic {
    Diagnostic::warning("yaml/unknown-tag", at, format!("unknown tag `{name}`"))
        .with_help("remove it; readers of rules refuse it")
}

pub(crate) fn libyaml_only(refused: &Diagnostic) -> Diagnostic {
    let message = format!("YAML 1.2 refuses what libyaml accepts: {}", refused.message);
    let help =
        refused.help.clone().unwrap_or("rewrite it so that every YAML reader accepts it".into());
    Diagnostic::warning("yaml/libyaml-only", refused.at(), message).with_help(help)
}
