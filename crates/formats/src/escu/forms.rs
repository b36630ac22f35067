//! Small notations of ESCU rules: schedules, time modifiers, periods, ids.

use ruleglot_ir::Schedule;
use std::time::Duration;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// A whole number of seconds, minutes, hours, days or weeks: `30m`.
fn span(text: &str) -> Option<Duration> {
    let (number, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit())?);
    let seconds = match unit {
        "s" | "sec" | "secs" | "second" | "seconds" => 1,
        "m" | "min" | "mins" | "minute" | "minutes" => MINUTE,
        "h" | "hr" | "hrs" | "hour" | "hours" => HOUR,
        "d" | "day" | "days" => DAY,
        "w" | "week" | "weeks" => 7 * DAY,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(seconds).map(Duration::from_secs)
}

/// How far back a time modifier reaches: `-70m@m`. Snapping to anything longer than a minute has no fixed length.
pub(super) fn lookback(text: &str) -> Option<Duration> {
    let (offset, snap) = text.split_once('@').unwrap_or((text, "s"));
    matches!(snap, "s" | "m").then(|| span(offset.strip_prefix('-')?)).flatten()
}

/// `-70m@m`: whole minutes are snapped, as ESCU's own schedules are.
pub(super) fn write_lookback(span: Duration) -> String {
    match span.as_secs() {
        s if s.is_multiple_of(MINUTE) => format!("-{}m@m", s / MINUTE),
        s => format!("-{s}s"),
    }
}

/// The time between runs of a cron schedule with one step, `None` for any other.
pub(super) fn cron(text: &str) -> Option<Duration> {
    let fields: Vec<&str> = text.split_whitespace().collect();
    let [minute, hour, "*", "*", weekday] = fields.as_slice() else { return None };
    let step = |field: &str, of: u64| {
        let n: u64 = field.strip_prefix("*/")?.parse().ok()?;
        (n > 0 && of.is_multiple_of(n)).then_some(n)
    };
    let fixed = |field: &str, below: u64| field.parse::<u64>().is_ok_and(|n| n < below);
    let seconds = match (*minute, *hour, *weekday) {
        ("*", "*", "*") => MINUTE,
        (m, "*", "*") if fixed(m, 60) => HOUR,
        (m, "*", "*") => step(m, 60)? * MINUTE,
        (m, h, "*") if fixed(m, 60) && fixed(h, 24) => DAY,
        (m, h, "*") if fixed(m, 60) => step(h, 24)? * HOUR,
        (m, h, d) if fixed(m, 60) && fixed(h, 24) && fixed(d, 8) => 7 * DAY,
        _ => return None,
    };
    Some(Duration::from_secs(seconds))
}

/// The cron schedule that runs so often, if there is one.
pub(super) fn write_cron(every: Duration) -> Option<String> {
    let seconds = every.as_secs();
    let minutes = seconds / MINUTE;
    if !seconds.is_multiple_of(MINUTE) || minutes == 0 {
        return None;
    }
    match minutes {
        1 => Some("* * * * *".to_owned()),
        60 => Some("0 * * * *".to_owned()),
        n if 60_u64.is_multiple_of(n) => Some(format!("*/{n} * * * *")),
        1_440 => Some("0 0 * * *".to_owned()),
        10_080 => Some("0 0 * * 0".to_owned()),
        n if n.is_multiple_of(60) && 24_u64.is_multiple_of(n / 60) => {
            Some(format!("0 */{} * * *", n / 60))
        }
        _ => None,
    }
}

/// The schedule of the two texts.
pub(super) fn schedule(every: &str, earliest: &str) -> Option<Schedule> {
    Some(Schedule { every: cron(every)?, lookback: lookback(earliest)? })
}

/// contentctl, `Throttling.period`: `^[0-9]+[smh]$`.
pub(super) fn is_period(text: &str) -> bool {
    period(text).is_some()
}

/// How long alerts are kept back.
pub(super) fn period(text: &str) -> Option<Duration> {
    span(text).filter(|_| text.ends_with(['s', 'm', 'h']) && is_short(text))
}

fn is_short(text: &str) -> bool {
    text.bytes().filter(|b| !b.is_ascii_digit()).count() == 1
}

/// The period in the largest unit that fits.
pub(super) fn write_period(span: Duration) -> String {
    match span.as_secs() {
        s if s.is_multiple_of(HOUR) => format!("{}h", s / HOUR),
        s if s.is_multiple_of(MINUTE) => format!("{}m", s / MINUTE),
        s => format!("{s}s"),
    }
}

/// contentctl, `MITRE_ATTACK_ID_TYPE`.
pub(super) fn is_technique(text: &str) -> bool {
    text.starts_with('T') && crate::attack::technique_id(text).is_some()
}

/// contentctl, `CVE_TYPE`: `^CVE-[1|2]\d{3}-\d+$`.
pub(super) fn is_cve(text: &str) -> bool {
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    text.strip_prefix("CVE-").and_then(|rest| rest.split_once('-')).is_some_and(|(year, number)| {
        year.len() == 4 && year.starts_with(['1', '2']) && digits(year) && digits(number)
    })
}

/// Whether contentctl takes a text as a page: blanks it mends, save in the name of the host.
pub(super) fn is_page(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next());
    host.is_some_and(|host| !host.is_empty() && !host.contains(' '))
}

/// contentctl: `min_length=4` of `how_to_implement` and `known_false_positives`.
pub(super) fn is_said(text: &str) -> bool {
    text.chars().count() >= 4
}

/// contentctl: `min_length=5` of the name of a drilldown.
pub(super) fn is_drilldown_name(text: &str) -> bool {
    text.chars().count() >= 5
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schedules_there_and_back() {
        for minutes in [1, 2, 5, 15, 30, 60, 120, 360, 720, 1_440, 10_080] {
            let every = Duration::from_secs(minutes * MINUTE);
            assert_eq!(cron(&write_cron(every).unwrap_or_default()), Some(every), "{minutes}");
        }
        assert_eq!(write_cron(Duration::from_secs(7 * MINUTE)), None);
        assert_eq!(cron("10 0 * * *"), Some(Duration::from_secs(DAY)));
        for odd in ["*/7 * * * *", "0 9-17 * * *", "x", "", "0 0 1 * *", "*/0 * * * *"] {
            assert_eq!(cron(odd), None, "{odd}");
        }
        for seconds in [30, 60, 3_600, 86_400] {
            let span = Duration::from_secs(seconds);
            assert_eq!(lookback(&write_lookback(span)), Some(span));
            assert_eq!(period(&write_period(span)), Some(span));
        }
        assert_eq!(lookback("-24h@h"), None);
        assert_eq!(lookback("-7d"), Some(Duration::from_secs(7 * DAY)));
        assert!(!is_period("1d") && !is_period("5min") && !is_period("h"));
    }

    #[test]
    fn ids_and_pages() {
        assert!(is_cve("CVE-2021-44228") && !is_cve("cve-2021-44228") && !is_cve("CVE-3021-1"));
        assert!(is_technique("T1059") && is_technique("T1059.001"));
        assert!(!is_technique("t1059") && !is_technique("T1059.1"));
        assert!(is_page("https://a.example/b") && !is_page("a.example") && !is_page("https:///x"));
    }
}
