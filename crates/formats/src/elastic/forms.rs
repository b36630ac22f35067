//! Small notations of Elastic's rule files: spans of time, date math, names.

use std::time::Duration;

/// `5m`, `1h`: a number of seconds, minutes, hours, days or weeks.
pub(super) fn span(text: &str) -> Option<Duration> {
    let unit = text.chars().next_back()?;
    let number = text.strip_suffix(unit)?;
    if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        'w' => 604_800,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(seconds).map(Duration::from_secs)
}

/// `now-9m`: how far back. Months and years have no fixed length, so they are not taken.
pub(super) fn lookback(text: &str) -> Option<Duration> {
    span(text.strip_prefix("now-")?)
}

/// A span in the unit in which Elastic's rules write it: minutes up to two hours, then whole hours and days.
pub(super) fn write_span(span: Duration) -> String {
    let seconds = span.as_secs();
    let whole = |unit: u64| seconds.is_multiple_of(unit);
    match seconds {
        s if s >= 86_400 && whole(86_400) => format!("{}d", s / 86_400),
        s if s > 7_200 && whole(3_600) => format!("{}h", s / 3_600),
        s if whole(60) => format!("{}m", s / 60),
        s => format!("{s}s"),
    }
}

/// Number and unit of an `alert_suppression` duration, which knows seconds, minutes and hours.
pub(super) fn value_unit(span: Duration) -> (u64, &'static str) {
    let seconds = span.as_secs();
    match seconds {
        s if s.is_multiple_of(3_600) => (s / 3_600, "h"),
        s if s.is_multiple_of(60) => (s / 60, "m"),
        s => (s, "s"),
    }
}

pub(super) fn is_interval(text: &str) -> bool {
    span(text).is_some_and(|s| !s.is_zero()) && !text.ends_with('w')
}

/// `now-9m`, `now-7d/d`, `now`
pub(super) fn is_date_math(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("now") else { return false };
    let (steps, snap) = match rest.split_once('/') {
        Some((steps, snap)) => (steps, Some(snap)),
        None => (rest, None),
    };
    let unit = |s: &str| matches!(s, "y" | "M" | "w" | "d" | "h" | "H" | "m" | "s");
    let step = |s: &str| {
        let digits = s.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) && unit(&s[digits.len()..])
    };
    let starts_right = steps.is_empty() || steps.starts_with(['-', '+']);
    starts_right && steps.split(['-', '+']).skip(1).all(step) && snap.is_none_or(unit)
}

/// Begins with a letter or digit, ends with one or a bracket.
pub(super) fn is_name(text: &str) -> bool {
    let first = text.chars().next().is_some_and(char::is_alphanumeric);
    let last = text.chars().next_back().is_some_and(|c| c.is_alphanumeric() || "[]()".contains(c));
    first && last
}

/// `8.13`, `8.13.0`
pub(super) fn is_version(text: &str) -> bool {
    let parts: Vec<_> = text.split('.').collect();
    matches!(parts.len(), 2 | 3)
        && parts.iter().all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()))
}
