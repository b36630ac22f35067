//! Values by name, as Elasticsearch would index them.

use serde_json::Value;
use std::collections::BTreeMap;

/// Every value by its dotted name; lists on the way are crossed.
pub type Flat = BTreeMap<String, Vec<Value>>;

/// An event's values. Nulls and empty texts are none.
pub fn flatten(event: &Value) -> Flat {
    let mut out = Flat::new();
    below(event, "", &mut out);
    out
}

fn below(value: &Value, path: &str, out: &mut Flat) {
    match value {
        Value::Null => {}
        Value::Object(map) => {
            for (key, value) in map {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                below(value, &path, out);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| below(item, path, out)),
        Value::String(text) if text.is_empty() => {}
        scalar => out.entry(path.to_owned()).or_default().push(scalar.clone()),
    }
}

/// The value as a field of this type has it; `loose` reads epochs of any unit as times.
pub(super) fn as_indexed(value: &Value, ty: &str, loose: bool) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    match ty {
        "long" | "integer" | "short" | "byte" | "unsigned_long" => whole(&text),
        "double" | "float" | "half_float" | "scaled_float" => {
            text.parse::<f64>().map_or(text, |n| n.to_string())
        }
        "date" => time(&text, loose).unwrap_or(text),
        "ip" => text.parse::<std::net::IpAddr>().map_or(text, |ip| ip.to_canonical().to_string()),
        // A number of a field whose type is not known is one of any spelling.
        _ if value.is_f64() => whole_or(&text),
        _ => text,
    }
}

fn whole_or(text: &str) -> String {
    text.parse::<f64>().map_or(text.to_owned(), |n| n.to_string())
}

/// A whole number; Elasticsearch cuts a fraction off.
fn whole(text: &str) -> String {
    if let Ok(n) = text.parse::<i128>() {
        return n.to_string();
    }
    text.parse::<f64>().map_or(text.to_owned(), |n| format!("{:.0}", n.trunc()))
}

/// Milliseconds since the epoch.
fn time(text: &str, loose: bool) -> Option<String> {
    if let Some(at) = epoch(text, loose) {
        return Some(at.to_string());
    }
    let text = text.trim().replacen(' ', "T", 1);
    let zoned = |t: &str| t.parse::<jiff::Timestamp>().map(jiff::Timestamp::as_millisecond).ok();
    zoned(&text).or_else(|| zoned(&format!("{text}Z"))).map(|ms| ms.to_string())
}

fn epoch(text: &str, loose: bool) -> Option<i128> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |t: &str| t.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) {
        return None;
    }
    let n: i128 = whole.parse().ok()?;
    if !loose {
        return Some(n);
    }
    let part = || format!("{fraction:0<3}")[..3].parse::<i128>().unwrap_or_default();
    match whole.len() {
        0..=10 => Some(n * 1000 + part()),
        11..=13 => Some(n),
        14..=16 => Some(n / 1000),
        _ => Some(n / 1_000_000),
    }
}
