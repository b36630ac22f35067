//! Calendar dates as rule files write them.

use ruleglot_ir::Date;

/// The date that a text spells: `2024-03-01`, or `2024/3/1` as Elastic and Sigma 1 write it. `None` for days that the
/// calendar does not have.
pub(crate) fn parse(text: &str) -> Option<Date> {
    let separator = if text.contains('/') { '/' } else { '-' };
    let mut parts = text.split(separator);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    let date = Date { year: digits(year)?, month: short(month)?, day: short(day)? };
    (1..=last_day(date)).contains(&date.day).then_some(date)
}

fn digits<T: std::str::FromStr>(text: &str) -> Option<T> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

fn short(text: &str) -> Option<u8> {
    (text.len() <= 2).then(|| digits(text)).flatten()
}

/// The last day of the month; 0 where there is no such month.
fn last_day(date: Date) -> u8 {
    let leap = date.year.is_multiple_of(4)
        && (!date.year.is_multiple_of(100) || date.year.is_multiple_of(400));
    match date.month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

/// `2024-03-01`
pub(crate) fn hyphens(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

/// `2024/03/01`
pub(crate) fn slashes(date: Date) -> String {
    format!("{:04}/{:02}/{:02}", date.year, date.month, date.day)
}
