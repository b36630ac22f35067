//! What TOML's bare values mean. Their form is already checked by the reader.

use super::{Value, digits, signed};

/// The value of a bare value.
pub(super) fn resolve(text: &str) -> Value<'_> {
    match text {
        "true" => return Value::Bool(true),
        "false" => return Value::Bool(false),
        _ => {}
    }
    int(text)
        .map(Value::Int)
        .or_else(|| moment(text))
        .or_else(|| float(text).map(Value::Float))
        .unwrap_or(Value::Text(text))
}

fn int(text: &str) -> Option<i128> {
    let based = |prefix, radix| text.strip_prefix(prefix).and_then(|d| digits(d, radix));
    if text.starts_with("0x") {
        return based("0x", 16);
    }
    if text.starts_with("0o") {
        return based("0o", 8);
    }
    if text.starts_with("0b") {
        return based("0b", 2);
    }
    let (sign, rest) = signed(text);
    rest.starts_with(|c: char| c.is_ascii_digit()).then(|| digits(rest, 10))?.map(|n| sign * n)
}

fn float(text: &str) -> Option<f64> {
    let (sign, rest) = signed(text);
    let magnitude = match rest {
        "inf" => f64::INFINITY,
        "nan" => f64::NAN,
        _ if rest.starts_with(|c: char| c.is_ascii_digit()) => {
            rest.replace('_', "").parse().ok()?
        }
        _ => return None,
    };
    Some(if sign < 0 { -magnitude } else { magnitude })
}

/// Dates have a `-` after four digits, times of day a `:` after two.
fn moment(text: &str) -> Option<Value<'_>> {
    let bytes = text.as_bytes();
    match (bytes.get(4), bytes.get(2)) {
        (Some(b'-'), _) if bytes[..4].iter().all(u8::is_ascii_digit) && text.len() == 10 => {
            Some(Value::Date(text))
        }
        (Some(b'-'), _) if bytes[..4].iter().all(u8::is_ascii_digit) => Some(Value::DateTime(text)),
        (_, Some(b':')) => Some(Value::DateTime(text)),
        _ => None,
    }
}
