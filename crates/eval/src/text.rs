//! Scalars as text, letter case, and text as numbers.

use ruleglot_ir::{Case, Number};
use serde_json::Value;
use std::borrow::Cow;

/// The text of a scalar; an integral number has no fraction. `None` for null, arrays and objects.
pub(crate) fn text_of(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(s) => Some(Cow::Borrowed(s)),
        Value::Bool(true) => Some(Cow::Borrowed("true")),
        Value::Bool(false) => Some(Cow::Borrowed("false")),
        Value::Number(n) => Some(Cow::Owned(number_text(n))),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn number_text(n: &serde_json::Number) -> String {
    match n.as_f64() {
        Some(x) if n.is_f64() => Number::new(x).map_or_else(|| n.to_string(), |n| n.to_string()),
        _ => n.to_string(),
    }
}

/// The number that a value is, or that its text spells.
pub(crate) fn number_of(value: &Value) -> Option<Number> {
    match value {
        Value::Number(n) => n
            .as_i64()
            .map(|i| Number::Int(i.into()))
            .or_else(|| n.as_u64().map(|u| Number::Int(u.into())))
            .or_else(|| n.as_f64().and_then(Number::new)),
        Value::String(s) => Number::parse(s),
        _ => None,
    }
}

/// The text in the form in which this case compares.
pub(crate) fn folded(text: &str, case: Case) -> Cow<'_, str> {
    match case {
        Case::Exact => Cow::Borrowed(text),
        Case::AsciiFold if text.bytes().any(|b| b.is_ascii_uppercase()) => {
            Cow::Owned(text.to_ascii_lowercase())
        }
        Case::UnicodeFold if text.is_ascii() => folded(text, Case::AsciiFold),
        Case::UnicodeFold => Cow::Owned(text.chars().map(simple_lower).collect()),
        Case::AsciiFold => Cow::Borrowed(text),
    }
}

/// Simple lower-casing: one character for one.
fn simple_lower(c: char) -> char {
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}
