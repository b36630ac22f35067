//! Patterns of a part of a value as patterns of the whole.

use super::super::glob;
use super::Piece;
use ruleglot_ir::{Anchor, Case, Flags, Flavor, Part, Pattern, Regex};
use smol_str::SmolStr;
use std::fmt::Write;

/// What stands after the last separator passes the pattern.
pub(super) fn after(pattern: &Pattern, separator: char, bare: &[SmolStr], case: Case) -> Piece {
    if pattern.texts().any(|t| t.contains(separator)) {
        return Piece::Patterns(Vec::new());
    }
    match pattern.parts() {
        [] => Piece::Patterns(vec![Pattern::suffix(separator.to_string()), Pattern::default()]),
        [Part::Text(t)] => {
            let mut out = vec![Pattern::suffix(format!("{separator}{t}"))];
            out.extend(
                bare.iter().filter(|b| glob::same(b, t, case)).map(|b| Pattern::literal(b.clone())),
            );
            Piece::Patterns(out)
        }
        // The end of the value is the end of its last part.
        [Part::Run, Part::Text(_)] => Piece::Patterns(vec![pattern.clone()]),
        [Part::Run, rest @ ..] => Piece::Regex(format!("{}$", body(rest, separator))),
        parts => {
            let cut = regex_char(separator);
            Piece::Regex(format!("(?:^|{cut}){}$", body(parts, separator)))
        }
    }
}

/// What stands before the first separator passes the pattern.
pub(super) fn before(pattern: &Pattern, separator: char) -> Piece {
    if pattern.texts().any(|t| t.contains(separator)) {
        return Piece::Patterns(Vec::new());
    }
    match pattern.parts() {
        [Part::Text(t)] => Piece::Patterns(vec![Pattern::prefix(format!("{t}{separator}"))]),
        parts => Piece::Regex(format!("^{}{}", body(parts, separator), regex_char(separator))),
    }
}

/// What stands before the last separator passes the pattern.
pub(super) fn before_last(pattern: &Pattern, separator: char) -> Piece {
    // Open at its end, it passes before the last one when it passes before any.
    if let [.., Part::Run] = pattern.parts() {
        let more = [Part::Text(separator.to_string().into()), Part::Run];
        return Piece::Patterns(vec![Pattern::new(pattern.parts().iter().cloned().chain(more))]);
    }
    let cut = regex_char(separator);
    let mut text = String::from("^");
    for part in pattern.parts() {
        match part {
            Part::Run => text.push_str(".*"),
            Part::One => text.push('.'),
            other => text.push_str(&body(std::slice::from_ref(other), separator)),
        }
    }
    Piece::Regex(format!("{text}{cut}[^{cut}]*$"))
}

/// The parts as a regular expression whose wildcards do not cross the separator.
fn body(parts: &[Part], separator: char) -> String {
    let other = format!("[^{}]", regex_char(separator));
    parts.iter().fold(String::new(), |mut out, part| {
        match part {
            Part::Text(t) => t.chars().for_each(|c| out.push_str(&regex_char(c))),
            Part::One => out.push_str(&other),
            Part::Run => {
                let _ = write!(out, "{other}*");
            }
            Part::Dash => out.push_str("[-/–—―]"),
            Part::Placeholder(name) => {
                let _ = write!(out, "%{name}%");
            }
        }
        out
    })
}

pub(super) fn regex_char(c: char) -> String {
    if c.is_alphanumeric()
        || c.is_whitespace()
        || "_-/@,;:=<>%&!\"'`~#".contains(c)
        || !c.is_ascii()
    {
        c.to_string()
    } else {
        format!("\\{c}")
    }
}

pub(super) fn regex(text: &str, case: Case) -> Regex {
    let flags = Flags { fold_case: case != Case::Exact, ..Flags::default() };
    Regex { text: text.into(), flavor: Flavor::Pcre, flags, anchor: Anchor::Search }
}
