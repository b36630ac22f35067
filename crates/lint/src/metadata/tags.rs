//! Tags of Sigma rules outside ATT&CK, which has lints of its own.

use crate::sigma_rule::{Said, SigmaRule};
use ruleglot_knowledge::nearest;

/// The namespaces of the specification.
pub(super) const NAMESPACES: [&str; 7] =
    ["attack", "car", "cve", "d3fend", "detection", "stp", "tlp"];

/// A tag in its two parts.
pub(super) struct Tag<'a> {
    pub(super) space: &'a str,
    pub(super) name: &'a str,
    pub(super) said: Said<'a>,
}

/// The tags of a rule that have a namespace; what is none is told by the schema.
pub(super) fn of<'a>(rule: &SigmaRule<'a>) -> impl Iterator<Item = Tag<'a>> {
    let lower = |text: &str| !text.bytes().any(|b| b.is_ascii_uppercase());
    rule.list("tags").filter(move |said| lower(said.text)).filter_map(|said| {
        let (space, name) = said.text.split_once('.')?;
        Some(Tag { space, name, said })
    })
}

/// The namespace that an unknown one was probably meant to be.
pub(super) fn meant(space: &str, name: &str) -> Option<&'static str> {
    if NAMESPACES.contains(&space) {
        return None;
    }
    if is_technique(name) {
        return Some("attack");
    }
    nearest(space, NAMESPACES).filter(|known| known.len() > 3 || has_same_letters(space, known))
}

/// Of short words many are one letter apart: only letters that changed places are a slip.
fn has_same_letters(one: &str, other: &str) -> bool {
    let sorted = |word: &str| {
        let mut bytes = word.as_bytes().to_vec();
        bytes.sort_unstable();
        bytes
    };
    sorted(one) == sorted(other)
}

/// `t1059`, `t1059.001`
fn is_technique(name: &str) -> bool {
    let Some(number) = name.strip_prefix('t') else { return false };
    let (technique, sub) = number.split_once('.').unwrap_or((number, "000"));
    digits(technique, 4..=4) && digits(sub, 3..=3)
}

/// The form that a tag of a namespace has, in words, where this one has another.
pub(super) fn broken_form(space: &str, name: &str) -> Option<&'static str> {
    let (right, form) = match space {
        "car" => (is_car(name), "an analytic like `car.2016-04-005`"),
        "cve" => (is_cve(name), "a number like `cve.2021-44228`"),
        "d3fend" => (
            is_d3fend(name),
            "a technique like `d3fend.d3-fe` or an artefact like `d3fend.d3f-file`",
        ),
        "detection" => (
            ["dfir", "emerging-threats", "threat-hunting"].contains(&name),
            "`detection.dfir`, `detection.emerging-threats` or `detection.threat-hunting`",
        ),
        "stp" => (is_stp(name), "a level like `stp.2` or `stp.2a`"),
        "tlp" => (
            ["red", "amber", "amber-strict", "green", "clear", "white"].contains(&name),
            "`tlp.red`, `tlp.amber`, `tlp.amber-strict`, `tlp.green` or `tlp.clear`",
        ),
        _ => return None,
    };
    (!right).then_some(form)
}

fn digits(text: &str, long: std::ops::RangeInclusive<usize>) -> bool {
    long.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_car(name: &str) -> bool {
    let parts: Vec<&str> = name.split('-').collect();
    matches!(parts[..], [a, b, c] if digits(a, 4..=4) && digits(b, 2..=2) && digits(c, 3..=3))
}

fn is_cve(name: &str) -> bool {
    name.split_once('-').is_some_and(|(year, number)| digits(year, 4..=4) && digits(number, 4..=9))
}

/// A level of the Summiting the Pyramid project: 1 to 5, and whether it is of the application, the user or the kernel.
fn is_stp(name: &str) -> bool {
    let level = name.strip_suffix(['a', 'u', 'k']).unwrap_or(name);
    matches!(level, "1" | "2" | "3" | "4" | "5")
}

fn is_d3fend(name: &str) -> bool {
    let tactics = ["model", "harden", "detect", "isolate", "deceive", "evict", "restore"];
    let below = |prefix| name.strip_prefix(prefix).is_some_and(|rest: &str| !rest.is_empty());
    tactics.contains(&name) || below("d3-") || below("d3f-")
}
