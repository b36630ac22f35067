//! Values that pass a test, and values that just miss it.

use crate::check::encoded_texts;
use regex_syntax::hir::{Class, Hir, HirKind};
use ruleglot_ir::{
    ByMapping, Inequality, IpClass, Literal, Number, Part, Pattern, Regex, Shape, Test, TimePoint,
};
use serde_json::{Value, json};
use std::net::IpAddr;

/// Values for one test.
#[derive(Debug, Default)]
pub(crate) struct Values {
    /// Values that should pass, one for each alternative.
    pub(crate) hits: Vec<Value>,
    /// Values close to a hit: another case, a character off, another type.
    pub(crate) near: Vec<Value>,
}

/// How many alternatives get all kinds of near misses; each gets those at its ends.
const NEAR: usize = 3;

impl Values {
    /// Values for a test of values; at most `most` hits.
    pub(crate) fn of(test: &Test, most: usize) -> Self {
        let mut values = Self { hits: hits(test, most), near: Vec::new() };
        let patterns = patterns(test);
        values.near.extend(patterns.iter().take(most).flat_map(ends));
        let spread = values.hits.len().div_ceil(NEAR).max(1);
        for hit in values.hits.iter().step_by(spread) {
            values.near.extend(near(hit));
        }
        for pattern in patterns.iter().step_by(patterns.len().div_ceil(NEAR).max(1)) {
            values.near.extend(filled_otherwise(pattern));
        }
        if matches!(test, Test::Matches(_) | Test::Term { .. } | Test::AnyWord { .. }) {
            let hits = values.hits.iter().take(HITS).filter_map(Value::as_str);
            values.near.extend(hits.flat_map(edges));
        }
        values.near.push(json!("ruleglot"));
        values
    }

    /// Values for a test of shape.
    pub(crate) fn of_shape(shape: Shape) -> Self {
        let hits = match shape {
            Shape::Key | Shape::NotNull | Shape::Valued | Shape::NonEmpty | Shape::Truthy => {
                vec![json!("x")]
            }
            Shape::Type(_) => vec![
                json!("x"),
                json!(1),
                json!(true),
                json!([1]),
                json!({"k": 1}),
                json!("10.0.0.1"),
            ],
        };
        Self { hits, near: vec![json!(0), json!(false)] }
    }
}

/// The patterns of a test of text.
fn patterns(test: &Test) -> &[Pattern] {
    match test {
        Test::Text { any, .. } | Test::AnyWord { any, .. } => any,
        Test::ByMapping(ByMapping::Match { pattern, .. }) => std::slice::from_ref(pattern),
        _ => &[],
    }
}

/// More text at each end, and in place of each wildcard; the last letter in its other case.
fn ends(pattern: &Pattern) -> Vec<Value> {
    let text = filled(pattern, "");
    let mut out = vec![json!(format!("z{text}")), json!(format!("{text}z"))];
    if let Some((at, last)) = text.char_indices().rfind(|(_, c)| c.is_alphabetic()) {
        let (head, tail) = (&text[..at], &text[at + last.len_utf8()..]);
        out.push(json!(format!("{head}{}{tail}", swapped(&last.to_string()))));
    }
    if pattern.as_literal().is_none() {
        out.push(json!(filled(pattern, "z")));
    }
    out
}

/// How many hits of a test of words or of a regular expression are shown in other surroundings.
const HITS: usize = 4;

/// What may join a word to what stands beside it, or cut it off.
fn edges(text: &str) -> Vec<Value> {
    let beside = [".", ":", "'", ",", ";", "_", "-", "0", " ", "\n", "é"];
    beside
        .iter()
        .flat_map(|c| [json!(format!("{text}{c}x")), json!(format!("x{c}{text}"))])
        .collect()
}

fn hits(test: &Test, most: usize) -> Vec<Value> {
    match test {
        Test::Anything => vec![json!("x")],
        Test::Text { .. } | Test::AnyWord { .. } | Test::ByMapping(ByMapping::Match { .. }) => {
            patterns(test).iter().take(most).map(|p| json!(filled(p, ""))).collect()
        }
        Test::ByMapping(ByMapping::Order { op, bound }) => match Number::parse(bound) {
            Some(n) => around(*op, &Literal::Number(n)),
            None => around(*op, &Literal::Text(bound.clone())),
        },
        Test::Equal { any, .. } => any.iter().take(most).map(literal).collect(),
        Test::Matches(regex) => samples(regex).into_iter().map(Value::String).collect(),
        Test::Term { text, .. } => {
            vec![json!(text.as_str()), json!(format!("before {text} after"))]
        }
        Test::Order { op, bound, .. } => around(*op, bound),
        Test::Net { any, .. } => {
            any.iter().take(most).map(|net| json!(net.network().to_string())).collect()
        }
        Test::IpClass(class) => vec![json!(match class {
            IpClass::Private => "10.1.2.3",
            IpClass::Global | IpClass::V4 => "93.184.216.34",
            IpClass::V6 => "2001:db8::1",
            IpClass::Loopback => "127.0.0.1",
        })],
        Test::Encoded { steps, text, .. } => {
            encoded_texts(steps, text).into_iter().map(Value::String).collect()
        }
        Test::AllOf(tests) => tests.iter().flat_map(|t| hits(t, most)).collect(),
        Test::Fails(inner) => near(&json!("x")).into_iter().chain(hits(inner, most)).collect(),
        Test::InList { .. } => Vec::new(),
    }
}

