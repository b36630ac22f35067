//! Sigma's strings: wildcards, escapes, placeholders and dashes, to patterns and back.

use crate::plan::{Expand, TextPlan, Windash};
use ruleglot_ir::{Part, Pattern, Place};

/// The five dashes that `windash` makes interchangeable.
pub(crate) const DASHES: [char; 5] = ['-', '/', '\u{2013}', '\u{2014}', '\u{2015}'];

/// The parts of a value.
///
/// Sigma 2.1, "Escaping": only `\`, `*` and `?` are escaped, in one pass from the left; any other backslash is itself.
/// Under `expand`, `\%` is a literal percent sign.
pub(crate) fn unescape(text: &str, expand: Expand) -> Pattern {
    if memchr(text) {
        return Pattern::literal(text);
    }
    let mut pattern = Pattern::default();
    let mut literal = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let (taken, part) = step(rest, c, expand);
        rest = &rest[taken..];
        match part {
            Step::Char(c) => literal.push(c),
            Step::Part(part) => {
                pattern.push(Part::Text(std::mem::take(&mut literal).into()));
                pattern.push(part);
            }
        }
    }
    pattern.push(Part::Text(literal.into()));
    pattern
}

/// Whether nothing in the text is special.
fn memchr(text: &str) -> bool {
    !text.bytes().any(|b| matches!(b, b'\\' | b'*' | b'?' | b'%'))
}

enum Step {
    Char(char),
    Part(Part),
}

fn step(rest: &str, c: char, expand: Expand) -> (usize, Step) {
    let after = &rest[c.len_utf8()..];
    match (c, after.chars().next()) {
        ('\\', Some(next @ ('\\' | '*' | '?'))) => (2, Step::Char(next)),
        ('\\', Some('%')) if expand == Expand::On => (2, Step::Char('%')),
        ('*', _) => (1, Step::Part(Part::Run)),
        ('?', _) => (1, Step::Part(Part::One)),
        ('%', _) if expand == Expand::On => match placeholder(after) {
            Some(name) => (name.len() + 2, Step::Part(Part::Placeholder(name.into()))),
            None => (1, Step::Char('%')),
        },
        _ => (c.len_utf8(), Step::Char(c)),
    }
}

/// The name at the beginning of what follows a `%`, if another `%` ends it.
fn placeholder(after: &str) -> Option<&str> {
    let end = after.find(['%', '*', '?', '\\'])?;
    (end > 0 && after[end..].starts_with('%')).then(|| &after[..end])
}

/// The value that [`unescape`] reads as these parts. A dash is written `-`.
pub(crate) fn escape(parts: &[Part], expand: Expand) -> String {
    let mut out = String::new();
    for (i, part) in parts.iter().enumerate() {
        match part {
            Part::Text(text) => escape_text(text, parts.get(i + 1), expand, &mut out),
            Part::Run => out.push('*'),
            Part::One => out.push('?'),
            Part::Dash => out.push('-'),
            Part::Placeholder(name) => {
                out.push('%');
                out.push_str(name);
                out.push('%');
            }
        }
    }
    out
}

fn escape_text(text: &str, next: Option<&Part>, expand: Expand, out: &mut String) {
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let special = |c: char| matches!(c, '\\' | '*' | '?') || (c == '%' && expand == Expand::On);
        let doubled = match (c, chars.peek(), next) {
            ('\\', Some(following), _) => special(*following),
            ('\\', None, Some(Part::Run | Part::One | Part::Placeholder(_))) => true,
            (c, _, _) => c != '\\' && special(c),
        };
        if doubled {
            out.push('\\');
        }
        out.push(c);
    }
}

/// Every dash that begins an option made interchangeable.
///
/// pySigma, `SigmaWindowsDashModifier`: each `-` or `/` that no word character precedes and one follows (`\B[-/]\b`).
pub(crate) fn windash(pattern: &Pattern) -> Pattern {
    let mut out = Pattern::default();
    for part in pattern.parts() {
        match part {
            Part::Text(text) => dashes(text, &mut out),
            other => out.push(other.clone()),
        }
    }
    out
}

fn dashes(text: &str, out: &mut Pattern) {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let mut before = None;
    let mut start = 0;
    for (at, c) in text.char_indices() {
        if matches!(c, '-' | '/')
            && !before.is_some_and(word)
            && text[at + 1..].chars().next().is_some_and(word)
        {
            out.push(Part::Text(text[start..at].into()));
            out.push(Part::Dash);
            start = at + 1;
        }
        before = Some(c);
    }
    out.push(Part::Text(text[start..].into()));
}

/// The pattern that a value stands for.
pub(crate) fn pattern_of(text: &str, plan: &TextPlan) -> Pattern {
    let mut value = unescape(text, plan.expand);
    if plan.windash == Windash::On {
        value = windash(&value);
    }
    placed(value, plan.place)
}

/// The pattern with room where its place leaves it.
pub(crate) fn placed(value: Pattern, place: Place) -> Pattern {
    let (before, after) = match place {
        Place::Whole => return value,
        Place::Start => (None, Some(Part::Run)),
        Place::End => (Some(Part::Run), None),
        Place::Inside => (Some(Part::Run), Some(Part::Run)),
    };
    Pattern::new(before.into_iter().chain(value.parts().iter().cloned()).chain(after))
}
