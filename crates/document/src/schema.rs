//! What a plain scalar means: the types that a named schema gives to texts.
//!
//! [`Schema::Yaml11`] is what `PyYAML`'s safe loader makes of a document (`yaml/resolver.py`, `yaml/constructor.py`),
//! and so what pySigma and contentctl see. [`Schema::Core12`] is the core schema of YAML 1.2.2, §10.3.

mod core12;
mod toml;
mod yaml11;

use crate::tree::{Scalar, Style, Tag};

/// A set of rules that gives plain scalars a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schema {
    /// The core schema of YAML 1.2.
    Core12,
    /// YAML 1.1 as `PyYAML`'s safe loader applies it.
    Yaml11,
    /// TOML, where only quoted values are texts.
    Toml,
}

/// A scalar with its type.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    /// Nothing.
    Null,
    /// A truth value.
    Bool(bool),
    /// A whole number. One of more than 127 bits stays [`Value::Text`].
    Int(i128),
    /// A number.
    Float(f64),
    /// A calendar date, as written.
    Date(&'a str),
    /// A date with a time of day, or a time of day, as written.
    DateTime(&'a str),
    /// Text.
    Text(&'a str),
}

/// Values are equal when they are the same; not-a-number equals itself.
impl PartialEq for Value<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Int(a), Self::Int(b)) => a == b,
            (Self::Float(a), Self::Float(b)) => a == b || (a.is_nan() && b.is_nan()),
            (Self::Date(a), Self::Date(b))
            | (Self::DateTime(a), Self::DateTime(b))
            | (Self::Text(a), Self::Text(b)) => a == b,
            _ => false,
        }
    }
}

impl Scalar {
    /// The value under a schema. Quoted and block scalars are text unless a tag says otherwise.
    pub fn resolve(&self, schema: Schema) -> Value<'_> {
        match (self.tag, self.style) {
            (Tag::None, Style::Plain) => plain(&self.text, schema),
            (Tag::NonSpecific, _) if schema == Schema::Yaml11 => plain(&self.text, schema),
            (Tag::None | Tag::NonSpecific | Tag::Str | Tag::Other, _) => Value::Text(&self.text),
            (tag, _) => tagged(&self.text, tag, schema),
        }
    }

    /// What YAML 1.2's core schema and `PyYAML` each make of the scalar, if they differ.
    pub fn ambiguity(&self) -> Option<(Value<'_>, Value<'_>)> {
        let (core, yaml11) = (self.resolve(Schema::Core12), self.resolve(Schema::Yaml11));
        (core != yaml11).then_some((core, yaml11))
    }
}

/// The value of a text written without quotes.
pub(crate) fn plain(text: &str, schema: Schema) -> Value<'_> {
    match schema {
        Schema::Core12 => core12::resolve(text),
        Schema::Yaml11 => yaml11::resolve(text),
        Schema::Toml => toml::resolve(text),
    }
}

/// The value of a text under an explicit tag; a text that the tag does not fit stays text.
fn tagged(text: &str, tag: Tag, schema: Schema) -> Value<'_> {
    let value = plain(text, schema);
    match (tag, value) {
        (Tag::Null, _) => Value::Null,
        (Tag::Bool, Value::Bool(_)) | (Tag::Int, Value::Int(_)) => value,
        (Tag::Float, Value::Float(_)) => value,
        #[allow(clippy::cast_precision_loss, reason = "the author asked for a float")]
        (Tag::Float, Value::Int(n)) => Value::Float(n as f64),
        (Tag::Float, Value::Text(_)) => text.parse().map_or(value, Value::Float),
        (Tag::Timestamp, _) => yaml11::timestamp(text).unwrap_or(Value::Text(text)),
        _ => Value::Text(text),
    }
}

/// Digits of a base with underlines left out; `None` when there is none or they do not fit.
fn digits(text: &str, radix: u32) -> Option<i128> {
    if text.contains('_') {
        return i128::from_str_radix(&text.replace('_', ""), radix).ok();
    }
    i128::from_str_radix(text, radix).ok()
}

/// The sign and what follows it.
fn signed(text: &str) -> (i128, &str) {
    match text.as_bytes().first() {
        Some(b'-') => (-1, &text[1..]),
        Some(b'+') => (1, &text[1..]),
        _ => (1, text),
    }
}

/// Whether the text is not empty and all its bytes pass.
fn all(text: &str, pass: impl Fn(u8) -> bool) -> bool {
    !text.is_empty() && text.bytes().all(pass)
}
