//! YAML 1.1 as `PyYAML`'s safe loader reads it: `yaml/resolver.py` and `yaml/constructor.py`, version 6.

use super::{Value, all, digits, signed};

/// The value of a plain scalar.
pub(super) fn resolve(text: &str) -> Value<'_> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            return Value::Bool(true);
        }
        "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            return Value::Bool(false);
        }
        _ => {}
    }
    if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.')) {
        return Value::Text(text);
    }
    int(text)
        .map(Value::Int)
        .or_else(|| float(text).map(Value::Float))
        .or_else(|| timestamp(text))
        .unwrap_or(Value::Text(text))
}

/// ```text
/// [-+]?0b[0-1_]+ | [-+]?0[0-7_]+ | [-+]?(0|[1-9][0-9_]*) | [-+]?0x[0-9a-fA-F_]+ | [-+]?[1-9][0-9_]*(:[0-5]?[0-9])+
/// ```
fn int(text: &str) -> Option<i128> {
    let (sign, rest) = signed(text);
    let magnitude = if let Some(binary) = rest.strip_prefix("0b") {
        all(binary, |b| matches!(b, b'0' | b'1' | b'_')).then(|| digits(binary, 2))?
    } else if let Some(hex) = rest.strip_prefix("0x") {
        all(hex, |b| b.is_ascii_hexdigit() || b == b'_').then(|| digits(hex, 16))?
    } else if rest.starts_with('0') {
        all(rest, |b| matches!(b, b'0'..=b'7' | b'_')).then(|| digits(rest, 8))?
    } else if !rest.starts_with(|c: char| c.is_ascii_digit()) {
        None
    } else if rest.contains(':') {
        sexagesimal(rest)
    } else {
        all(rest, |b| b.is_ascii_digit() || b == b'_').then(|| digits(rest, 10))?
    };
    magnitude.map(|n| sign * n)
}

/// `[1-9][0-9_]*(:[0-5]?[0-9])+`, the first part already known to begin with a digit.
fn sexagesimal(text: &str) -> Option<i128> {
    let mut parts = text.split(':');
    let first = parts.next().filter(|p| is_number(p))?;
    parts.try_fold(digits(first, 10)?, |sum, part| {
        let part = digits(part, 10).filter(|_| is_sixtieth(part))?;
        sum.checked_mul(60)?.checked_add(part)
    })
}

/// `[0-9][0-9_]*`
fn is_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit()) && all(text, |b| b.is_ascii_digit() || b == b'_')
}

/// `[0-5]?[0-9]`
fn is_sixtieth(text: &str) -> bool {
    matches!(text.as_bytes(), [b'0'..=b'9'] | [b'0'..=b'5', b'0'..=b'9'])
}

/// ```text
/// [-+]?([0-9][0-9_]*)\.[0-9_]*([eE][-+][0-9]+)? | \.[0-9][0-9_]*([eE][-+][0-9]+)?
/// | [-+]?[0-9][0-9_]*(:[0-5]?[0-9])+\.[0-9_]* | [-+]?\.(inf|Inf|INF) | \.(nan|NaN|NAN)
/// ```
fn float(text: &str) -> Option<f64> {
    let (sign, rest) = signed(text);
    let unsigned = rest.len() == text.len();
    match rest {
        ".inf" | ".Inf" | ".INF" if sign < 0 => return Some(f64::NEG_INFINITY),
        ".inf" | ".Inf" | ".INF" => return Some(f64::INFINITY),
        ".nan" | ".NaN" | ".NAN" if unsigned => return Some(f64::NAN),
        _ => {}
    }
    let (whole, after) = rest.split_once('.')?;
    if whole.contains(':') {
        let fits = after.bytes().all(|b| b.is_ascii_digit() || b == b'_');
        return fits.then(|| sexagesimal_float(sign, whole, after))?;
    }
    let (fraction, exponent) = match after.find(['e', 'E']) {
        Some(at) => (&after[..at], Some(&after[at + 1..])),
        None => (after, None),
    };
    let starts = if whole.is_empty() { unsigned && is_number(fraction) } else { is_number(whole) };
    let fits = starts && fraction.bytes().all(|b| b.is_ascii_digit() || b == b'_');
    let signed_exponent =
        |e: &str| e.starts_with(['-', '+']) && all(&e[1..], |b| b.is_ascii_digit());
    (fits && exponent.is_none_or(signed_exponent)).then(|| text.replace('_', "").parse().ok())?
}

fn sexagesimal_float(sign: i128, whole: &str, fraction: &str) -> Option<f64> {
    let (first, last) = whole.rsplit_once(':')?;
    let first = if first.contains(':') {
        sexagesimal(first)?
    } else {
        is_number(first).then(|| digits(first, 10))??
    };
    let last: f64 = is_sixtieth(last)
        .then(|| format!("{last}.{}", fraction.replace('_', "")).parse().ok())??;
    #[allow(clippy::cast_precision_loss, reason = "a float is what is asked for")]
    let magnitude = first as f64 * 60.0 + last;
    Some(if sign < 0 { -magnitude } else { magnitude })
}

/// A date, or a date with a time.
///
/// `[0-9]{4}-[0-9]{2}-[0-9]{2}`, or
/// `[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(\.[0-9]*)?([ \t]*(Z|[-+][0-9]{1,2}(:[0-9]{2})?))?`
pub(super) fn timestamp(text: &str) -> Option<Value<'_>> {
    let mut rest = Cursor(text.as_bytes());
    rest.digits(4, 4)?;
    rest.byte(b'-')?;
    let month = rest.digits(1, 2)?;
    rest.byte(b'-')?;
    let day = rest.digits(1, 2)?;
    if rest.0.is_empty() {
        return (month == 2 && day == 2).then_some(Value::Date(text));
    }
    if rest.byte(b'T').or_else(|| rest.byte(b't')).is_none() {
        (rest.blanks() > 0).then_some(())?;
    }
    rest.digits(1, 2)?;
    rest.byte(b':')?;
    rest.digits(2, 2)?;
    rest.byte(b':')?;
    rest.digits(2, 2)?;
    if rest.byte(b'.').is_some() {
        rest.digits(0, usize::MAX)?;
    }
    if rest.0.is_empty() {
        return Some(Value::DateTime(text));
    }
    rest.blanks();
    if rest.byte(b'Z').is_none() {
        rest.byte(b'+').or_else(|| rest.byte(b'-'))?;
        rest.digits(1, 2)?;
        if rest.byte(b':').is_some() {
            rest.digits(2, 2)?;
        }
    }
    rest.0.is_empty().then_some(Value::DateTime(text))
}

/// Bytes still to be matched.
struct Cursor<'a>(&'a [u8]);

impl Cursor<'_> {
    /// Takes between `least` and `most` digits and says how many.
    fn digits(&mut self, least: usize, most: usize) -> Option<usize> {
        let n = self.0.iter().take(most).take_while(|b| b.is_ascii_digit()).count();
        self.0 = &self.0[n..];
        (n >= least).then_some(n)
    }

    fn byte(&mut self, wanted: u8) -> Option<()> {
        self.0 = self.0.strip_prefix(&[wanted])?;
        Some(())
    }

    fn blanks(&mut self) -> usize {
        let n = self.0.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
        self.0 = &self.0[n..];
        n
    }
}
