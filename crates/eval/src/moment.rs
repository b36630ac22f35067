//! Points in time as Splunk computes with them: seconds since the epoch, UTC.
//!
//! Splunk, Search Manual, "Time modifiers": `[+|-]<n><unit>@<unit>`, steps in order, then the snap.

use jiff::{Timestamp, Unit, Zoned, ZonedRound, tz::TimeZone};

/// The moment moved by a specifier; `None` for one that cannot be read.
pub(crate) fn shifted(seconds: f64, specifier: &str) -> Option<f64> {
    let mut at = zoned(seconds)?;
    let mut rest = specifier.trim();
    while !rest.is_empty() {
        if let Some(snap) = rest.strip_prefix('@') {
            let end = snap.find(['+', '-', '@']).unwrap_or(snap.len());
            at = snapped(&at, &snap[..end])?;
            rest = &snap[end..];
            continue;
        }
        let (sign, after) = match rest.strip_prefix('-') {
            Some(after) => (-1, after),
            None => (1, rest.strip_prefix('+').unwrap_or(rest)),
        };
        let digits = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
        let count: i64 = if digits == 0 { 1 } else { after[..digits].parse().ok()? };
        let after = &after[digits..];
        let end = after.find(['+', '-', '@']).unwrap_or(after.len());
        at = moved(&at, sign * count, &after[..end])?;
        rest = &after[end..];
    }
    Some(seconds_of(&at))
}

/// The moment that a text spells; `None` when it does not fit the format.
pub(crate) fn parsed(text: &str, format: &str) -> Option<f64> {
    let found = jiff::fmt::strtime::parse(format, text).ok()?;
    let at = found
        .to_timestamp()
        .or_else(|_| found.to_datetime()?.to_zoned(TimeZone::UTC).map(|z| z.timestamp()));
    Some(seconds_of(&at.ok()?.to_zoned(TimeZone::UTC)))
}

/// The text of a moment.
pub(crate) fn formatted(seconds: f64, format: &str) -> Option<String> {
    jiff::fmt::strtime::format(format, &zoned(seconds)?).ok()
}

fn zoned(seconds: f64) -> Option<Zoned> {
    #[allow(clippy::cast_possible_truncation, reason = "jiff refuses what is out of its range")]
    let nanoseconds = (seconds * 1e9) as i128;
    Some(Timestamp::from_nanosecond(nanoseconds).ok()?.to_zoned(TimeZone::UTC))
}

fn seconds_of(at: &Zoned) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "seconds of our time fit a double")]
    let seconds = at.timestamp().as_nanosecond() as f64;
    seconds / 1e9
}

fn moved(at: &Zoned, count: i64, unit: &str) -> Option<Zoned> {
    let span = jiff::Span::new();
    let span = match unit {
        "s" | "sec" | "secs" | "second" | "seconds" => span.try_seconds(count),
        "m" | "min" | "minute" | "minutes" => span.try_minutes(count),
        "h" | "hr" | "hour" | "hours" => span.try_hours(count),
        "d" | "day" | "days" => span.try_days(count),
        "w" | "week" | "weeks" => span.try_weeks(count),
        "mon" | "month" | "months" => span.try_months(count),
        "q" | "qtr" | "quarter" | "quarters" => span.try_months(count.checked_mul(3)?),
        "y" | "yr" | "year" | "years" => span.try_years(count),
        _ => return None,
    };
    at.checked_add(span.ok()?).ok()
}

fn snapped(at: &Zoned, unit: &str) -> Option<Zoned> {
    let floor =
        |unit: Unit| at.round(ZonedRound::new().smallest(unit).mode(jiff::RoundMode::Floor)).ok();
    let date = at.date();
    let day = match unit {
        "s" | "sec" | "second" => return floor(Unit::Second),
        "m" | "min" | "minute" => return floor(Unit::Minute),
        "h" | "hr" | "hour" => return floor(Unit::Hour),
        "d" | "day" => date,
        "w" | "w0" | "w7" | "week" => {
            date.checked_sub(jiff::Span::new().days(date.weekday().to_sunday_zero_offset())).ok()?
        }
        "mon" | "month" => date.first_of_month(),
        "y" | "yr" | "year" => date.first_of_year(),
        _ => return None,
    };
    day.to_zoned(TimeZone::UTC).ok()
}