/// The pattern with each run filled by `filler`.
pub(crate) fn filled(pattern: &Pattern, filler: &str) -> String {
    pattern
        .parts()
        .iter()
        .map(|p| match p {
            Part::Text(t) => t.as_str(),
            Part::One => "q",
            Part::Run => filler,
            Part::Dash => "-",
            Part::Placeholder(name) => name.as_str(),
        })
        .collect()
}

/// What wildcards must and must not cross: blanks, line breaks, separators of paths, themselves.
fn filled_otherwise(pattern: &Pattern) -> Vec<Value> {
    if pattern.as_literal().is_some() {
        return Vec::new();
    }
    let mut out: Vec<Value> = ["z", "a b", "a\nb", r"\", "/", "*", "?"]
        .iter()
        .map(|filler| json!(filled(pattern, filler)))
        .collect();
    if pattern.parts().contains(&Part::Dash) {
        for dash in ['/', '–', '—', '―', '_'] {
            let parts = pattern.parts().iter().map(|p| match p {
                Part::Dash => Part::Text(dash.to_string().into()),
                other => other.clone(),
            });
            out.push(json!(filled(&Pattern::new(parts), "")));
        }
    }
    if pattern.parts().contains(&Part::One) {
        for one in ["", "qq", "\n", "?"] {
            let parts = pattern.parts().iter().map(|p| match p {
                Part::One => Part::Text(one.into()),
                other => other.clone(),
            });
            out.push(json!(filled(&Pattern::new(parts), "")));
        }
    }
    out
}

/// Values one step away from a hit.
fn near(hit: &Value) -> Vec<Value> {
    match hit {
        Value::String(text) => near_text(text),
        Value::Number(n) => {
            vec![json!(n.to_string()), json!(format!("{n}.0")), json!(format!("0{n}")), json!(true)]
        }
        Value::Bool(b) => vec![json!(b.to_string()), json!(!b), json!(i32::from(*b))],
        _ => Vec::new(),
    }
}

/// Each letter in its other case.
fn swapped(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_lowercase() { upper(c) } else { c.to_lowercase().next().unwrap_or(c) })
        .collect()
}

