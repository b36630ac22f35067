//! The core schema of YAML 1.2.2, §10.3.2.

use super::{Value, all, digits, signed};

/// The value of a plain scalar.
pub(super) fn resolve(text: &str) -> Value<'_> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        _ => {}
    }
    if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.')) {
        return Value::Text(text);
    }
    int(text).map(Value::Int).or_else(|| float(text).map(Value::Float)).unwrap_or(Value::Text(text))
}

/// `[-+]?[0-9]+`, `0o[0-7]+`, `0x[0-9a-fA-F]+`
fn int(text: &str) -> Option<i128> {
    if let Some(octal) = text.strip_prefix("0o") {
        return all(octal, |b| matches!(b, b'0'..=b'7')).then(|| digits(octal, 8))?;
    }
    if let Some(hex) = text.strip_prefix("0x") {
        return all(hex, |b| b.is_ascii_hexdigit()).then(|| digits(hex, 16))?;
    }
    let (sign, rest) = signed(text);
    all(rest, |b| b.is_ascii_digit()).then(|| digits(rest, 10))?.map(|n| sign * n)
}

/// `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`, `[-+]?\.(inf|Inf|INF)`, `\.(nan|NaN|NAN)`
fn float(text: &str) -> Option<f64> {
    let (_, rest) = signed(text);
    match rest {
        ".inf" | ".Inf" | ".INF" if text.starts_with('-') => return Some(f64::NEG_INFINITY),
        ".inf" | ".Inf" | ".INF" => return Some(f64::INFINITY),
        ".nan" | ".NaN" | ".NAN" if rest == text => return Some(f64::NAN),
        _ => {}
    }
    let (mantissa, exponent) = match rest.find(['e', 'E']) {
        Some(at) => (&rest[..at], Some(signed(&rest[at + 1..]).1)),
        None => (rest, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let is_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let fits =
        is_digits(whole) && is_digits(fraction) && !(whole.is_empty() && fraction.is_empty());
    if !fits || !exponent.is_none_or(|e| all(e, |b| b.is_ascii_digit())) {
        return None;
    }
    // A whole number without dot or exponent is an int; here only if it does not fit one.
    if exponent.is_none() && !mantissa.contains('.') {
        return None;
    }
    text.parse().ok()
}
