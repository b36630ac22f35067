//! Dates and times of day of TOML: whether they exist.

/// Whether the text is a date, a time of day, or both with or without an offset.
pub(crate) fn is_valid(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.get(2) == Some(&b':') {
        return is_time(text);
    }
    let Some((date, rest)) = text.split_at_checked(10) else { return false };
    if !is_date(date) {
        return false;
    }
    match rest.as_bytes().first() {
        None => true,
        Some(b'T' | b't' | b' ') => is_time_with_offset(&rest[1..]),
        Some(_) => false,
    }
}

fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (Some(year), Some(month), Some(day)) =
        (number(text, 0, 4), number(text, 5, 7), number(text, 8, 10))
    else {
        return false;
    };
    bytes[4] == b'-' && bytes[7] == b'-' && (1..=days(year, month)).contains(&day)
}

/// The days of a month; none for a month that does not exist.
fn days(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    }
}

fn is_time_with_offset(text: &str) -> bool {
    if let Some(time) = text.strip_suffix(['Z', 'z']) {
        return is_time(time);
    }
    match text.rfind(['+', '-']) {
        Some(at) => is_time(&text[..at]) && is_offset(&text[at + 1..]),
        None => is_time(text),
    }
}

/// `hh:mm`
fn is_offset(text: &str) -> bool {
    text.len() == 5
        && text.as_bytes()[2] == b':'
        && number(text, 0, 2).is_some_and(|h| h < 24)
        && number(text, 3, 5).is_some_and(|m| m < 60)
}

/// `hh:mm`, `hh:mm:ss` or `hh:mm:ss.fff`
fn is_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    let minutes = bytes.get(2) == Some(&b':')
        && number(text, 0, 2).is_some_and(|h| h < 24)
        && number(text, 3, 5).is_some_and(|m| m < 60);
    let seconds = match bytes.get(5) {
        None => true,
        Some(b':') => number(text, 6, 8).is_some_and(|s| s <= 60),
        Some(_) => false,
    };
    let fraction = match bytes.get(8) {
        None => true,
        Some(b'.') => bytes.len() > 9 && bytes[9..].iter().all(u8::is_ascii_digit),
        Some(_) => false,
    };
    minutes && seconds && fraction
}

fn number(text: &str, from: usize, to: usize) -> Option<u32> {
    let digits = text.get(from..to)?;
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok()
}
