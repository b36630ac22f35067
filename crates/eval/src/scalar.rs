//! Functions of computed values.
//!
//! A value is a list: none is null, one is a plain value, several are a list. A function that cannot read an argument
//! gives null. The ids are those of `ruleglot_ir::Function`; what each means is said beside it.

use crate::text::{number_of, text_of};
use ruleglot_ir::Number;
use serde_json::Value;

/// What a function makes of its arguments.
pub(crate) type Run = fn(&[Vec<Value>]) -> Vec<Value>;

/// The function of this id.
pub(crate) fn function(id: &str) -> Option<Run> {
    FUNCTIONS.iter().find(|(known, _)| *known == id).map(|(_, run)| *run)
}

const FUNCTIONS: &[(&str, Run)] = &[
    // Of each value of a list.
    // One character for one, as where letter case is ignored.
    ("text.lower", |a| each_text(a, |t| ruleglot_ir::simple_lowercase(t).into())),
    ("text.upper", |a| each_text(a, str::to_uppercase)),
    // Of one text.
    ("text.length", |a| text(a, 0).map_or_else(none, |t| vec![Value::from(t.chars().count())])),
    ("text.trim", |a| trimmed(a, |t, cut| t.trim_matches(cut).to_owned())),
    ("text.trim-start", |a| trimmed(a, |t, cut| t.trim_start_matches(cut).to_owned())),
    ("text.trim-end", |a| trimmed(a, |t, cut| t.trim_end_matches(cut).to_owned())),
    ("text.substring", substring),
    ("text.replace-regex", replaced),
    ("text.url-decode", |a| text(a, 0).and_then(|t| url_decoded(&t)).map_or_else(none, one)),
    ("text.join", |a| match (text(a, 0), text(a, 1)) {
        (Some(l), Some(r)) => one(format!("{l}{r}")),
        _ => none(),
    }),
    // What a named group of an expression matches first, or each time.
    ("text.extract-regex", extracted),
    ("text.of-value", |a| text(a, 0).map_or_else(none, one)),
    // The list of the parts; an empty separator cuts between characters.
    ("text.split", split),
    // Of numbers; text that spells one is one.
    ("number.of-text", |a| number(a, 0).map_or_else(none, of_number)),
    ("number.add-or-join", |a| match (number(a, 0), number(a, 1)) {
        (Some(l), Some(r)) => of_float(l.as_f64() + r.as_f64()),
        _ => function("text.join").map_or_else(none, |join| join(a)),
    }),
    ("number.subtract", |a| arithmetic(a, |l, r| Some(l - r))),
    ("number.multiply", |a| arithmetic(a, |l, r| Some(l * r))),
    ("number.divide", |a| arithmetic(a, |l, r| (r != 0.0).then(|| l / r))),
    ("number.remainder", |a| arithmetic(a, |l, r| (r != 0.0).then(|| l % r))),
    ("number.power", |a| arithmetic(a, |l, r| Some(l.powf(r)))),
    ("number.negate", |a| number(a, 0).map_or_else(none, |n| of_float(-n.as_f64()))),
    ("number.abs", |a| number(a, 0).map_or_else(none, |n| of_float(n.as_f64().abs()))),
    ("number.floor", |a| number(a, 0).map_or_else(none, |n| of_float(n.as_f64().floor()))),
    ("number.ceiling", |a| number(a, 0).map_or_else(none, |n| of_float(n.as_f64().ceil()))),
    ("number.root", |a| number(a, 0).map_or_else(none, |n| of_float(n.as_f64().sqrt()))),
    ("number.round", rounded),
    ("number.max", |a| extreme(a, std::cmp::Ordering::Greater)),
    ("number.min", |a| extreme(a, std::cmp::Ordering::Less)),
    // Of whole lists. The length of nothing is null, not 0.
    ("list.length", |a| {
        a.first().filter(|l| !l.is_empty()).map_or_else(none, |l| vec![Value::from(l.len())])
    }),
    ("list.slice", slice),
    ("list.join", |a| match (a.first(), text(a, 1)) {
        (Some(list), Some(by)) if !list.is_empty() => {
            one(list.iter().filter_map(text_of).collect::<Vec<_>>().join(&by))
        }
        _ => none(),
    }),
    ("list.find-regex", found),
    ("list.distinct", |a| {
        let mut out: Vec<Value> = Vec::new();
        for value in a.first().into_iter().flatten() {
            if !out.contains(value) {
                out.push(value.clone());
            }
        }
        out
    }),
    ("list.sort", |a| {
        let mut out = a.first().cloned().unwrap_or_default();
        out.sort_by(|x, y| text_of(x).cmp(&text_of(y)));
        out
    }),
    ("list.zip", |a| {
        let (Some(l), Some(r)) = (a.first(), a.get(1)) else { return none() };
        let by = text(a, 2).unwrap_or_else(|| ",".to_owned());
        let pair = |(l, r): (&Value, &Value)| {
            Some(Value::String(format!("{}{by}{}", text_of(l)?, text_of(r)?)))
        };
        l.iter().zip(r).filter_map(pair).collect()
    }),
    // Numbers from one up to another, which is left out.
    ("list.range", |a| {
        let (Some(Number::Int(from)), Some(Number::Int(to))) = (number(a, 0), number(a, 1)) else {
            return none();
        };
        let step = if let Some(Number::Int(step)) = number(a, 2) { step.max(1) } else { 1 };
        let step = usize::try_from(step).unwrap_or(usize::MAX);
        (from..to).step_by(step).take(MOST_VALUES).flat_map(|i| of_number(Number::Int(i))).collect()
    }),
    // Seconds since the epoch, moved by a specifier such as `-1d@d`; in UTC.
    ("time.shift", |a| match (number(a, 0), text(a, 1)) {
        (Some(at), Some(spec)) => {
            crate::moment::shifted(at.as_f64(), &spec).map_or_else(none, of_float)
        }
        _ => none(),
    }),
    ("time.parse", |a| match (text(a, 0), text(a, 1)) {
        (Some(text), Some(format)) => {
            crate::moment::parsed(&text, &format).map_or_else(none, of_float)
        }
        _ => none(),
    }),
    ("time.format", |a| match (number(a, 0), text(a, 1)) {
        (Some(at), Some(format)) => {
            crate::moment::formatted(at.as_f64(), &format).map_or_else(none, one)
        }
        _ => none(),
    }),
    ("list.append", |a| a.iter().flatten().cloned().collect()),
];

