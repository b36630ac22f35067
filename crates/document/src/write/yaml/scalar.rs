//! Scalars of YAML: which need quotes, and which quotes.

use crate::out::{Out, TextStyle};
use crate::schema::{Schema, Value, plain};
use crate::write::{float, is_printable};
use std::fmt::Write;

/// Where a scalar stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Context {
    /// Behind a key or dash; a block below would be indented by so many blanks more.
    Block {
        /// That many blanks.
        step: usize,
    },
    /// Inside brackets.
    Flow,
}

/// A text, written.
pub(super) enum Written {
    /// On one line.
    Line(String),
    /// The header of a block; its lines are the text's own.
    Block(String),
}

/// A text in the wished style, or the nearest that keeps it.
pub(super) fn text(text: &str, style: TextStyle, context: Context) -> Written {
    let several = text.contains('\n');
    let wants_block = match style {
        TextStyle::Auto => several,
        TextStyle::Literal | TextStyle::Prose => true,
        TextStyle::Quoted | TextStyle::DoubleQuoted => false,
    };
    if let Context::Block { step } = context
        && wants_block
        && fits_block(text)
    {
        return Written::Block(header(text, step));
    }
    Written::Line(match style {
        TextStyle::DoubleQuoted => double(text),
        TextStyle::Quoted => quoted(text),
        _ if is_plain(text, context) => text.to_owned(),
        _ => quoted(text),
    })
}

/// A key of a block map.
pub(super) fn key(key: &str) -> String {
    if is_plain_key(key, Context::Block { step: 0 }) { key.to_owned() } else { quoted(key) }
}

/// A key inside braces.
pub(super) fn flow_key(key: &str) -> String {
    if is_plain_key(key, Context::Flow) { key.to_owned() } else { quoted(key) }
}

/// A value that is no text.
pub(super) fn typed(value: &Out) -> String {
    match value {
        Out::Bool(b) => b.to_string(),
        Out::Int(n) => n.to_string(),
        Out::Float(n) if n.is_nan() => ".nan".to_owned(),
        Out::Float(n) => {
            float(*n).unwrap_or_else(|| if *n > 0.0 { ".inf" } else { "-.inf" }.to_owned())
        }
        Out::Date(text) if is_date(text) => text.to_string(),
        Out::Date(text) => quoted(text),
        _ => "null".to_owned(),
    }
}

fn is_date(text: &str) -> bool {
    matches!(plain(text, Schema::Yaml11), Value::Date(_) | Value::DateTime(_))
        && is_unbroken(text, Context::Flow)
}

/// A key's text is all that counts, so numbers and words need no quotes; `<<` would merge, and a key that YAML 1.1
/// takes for a truth value or null would be renamed by readers that give keys a type.
fn is_plain_key(key: &str, context: Context) -> bool {
    let is_named =
        matches!(plain(key, Schema::Yaml11), Value::Text(_)) && key != "<<" && key != "=";
    is_named && is_unbroken(key, context)
}

/// Whether every reader takes the bare text for this very text.
fn is_plain(text: &str, context: Context) -> bool {
    let is_text = |schema| matches!(plain(text, schema), Value::Text(_));
    let is_special = matches!(text, "<<" | "=" | "y" | "Y" | "n" | "N");
    !is_special && is_text(Schema::Core12) && is_text(Schema::Yaml11) && is_unbroken(text, context)
}

/// Whether nothing in the text is a mark of YAML.
fn is_unbroken(text: &str, context: Context) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let starts_well = match first {
        '-' => {
            text[1..].starts_with(|c: char| c.is_ascii_alphanumeric())
                || text.starts_with("--") && text != "---"
        }
        c => {
            !c.is_ascii_punctuation()
                || matches!(c, '/' | '\\' | '(' | '.' | '_' | '$' | '+' | '^' | ';' | '~' | '=')
        }
    };
    let marks = [": ", " #", ":\t", "\t#"];
    let flow = |c: char| matches!(c, ',' | '[' | ']' | '{' | '}');
    starts_well
        && !text.starts_with("--- ")
        && !text.starts_with("...")
        && !text.starts_with(' ')
        && !text.ends_with([' ', ':'])
        && !marks.iter().any(|mark| text.contains(mark))
        && text.chars().all(is_printable)
        && !(context == Context::Flow
            && (text.contains(flow) || text.contains(':') || first == '-'))
}

/// Single quotes where the text can stand in them; double ones where only they can hold it, or spare doubled quotes.
fn quoted(text: &str) -> String {
    let spares = text.contains('\'') && !text.contains(['"', '\\']);
    if spares || !text.chars().all(is_printable) {
        double(text)
    } else {
        format!("'{}'", text.replace('\'', "''"))
    }
}

fn double(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if is_printable(c) => out.push(c),
            c => escape(&mut out, u32::from(c)),
        }
    }
    out.push('"');
    out
}

fn escape(out: &mut String, code: u32) {
    let written = match code {
        0..=0xff => write!(out, "\\x{code:02X}"),
        0x100..=0xffff => write!(out, "\\u{code:04X}"),
        _ => write!(out, "\\U{code:08X}"),
    };
    written.expect("invariant: writing to a string does not fail");
}

/// Whether `|` can hold the text.
fn fits_block(text: &str) -> bool {
    let holds = text.chars().all(|c| c == '\n' || c == '\t' || is_printable(c));
    // Lines of blanks alone are easily lost, and a first tab is refused.
    let blank = |line: &str| !line.is_empty() && line.trim_matches([' ', '\t']).is_empty();
    let first = text.trim_start_matches('\n');
    holds && !first.is_empty() && !first.starts_with('\t') && !text.split('\n').any(blank)
}

/// The header that reads the text back: how its end is kept, and its indentation if it begins with a blank.
fn header(text: &str, step: usize) -> String {
    let indent = if text.trim_start_matches('\n').starts_with(' ') {
        step.to_string()
    } else {
        String::new()
    };
    let body = text.trim_end_matches('\n');
    let end = match text.len() - body.len() {
        0 => "-",
        1 => "",
        _ => "+",
    };
    format!("|{indent}{end}")
}
