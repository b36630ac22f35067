//! Names, options and macro arguments.

use crate::ast::{Name, SearchOption};
use crate::text::{escape_search, is_bare_name};

/// A name anywhere but in `eval`.
pub(super) fn name(out: &mut String, name: &Name) {
    if is_bare_name(&name.text) { out.push_str(&name.text) } else { quoted(out, &name.text) }
}

/// Names between commas.
pub(super) fn list(out: &mut String, names: &[Name], between: &str) {
    for (i, n) in names.iter().enumerate() {
        if i > 0 {
            out.push_str(between);
        }
        name(out, n);
    }
}

pub(super) fn quoted(out: &mut String, text: &str) {
    out.push('"');
    out.push_str(&escape_search(text));
    out.push('"');
}

/// `name=value`.
pub(super) fn option(out: &mut String, option: &SearchOption) {
    assigned(out, &option.name, &option.value);
}

pub(super) fn assigned(out: &mut String, name: &str, value: &str) {
    out.push_str(name);
    out.push('=');
    option_value(out, value);
}

fn option_value(out: &mut String, value: &str) {
    let plain = |c: char| c.is_alphanumeric() || "_.:@/$*-+%=".contains(c);
    // A macro stands as it is written.
    let call = crate::parse::raw_call(value).is_some();
    if (!value.is_empty() && value.chars().all(plain)) || call {
        out.push_str(value);
    } else {
        quoted(out, value);
    }
}

/// An argument of a macro.
pub(super) fn argument(out: &mut String, value: &str) {
    let plain = |c: char| c.is_alphanumeric() || "_.:@/$*-+%{} ".contains(c);
    let trimmed = value.trim_matches(crate::text::is_blank).len() == value.len();
    if !value.is_empty() && value.chars().all(plain) && trimmed {
        out.push_str(value);
    } else {
        quoted(out, value);
    }
}