/// Longer lists are not made.
const MOST_VALUES: usize = 100_000;

fn none() -> Vec<Value> {
    Vec::new()
}

fn one(text: String) -> Vec<Value> {
    vec![Value::String(text)]
}

fn of_number(n: Number) -> Vec<Value> {
    match n {
        Number::Int(i) => i64::try_from(i)
            .map_or_else(|_| vec![Value::from(n.as_f64())], |i| vec![Value::from(i)]),
        Number::Float(_) => of_float(n.as_f64()),
    }
}

fn of_float(x: f64) -> Vec<Value> {
    match Number::new(x) {
        Some(Number::Int(i)) if i64::try_from(i).is_ok() => of_number(Number::Int(i)),
        Some(_) => vec![Value::from(x)],
        None => none(),
    }
}

/// The one value of an argument.
fn only(args: &[Vec<Value>], index: usize) -> Option<&Value> {
    match args.get(index)?.as_slice() {
        [one] => Some(one),
        _ => None,
    }
}

fn text(args: &[Vec<Value>], index: usize) -> Option<String> {
    only(args, index).and_then(text_of).map(std::borrow::Cow::into_owned)
}

fn number(args: &[Vec<Value>], index: usize) -> Option<Number> {
    only(args, index).and_then(number_of)
}

fn each_text(args: &[Vec<Value>], change: fn(&str) -> String) -> Vec<Value> {
    args.first()
        .into_iter()
        .flatten()
        .filter_map(text_of)
        .map(|t| Value::String(change(&t)))
        .collect()
}

fn arithmetic(args: &[Vec<Value>], run: fn(f64, f64) -> Option<f64>) -> Vec<Value> {
    match (number(args, 0), number(args, 1)) {
        (Some(l), Some(r)) => run(l.as_f64(), r.as_f64()).map_or_else(none, of_float),
        _ => none(),
    }
}

/// Without blanks, or the characters of the second argument, at its ends.
fn trimmed(args: &[Vec<Value>], cut: fn(&str, &dyn Fn(char) -> bool) -> String) -> Vec<Value> {
    let set = text(args, 1);
    let is_cut = |c: char| set.as_ref().map_or(matches!(c, ' ' | '\t'), |s| s.contains(c));
    text(args, 0).map_or_else(none, |t| one(cut(&t, &is_cut)))
}

/// From a position counted from 1, or from the end when negative, so many characters.
fn substring(args: &[Vec<Value>]) -> Vec<Value> {
    let (Some(t), Some(Number::Int(start))) = (text(args, 0), number(args, 1)) else {
        return none();
    };
    let chars: Vec<char> = t.chars().collect();
    let len = i128::try_from(chars.len()).unwrap_or(i128::MAX);
    let from = if start < 0 { (len + start).max(0) } else { (start - 1).max(0) };
    let to = match args.get(2).map(|_| number(args, 2)) {
        None => len,
        Some(Some(Number::Int(count))) => (from + count.max(0)).min(len),
        Some(_) => return none(),
    };
    let (from, to) = (usize::try_from(from).unwrap_or(0), usize::try_from(to).unwrap_or(0));
    one(chars.get(from..to.max(from)).unwrap_or_default().iter().collect())
}

