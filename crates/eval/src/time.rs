//! Points in time: in events, and as Elasticsearch's date math writes them in rules.

use jiff::civil::{Date, DateTime, Time};
use jiff::{Timestamp, ToSpan, Zoned, tz::TimeZone};
use serde_json::Value;

/// Nanoseconds since the epoch.
pub(crate) type Instant = i128;

/// Where a partial or rounded date falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Round {
    /// Its first instant.
    Down,
    /// Its last millisecond's end (Elasticsearch, "Range query", date math and rounding).
    Up,
}

/// The instant of an event's value: RFC 3339, a date, or epoch milliseconds.
pub(crate) fn of_value(value: &Value) -> Option<Instant> {
    match value {
        Value::String(s) => plain(s, Round::Down),
        Value::Number(n) => n.as_i64().map(|ms| i128::from(ms) * 1_000_000),
        _ => None,
    }
}

/// The instant that a date, a date-time or date math spells (`2024-01`, `2024-01-15||-1d/d`, `now-30d/d`).
pub(crate) fn of_text(text: &str, round: Round, now: Instant) -> Option<Instant> {
    if let Some(math) = text.strip_prefix("now") {
        return apply_math(now, math, round);
    }
    match text.split_once("||") {
        Some((anchor, math)) => apply_math(plain(anchor, Round::Down)?, math, round),
        None => plain(text, round),
    }
}

/// A date with missing parts. A missing month or day is 01 also when rounding up; time parts are filled upwards.
fn plain(text: &str, round: Round) -> Option<Instant> {
    if let Ok(at) = text.parse::<Timestamp>() {
        let fill = if round == Round::Up { until_next(text) } else { 0 };
        return Some(at.as_nanosecond() + fill);
    }
    let (date, time) = text.split_once(['T', ' ']).map_or((text, None), |(d, t)| (d, Some(t)));
    let date = partial_date(date)?;
    let (time, upper) = partial_time(time.unwrap_or(""))?;
    let at = utc(date.to_datetime(if round == Round::Up { upper } else { time }))?;
    Some(at)
}

/// Nanoseconds that the written precision leaves open.
fn until_next(text: &str) -> Instant {
    let digits =
        text.split_once('.').map_or(0, |(_, f)| f.chars().take_while(char::is_ascii_digit).count());
    let power = 9_u32.saturating_sub(u32::try_from(digits).unwrap_or(9));
    10_i128.pow(power) - 1
}

fn partial_date(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let year: i16 = parts.next().filter(|y| y.len() == 4)?.parse().ok()?;
    let mut number = || parts.next().map_or(Some(1), |p| p.parse::<i8>().ok());
    let (month, day) = (number()?, number()?);
    Date::new(year, month, day).ok().filter(|_| parts.next().is_none())
}

/// The earliest and the latest time that fit.
fn partial_time(text: &str) -> Option<(Time, Time)> {
    let text = text.trim_end_matches('Z');
    let mut parts = text.split(':').filter(|p| !p.is_empty());
    let mut number = || parts.next().map(str::parse::<i8>).transpose().ok();
    let (hour, minute) = (number()?, number()?);
    let (second, fraction) = match parts.next().map(|s| s.split_once('.').unwrap_or((s, ""))) {
        Some((s, fraction)) => (Some(s.parse::<i8>().ok()?), fraction),
        None => (None, ""),
    };
    let nanos: Option<i32> =
        if fraction.is_empty() { None } else { format!("{fraction:0<9}").get(..9)?.parse().ok() };
    let at = |h, m, s, n| {
        Time::new(hour.unwrap_or(h), minute.unwrap_or(m), second.unwrap_or(s), nanos.unwrap_or(n))
            .ok()
    };
    Some((at(0, 0, 0, 0)?, at(23, 59, 59, 999_999_999)?))
}

fn utc(at: DateTime) -> Option<Instant> {
    at.to_zoned(TimeZone::UTC).ok().map(|z| z.timestamp().as_nanosecond())
}

/// `+1M/d`: steps, then a rounding to a unit.
fn apply_math(from: Instant, math: &str, round: Round) -> Option<Instant> {
    let mut at = Timestamp::from_nanosecond(from).ok()?.to_zoned(TimeZone::UTC);
    let mut rest = math;
    while let Some(op) = rest.chars().next() {
        rest = &rest[1..];
        if op == '/' {
            let unit = rest.chars().next()?;
            rest = &rest[1..];
            at = snap(&at, unit, round)?;
        } else {
            let digits = rest.find(|c: char| !c.is_ascii_digit())?;
            let n: i64 = if digits == 0 { 1 } else { rest[..digits].parse().ok()? };
            let unit = rest[digits..].chars().next()?;
            rest = &rest[digits + 1..];
            at = step(&at, if op == '-' { -n } else { n }, unit)?;
        }
    }
    Some(at.timestamp().as_nanosecond())
}

fn step(at: &Zoned, n: i64, unit: char) -> Option<Zoned> {
    let span = match unit {
        'y' => n.years(),
        'M' => n.months(),
        'w' => n.weeks(),
        'd' => n.days(),
        'h' | 'H' => n.hours(),
        'm' => n.minutes(),
        's' => n.seconds(),
        _ => return None,
    };
    at.checked_add(span).ok()
}

fn snap(at: &Zoned, unit: char, round: Round) -> Option<Zoned> {
    let date = at.date();
    let midnight = |d: Date| d.to_zoned(TimeZone::UTC).ok();
    let start = match unit {
        'y' => midnight(Date::new(date.year(), 1, 1).ok()?)?,
        'M' => midnight(Date::new(date.year(), date.month(), 1).ok()?)?,
        'w' => midnight(
            date.checked_sub(i64::from(date.weekday().to_monday_zero_offset()).days()).ok()?,
        )?,
        'd' => midnight(date)?,
        'h' | 'H' => at.with().minute(0).second(0).subsec_nanosecond(0).build().ok()?,
        'm' => at.with().second(0).subsec_nanosecond(0).build().ok()?,
        's' => at.with().subsec_nanosecond(0).build().ok()?,
        _ => return None,
    };
    match round {
        Round::Down => Some(start),
        Round::Up => step(&start, 1, unit)?.checked_sub(1.nanosecond()).ok(),
    }
}
