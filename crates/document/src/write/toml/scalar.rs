//! Keys and scalars of TOML.

use crate::out::{Out, TextStyle};
use crate::write::float;
use std::fmt::Write;

/// A key, bare if it can be.
pub(super) fn key(key: &str) -> String {
    let bare = !key.is_empty()
        && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    if bare { key.to_owned() } else { line(key) }
}

/// A value that is neither text nor collection.
pub(super) fn typed(value: &Out) -> String {
    match value {
        Out::Bool(b) => b.to_string(),
        Out::Int(n) if i64::try_from(*n).is_ok() => n.to_string(),
        // TOML's integers have 64 bits; more digits are kept as text.
        Out::Int(n) => basic(&n.to_string()),
        Out::Float(n) if n.is_nan() => "nan".to_owned(),
        Out::Float(n) => {
            float(*n).unwrap_or_else(|| if *n > 0.0 { "inf" } else { "-inf" }.to_owned())
        }
        Out::Date(text) if crate::toml::is_moment(text) => text.to_string(),
        Out::Date(text) => line(text),
        _ => "\"\"".to_owned(),
    }
}

/// A text in the wished style, or the nearest that keeps it.
pub(super) fn text(text: &str, style: TextStyle) -> String {
    match style {
        TextStyle::Literal if fits_literal(text) => format!("'''\n{text}'''"),
        TextStyle::Literal | TextStyle::Prose => multiline(text),
        TextStyle::DoubleQuoted => basic(text),
        TextStyle::Auto if text.contains('\n') => multiline(text),
        TextStyle::Auto | TextStyle::Quoted => line(text),
    }
}

/// A text on one line: `'…'` where that spares escapes, else `"…"`.
pub(super) fn line(text: &str) -> String {
    let spares = text.contains(['"', '\\']) && !text.contains('\'');
    if spares && text.chars().all(|c| c == '\t' || !is_control(c)) {
        format!("'{text}'")
    } else {
        basic(text)
    }
}

fn fits_literal(text: &str) -> bool {
    let stands = |c: char| matches!(c, '\n' | '\t') || !is_control(c);
    !text.contains("'''") && !text.ends_with('\'') && text.chars().all(stands)
}

fn is_control(c: char) -> bool {
    matches!(c, '\0'..='\u{1f}' | '\u{7f}')
}

fn basic(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            c => escape(&mut out, c),
        }
    }
    out.push('"');
    out
}

/// `"""`, its lines kept; a quote is escaped where three would meet or the text ends.
fn multiline(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    out.push_str("\"\"\"\n");
    let mut quotes = 0;
    for (at, c) in text.char_indices() {
        quotes = if c == '"' { quotes + 1 } else { 0 };
        match c {
            '"' if quotes == 3 || at + 1 == text.len() => {
                out.push_str("\\\"");
                quotes = 0;
            }
            '"' | '\n' | '\t' => out.push(c),
            c => escape(&mut out, c),
        }
    }
    out.push_str("\"\"\"");
    out
}

fn escape(out: &mut String, c: char) {
    match c {
        '\\' => out.push_str("\\\\"),
        '\t' => out.push_str("\\t"),
        '\r' => out.push_str("\\r"),
        c if is_control(c) => {
            write!(out, "\\u{:04X}", u32::from(c))
                .expect("invariant: writing to a string does not fail");
        }
        c => out.push(c),
    }
}