/// Every match replaced; `\1` in the replacement is the first group.
fn replaced(args: &[Vec<Value>]) -> Vec<Value> {
    let (Some(t), Some(pattern), Some(by)) = (text(args, 0), text(args, 1), text(args, 2)) else {
        return none();
    };
    let Ok(regex) = fancy_regex::Regex::new(&pattern) else { return none() };
    let mut out = String::new();
    let mut last = 0;
    for found in regex.captures_iter(&t) {
        let Ok(found) = found else { return none() };
        let Some(whole) = found.get(0) else { continue };
        out.push_str(&t[last..whole.start()]);
        let mut rest = by.chars().peekable();
        while let Some(c) = rest.next() {
            match (c, rest.peek().and_then(|d| d.to_digit(10))) {
                ('\\', Some(group)) => {
                    rest.next();
                    out.push_str(found.get(group as usize).map_or("", |g| g.as_str()));
                }
                _ => out.push(c),
            }
        }
        last = whole.end();
    }
    out.push_str(&t[last..]);
    one(out)
}

fn extracted(args: &[Vec<Value>]) -> Vec<Value> {
    let (Some(t), Some(pattern), Some(group)) = (text(args, 0), text(args, 1), text(args, 2))
    else {
        return none();
    };
    let Ok(regex) = fancy_regex::Regex::new(&pattern) else { return none() };
    let most = if text(args, 3).as_deref() == Some("all") { MOST_VALUES } else { 1 };
    let found = regex.captures_iter(&t).take(most).map_while(Result::ok);
    found.filter_map(|c| c.name(&group).map(|m| Value::from(m.as_str()))).collect()
}

fn url_decoded(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let bytes = text.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        let hex = |at: usize| bytes.get(at).and_then(|b| char::from(*b).to_digit(16));
        if bytes[i] == b'%'
            && let (Some(high), Some(low)) = (hex(i + 1), hex(i + 2))
        {
            out.push(u8::try_from(high * 16 + low).ok()?);
            i += 3;
        } else {
            out.push(bytes[i]);
            i += 1;
        }
    }
    String::from_utf8(out).ok()
}

fn split(args: &[Vec<Value>]) -> Vec<Value> {
    let (Some(t), Some(by)) = (text(args, 0), text(args, 1)) else { return none() };
    if by.is_empty() {
        return t.chars().map(|c| Value::String(c.to_string())).collect();
    }
    t.split(by.as_str()).map(Value::from).collect()
}

/// To so many digits after the point, halves away from zero.
fn rounded(args: &[Vec<Value>]) -> Vec<Value> {
    let Some(x) = number(args, 0) else { return none() };
    let digits = match args.get(1).map(|_| number(args, 1)) {
        None => 0,
        Some(Some(Number::Int(d))) => i32::try_from(d).unwrap_or(0),
        Some(_) => return none(),
    };
    let scale = 10_f64.powi(digits);
    of_float((x.as_f64() * scale).round() / scale)
}

/// Splunk ranks text above numbers.
fn extreme(args: &[Vec<Value>], wanted: std::cmp::Ordering) -> Vec<Value> {
    let rank = |a: &Value, b: &Value| match (number_of(a), number_of(b)) {
        (Some(x), Some(y)) => x.as_f64().total_cmp(&y.as_f64()),
        (Some(_), None) => std::cmp::Ordering::Less,
        (None, Some(_)) => std::cmp::Ordering::Greater,
        (None, None) => text_of(a).cmp(&text_of(b)),
    };
    let best =
        args.iter().flatten().reduce(|best, v| if rank(v, best) == wanted { v } else { best });
    best.cloned().into_iter().collect()
}

/// One value by its index from 0, or those between two, both included; from the end when negative.
fn slice(args: &[Vec<Value>]) -> Vec<Value> {
    let Some(list) = args.first() else { return none() };
    let len = i128::try_from(list.len()).unwrap_or(i128::MAX);
    let index = |at: usize| match number(args, at) {
        Some(Number::Int(i)) if i < 0 => Some(len + i),
        Some(Number::Int(i)) => Some(i),
        _ => None,
    };
    let Some(from) = index(1) else { return none() };
    let to = if args.len() > 2 { index(2) } else { Some(from) };
    let (Ok(from), Some(Ok(to))) = (usize::try_from(from), to.map(usize::try_from)) else {
        return none();
    };
    list.get(from..=to.min(list.len().saturating_sub(1))).map_or_else(none, <[Value]>::to_vec)
}

/// The index of the first value that matches.
fn found(args: &[Vec<Value>]) -> Vec<Value> {
    let (Some(list), Some(pattern)) = (args.first(), text(args, 1)) else { return none() };
    let Ok(regex) = fancy_regex::Regex::new(&pattern) else { return none() };
    let matches =
        |v: &Value| text_of(v).is_some_and(|t| regex.is_match(t.as_ref()).unwrap_or(false));
    list.iter().position(matches).map_or_else(none, |i| vec![Value::from(i)])
}