fn near_text(text: &str) -> Vec<Value> {
    let mut out = vec![
        json!(swapped(text)),
        json!(format!("{text}x")),
        json!(format!("x{text}")),
        json!(format!("x {text} x")),
    ];
    if let Some((last, _)) = text.char_indices().last() {
        out.push(json!(&text[..last]));
    }
    if let Some(first) = text.chars().next() {
        out.push(json!(&text[first.len_utf8()..]));
    }
    let middle = text.char_indices().nth(text.chars().count() / 2).map(|(i, _)| i);
    if let Some(at) = middle {
        out.push(json!(format!("{}\u{b7}{}", &text[..at], &text[at..])));
    }
    if text.contains('\\') {
        out.push(json!(text.replace('\\', r"\\")));
        out.push(json!(text.replace('\\', "")));
    }
    if text.contains(['*', '?']) {
        out.push(json!(text.replace('*', "xy").replace('?', "q")));
    }
    if text.contains('/') {
        out.push(json!(text.replace('/', r"\")));
    }
    if text.contains(' ') {
        out.extend(text.split(' ').map(|w| json!(w)));
        out.push(json!(text.replace(' ', "  ")));
    }
    if let Ok(n) = text.parse::<i64>() {
        out.push(json!(n));
    }
    out.extend(text.parse::<bool>().ok().map(Value::Bool));
    out
}

fn upper(c: char) -> char {
    let mut upper = c.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

fn literal(literal: &Literal) -> Value {
    match literal {
        Literal::Text(t) => json!(t.as_str()),
        Literal::Number(n) => number(*n),
        Literal::Bool(b) => json!(b),
        Literal::Ip(ip) => json!(ip.to_string()),
        Literal::Time(TimePoint::At(t)) => json!(t.as_str()),
        Literal::Time(TimePoint::Relative { .. }) | Literal::Span(_) => Value::Null,
    }
}

fn number(n: Number) -> Value {
    match n {
        Number::Int(i) => i64::try_from(i).map_or_else(|_| json!(i.to_string()), |i| json!(i)),
        Number::Float(_) => json!(n.as_f64()),
    }
}

/// Values just below, at and above a bound; the hit first.
fn around(op: Inequality, bound: &Literal) -> Vec<Value> {
    let mut values = match bound {
        Literal::Number(Number::Int(i)) => [i - 1, *i, i + 1]
            .iter()
            .map(|i| number(Number::Int(*i)))
            .chain([json!(i.to_string())])
            .collect(),
        Literal::Number(n) => {
            vec![json!(n.as_f64() - 0.5), json!(n.as_f64()), json!(n.as_f64() + 0.5)]
        }
        Literal::Text(t) => vec![json!(""), json!(t.as_str()), json!(format!("{t}x"))],
        Literal::Ip(ip) => beside(*ip),
        Literal::Time(_) => {
            vec![json!("1999-12-31T23:59:59Z"), literal(bound), json!("2999-01-01T00:00:00Z")]
        }
        Literal::Bool(_) | Literal::Span(_) => Vec::new(),
    };
    if matches!(op, Inequality::Gt | Inequality::Ge) {
        values.reverse();
    }
    values
}

fn beside(ip: IpAddr) -> Vec<Value> {
    let texts = match ip {
        IpAddr::V4(v4) => {
            let bits = v4.to_bits();
            [bits.saturating_sub(1), bits, bits.saturating_add(1)]
                .map(|b| std::net::Ipv4Addr::from_bits(b).to_string())
        }
        IpAddr::V6(v6) => {
            let bits = v6.to_bits();
            [bits.saturating_sub(1), bits, bits.saturating_add(1)]
                .map(|b| std::net::Ipv6Addr::from_bits(b).to_string())
        }
    };
    texts.into_iter().map(Value::String).collect()
}

/// Texts that match a regular expression, one for each outer alternative; none when it is not a regular language.
fn samples(regex: &Regex) -> Vec<String> {
    let mut regex = crate::lucene::without_automata(regex);
    // In Lucene's notation letters in both cases are a class, of which the one that is written comes first.
    regex.flags.fold_case &= regex.flavor == ruleglot_ir::Flavor::Lucene;
    let Some(hir) = crate::regex::regex_syntax_of(&regex) else { return Vec::new() };
    let alternatives = match hir.kind() {
        HirKind::Alternation(of) => of.iter().collect(),
        _ => vec![&hir],
    };
    let mut out: Vec<String> = Vec::new();
    for alternative in alternatives {
        for choice in 0..3 {
            let mut text = String::new();
            if sample(alternative, choice, &mut text).is_some() && !out.contains(&text) {
                out.push(text);
            }
        }
    }
    out
}

/// Repetitions beyond this are not spelled out.
const MOST_REPEATS: u32 = 300;

fn sample(hir: &Hir, choice: usize, out: &mut String) -> Option<()> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Some(()),
        HirKind::Literal(l) => std::str::from_utf8(&l.0).ok().map(|t| out.push_str(t)),
        HirKind::Class(Class::Unicode(class)) => {
            let ranges = class.ranges();
            let printable = |c: &char| !c.is_control();
            let first = ranges
                .iter()
                .map(|r| r.start().max(' '))
                .find(|c| printable(c) && in_class(class, *c));
            let letter =
                ['a', 'A', '0', '-', '_', '.', '/'].into_iter().find(|c| in_class(class, *c));
            out.push(
                letter
                    .or(first)
                    .or_else(|| ranges.first().map(regex_syntax::hir::ClassUnicodeRange::start))?,
            );
            Some(())
        }
        HirKind::Class(Class::Bytes(class)) => {
            out.push(class.ranges().first()?.start().into());
            Some(())
        }
        HirKind::Repetition(r) => {
            let extra = u32::from(choice == 1 && r.max.is_none_or(|max| max > r.min));
            for _ in 0..(r.min + extra).min(MOST_REPEATS) {
                sample(&r.sub, choice, out)?;
            }
            Some(())
        }
        HirKind::Capture(c) => sample(&c.sub, choice, out),
        HirKind::Concat(of) => of.iter().try_for_each(|h| sample(h, choice, out)),
        HirKind::Alternation(of) => sample(of.get(choice % of.len().max(1))?, choice, out),
    }
}

fn in_class(class: &regex_syntax::hir::ClassUnicode, c: char) -> bool {
    class.ranges().iter().any(|r| r.start() <= c && c <= r.end())
}
