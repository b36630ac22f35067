//! Oddities of values: what YAML makes of them, and what was probably meant.

use super::place;
use crate::ast::{Value, ValueKind};
use ruleglot_document::{Scalar, Style, Value as Typed};
use ruleglot_source::{Diagnostic, Edit, Fix, Safety, Span};

/// What YAML makes of the spelling of a value.
pub(super) fn spelling(value: &Value, out: &mut Vec<Diagnostic>) {
    let at = place(value.origin);
    match value.style {
        Style::Plain => plain(value, out),
        Style::Literal | Style::Folded if value.text.ends_with('\n') => {
            let message = "the value ends with a line break";
            out.push(
                Diagnostic::warning("yaml/block-scalar-newline", at, message)
                    .with_help("write `|-` or `>-`, which leave it out"),
            );
        }
        _ => {}
    }
    let block = matches!(value.style, Style::Literal | Style::Folded);
    if let Some(c) = value.text.chars().find(|c| c.is_control() && !(block && *c == '\n')) {
        let message = format!("the value has the control character U+{:04X}", u32::from(c));
        out.push(
            Diagnostic::warning("sigma/control-character", at, message)
                .with_help("in double quotes YAML reads `\\` as an escape; write single quotes"),
        );
    }
}

fn plain(value: &Value, out: &mut Vec<Diagnostic>) {
    let at = place(value.origin);
    let scalar = Scalar::new(value.text.clone(), Style::Plain);
    if let Some((core, yaml11)) = scalar.ambiguity() {
        let message = format!(
            "`{}` is {} in YAML 1.1, which Sigma tools read, and {} in YAML 1.2",
            value.text,
            named(yaml11),
            named(core)
        );
        let finding = Diagnostic::warning("yaml/implicit-type", at, message)
            .with_help("put it in quotes if it is text, or write it plainly");
        out.push(quoted(value, finding));
        return;
    }
    if let ValueKind::Number(number) = value.kind
        && number.to_string() != value.text
    {
        let message = format!("`{}` is the number {number}; its own spelling is lost", value.text);
        let finding = Diagnostic::warning("yaml/lossy-number", at, message)
            .with_help("put it in quotes to make it text");
        out.push(quoted(value, finding));
    }
}

/// Offers to put the value in quotes, which makes it text.
fn quoted(value: &Value, finding: Diagnostic) -> Diagnostic {
    let at = place(value.origin).span;
    let whole = (at.end - at.start) as usize == value.text.len() && !value.text.contains('\'');
    if !whole {
        return finding;
    }
    let quote = |span| Edit { span, text: "'".into() };
    let (before, after) = (Span { end: at.start, ..at }, Span { start: at.end, ..at });
    finding.with_fix(Fix { safety: Safety::Unsafe, edits: vec![quote(before), quote(after)] })
}

fn named(value: Typed<'_>) -> String {
    match value {
        Typed::Null => "null".into(),
        Typed::Bool(b) => format!("the truth value {b}"),
        Typed::Int(n) => format!("the number {n}"),
        Typed::Float(x) => format!("the number {x}"),
        Typed::Date(_) | Typed::DateTime(_) => "a date".into(),
        Typed::Text(_) => "text".into(),
    }
}

/// `\\host`: two backslashes are one.
pub(super) fn unc(value: &Value, out: &mut Vec<Diagnostic>) {
    let rest = value.text.strip_prefix("\\\\");
    if rest.is_some_and(|r| r.starts_with(|c: char| c.is_alphanumeric())) {
        let message = format!("'{}' begins with one backslash, written as two", value.text);
        out.push(
            Diagnostic::warning("sigma/unc-two-backslashes", place(value.origin), message)
                .with_help("write four for the two of a network path, or one"),
        );
    }
}
