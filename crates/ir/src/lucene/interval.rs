//! Numbers from one to another (`<1-100>`), as digits.

use super::{ClassItem, Lucene};

/// The decimal numbers between two, with so many digits; of any width, zeros in front, where `width` is 0.
pub(super) fn numbers(from: u32, to: u32, width: usize) -> Lucene {
    if width > 0 {
        return between(&format!("{from:0width$}"), &format!("{to:0width$}"));
    }
    let longest = to.to_string().len();
    let any = (from.to_string().len()..=longest).map(|width| {
        let least = from.to_string();
        let low = if least.len() == width { least } else { format!("1{:0<1$}", "", width - 1) };
        let high = if width == longest { to.to_string() } else { "9".repeat(width) };
        between(&low, &high)
    });
    let zeros = Lucene::Repeat { of: Box::new(Lucene::Char('0')), min: 0, max: None };
    Lucene::Concat(vec![zeros, Lucene::Union(any.collect())])
}

/// Texts of digits between two of the same length.
fn between(low: &str, high: &str) -> Lucene {
    let (Some(first), Some(last)) = (low.chars().next(), high.chars().next()) else {
        return Lucene::Empty;
    };
    let (low, high) = (&low[1..], &high[1..]);
    if low.is_empty() {
        return digits(first, last);
    }
    let then = |digits: Lucene, rest: Lucene| Lucene::Concat(vec![digits, rest]);
    if first == last {
        return then(Lucene::Char(first), between(low, high));
    }
    let mut any = vec![then(Lucene::Char(first), between(low, &"9".repeat(low.len())))];
    let (after, before) = (next(first, 1), next(last, -1));
    if after <= before {
        any.push(then(digits(after, before), rest(low.len())));
    }
    any.push(then(Lucene::Char(last), between(&"0".repeat(high.len()), high)));
    Lucene::Union(any)
}

fn next(digit: char, by: i8) -> char {
    u8::try_from(digit).ok().and_then(|d| d.checked_add_signed(by)).map_or(digit, char::from)
}

fn digits(from: char, to: char) -> Lucene {
    if from == to {
        return Lucene::Char(from);
    }
    Lucene::Class { negated: false, items: vec![ClassItem::Range(from, to)] }
}

fn rest(length: usize) -> Lucene {
    let times = u32::try_from(length).unwrap_or(u32::MAX);
    Lucene::Repeat { of: Box::new(digits('0', '9')), min: times, max: Some(times) }
}
