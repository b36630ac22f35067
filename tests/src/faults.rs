//! Faults put into written text: what a careless printer or a wrong rewrite would have made.
//!
//! Text is cut, not parsed: a fault must not depend on the code that is to notice it.

use regex::{Captures, Match, Regex};

/// A faulty text.
pub struct Fault {
    /// What was done.
    pub kind: &'static str,
    /// The text after it.
    pub text: String,
}

/// A change of one place of a text; `None` where it makes none.
type Change = fn(&str) -> Option<String>;

/// A kind of fault: where it can be made, and how the place reads after it.
struct Kind {
    name: &'static str,
    place: &'static str,
    change: Change,
}

const KUERY: &[Kind] = &[
    Kind { name: "a `not` dropped", place: r"\bnot ", change: dropped },
    Kind { name: "and for or", place: r"[\s)]or[\s(]", change: |t| Some(t.replace("or", "and")) },
    Kind { name: "or for and", place: r"[\s)]and[\s(]", change: |t| Some(t.replace("and", "or")) },
    Kind { name: "another letter case", place: r#""(?:[^"\\]|\\.)*""#, change: flipped },
    Kind { name: "another letter case", place: r#":[^\s()"]*\*[^\s()"]*"#, change: flipped },
    Kind {
        name: "another value",
        place: r#""(?:[^"\\]|\\.)+""#,
        change: |t| Some(t.replacen('"', "\"q", 1)),
    },
    Kind { name: "another value", place: r"[a-z]\*", change: |t| Some(t.replace('*', "q*")) },
    Kind { name: "a character lost", place: r#""(?:[^"\\]|\\.)+""#, change: shortened },
    Kind {
        name: "a wildcard escaped",
        place: r#"[^\s()"\\:]\*"#,
        change: |t| Some(t.replace('*', r"\*")),
    },
    Kind {
        name: "an escape lost",
        place: r#"\\[\\*:(){}<>"]"#,
        change: |t| Some(t[1..].to_owned()),
    },
    Kind {
        name: "a list member dropped",
        place: r#"[(]("(?:[^"\\]|\\.)*"|[^\s()"]+)\s+or\s"#,
        change: |_| Some("(".into()),
    },
    Kind {
        name: "a list member dropped",
        place: r#"\s+or\s+("(?:[^"\\]|\\.)*"|[^\s()":]+)\)"#,
        change: |_| Some(")".into()),
    },
    Kind {
        name: "another matcher",
        place: r#"(:|[\s(])\*[^\s()"*:]"#,
        change: |t| Some(t.replace('*', "")),
    },
    Kind {
        name: "another matcher",
        place: r#"[^\s()"*:\\]\*(\s|\)|$)"#,
        change: |t| Some(t.replace('*', "")),
    },
    Kind {
        name: "another operator",
        place: r" [<>]=? ",
        change: |t| Some(t.replace('<', "!").replace('>', "<").replace('!', ">")),
    },
    Kind {
        name: "a quote dropped",
        place: r#":"[^"]*""#,
        change: |t| Some(t.replacen('"', "", 1)),
    },
    Kind {
        name: "a quote dropped",
        place: r#"[^\\]"(\s|\)|$)"#,
        change: |t| Some(t.replacen('"', "", 1)),
    },
    Kind { name: "brackets removed", place: "", change: dropped },
];

const SIGMA: &[Kind] = &[
    Kind { name: "a `not` dropped", place: r"condition:.*\bnot ", change: last_not },
    Kind {
        name: "and for or",
        place: r"condition:.* or ",
        change: |t| Some(format!("{}and ", &t[..t.len() - 3])),
    },
    Kind {
        name: "or for and",
        place: r"condition:.* and ",
        change: |t| Some(format!("{}or ", &t[..t.len() - 4])),
    },
    Kind { name: "another count", place: r"\b1 of ", change: |_| Some("all of ".into()) },
    Kind { name: "another count", place: r"\ball of ", change: |_| Some("1 of ".into()) },
    Kind { name: "another letter case", place: r"(?m)cased: .*$", change: flipped_value },
    Kind { name: "another letter case", place: r"(?m)^ +- .*$", change: flipped },
    Kind { name: "another value", place: r"(?m)^ {8}[^-\s].*[^:>|]$", change: |t| Some(longer(t)) },
    Kind { name: "another value", place: r"(?m)^ +- [^:]*$", change: |t| Some(longer(t)) },
    Kind { name: "a character lost", place: r"(?m)^ +- '?[A-Za-z]{2}", change: shortened },
    Kind {
        name: "a wildcard escaped",
        place: r"[A-Za-z0-9 .]\*",
        change: |t| Some(t.replace('*', r"\*")),
    },
    Kind { name: "an escape lost", place: r"\\\*", change: |_| Some("*".into()) },
    Kind { name: "an escape lost", place: r"\\\\", change: |_| Some(r"\".into()) },
    Kind { name: "a list member dropped", place: r"(?m)^ +- [^:\n]*\n", change: dropped },
    Kind { name: "a test dropped", place: r"(?m)^ {8}[^-\s][^\n]*[^:\n]\n", change: dropped },
    Kind { name: "another matcher", place: r"\|contains", change: |_| Some("|startswith".into()) },
    Kind { name: "another matcher", place: r"\|startswith", change: |_| Some("|endswith".into()) },
    Kind { name: "another matcher", place: r"\|endswith", change: |_| Some("|contains".into()) },
    Kind { name: "another matcher", place: r"\|(contains|endswith|startswith)", change: dropped },
    Kind { name: "a modifier dropped", place: r"\|all\b", change: dropped },
    Kind { name: "a modifier dropped", place: r"\|cased", change: dropped },
    Kind { name: "a modifier dropped", place: r"\|(re|cidr)\b", change: dropped },
    Kind {
        name: "another operator",
        place: r"\|[lg]te?\b",
        change: |t| Some(if t.ends_with('e') { t[..3].into() } else { format!("{t}e") }),
    },
    Kind { name: "a quote dropped", place: r"(?m)'$", change: dropped },
    Kind { name: "brackets removed", place: "", change: dropped },
];

#[allow(
    clippy::unnecessary_wraps,
    reason = "one of a table of changes, some of which may not apply"
)]
fn dropped(_: &str) -> Option<String> {
    Some(String::new())
}

fn last_not(text: &str) -> Option<String> {
    text.rfind("not ").map(|at| format!("{}{}", &text[..at], &text[at + 4..]))
}

/// The last letter in its other case.
fn flipped(text: &str) -> Option<String> {
    let (at, c) = text.char_indices().rfind(|(_, c)| c.is_ascii_alphabetic())?;
    let other =
        if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() };
    // Letters of escapes and of KQL's own words are not a value's.
    let escape = text[..at].ends_with('\\');
    (!escape).then(|| format!("{}{other}{}", &text[..at], &text[at + 1..]))
}

fn flipped_value(text: &str) -> Option<String> {
    let value = text.strip_prefix("cased: ")?;
    flipped(value).map(|v| format!("cased: {v}"))
}

/// Without its last letter or digit.
fn shortened(text: &str) -> Option<String> {
    let (at, _) = text.char_indices().rfind(|(_, c)| c.is_ascii_alphanumeric())?;
    (!text[..at].ends_with('\\')).then(|| format!("{}{}", &text[..at], &text[at + 1..]))
}

/// With one letter more, inside of quotes.
fn longer(text: &str) -> String {
    match text.char_indices().last() {
        Some((at, c @ ('\'' | '"'))) => format!("{}q{c}", &text[..at]),
        _ => format!("{text}q"),
    }
}

/// Faults of a written KQL query, at most one for each kind of place; `pick` chooses the place.
pub fn of_kuery(text: &str, pick: usize) -> Vec<Fault> {
    faults(KUERY, text, 0, pick)
}

/// Faults in the detection of a written Sigma rule.
pub fn of_sigma(text: &str, pick: usize) -> Vec<Fault> {
    let start = text.find("\ndetection:\n").unwrap_or(0);
    let end = text[start + 1..].find("\n}").map_or(text.len(), |e| start + 1 + e);
    let end = ["\nlevel:", "\nfields:", "\nfalsepositives:"]
        .iter()
        .filter_map(|key| text[start + 1..].find(key).map(|at| start + 1 + at))
        .min()
        .map_or(end, |at| at + 1);
    let (head, tail) = (&text[..start], &text[end..]);
    let mut found = faults(SIGMA, &text[start..end], 0, pick);
    for fault in &mut found {
        fault.text = format!("{head}{}{tail}", fault.text);
    }
    found
}

fn faults(kinds: &[Kind], text: &str, from: usize, pick: usize) -> Vec<Fault> {
    let mut out = Vec::new();
    for kind in kinds {
        let places = if kind.place.is_empty() { brackets(text) } else { matches(kind, text, from) };
        let Some(changed) = (!places.is_empty()).then(|| &places[pick % places.len()]) else {
            continue;
        };
        if changed != text && !out.iter().any(|f: &Fault| f.text == *changed) {
            out.push(Fault { kind: kind.name, text: changed.clone() });
        }
    }
    out
}

fn matches(kind: &Kind, text: &str, from: usize) -> Vec<String> {
    let regex = Regex::new(kind.place).unwrap_or_else(|e| panic!("{e}"));
    let whole = |found: Captures<'_>| found.get(0).map(|m: Match<'_>| (m.start(), m.end()));
    regex
        .captures_iter(&text[from..])
        .filter_map(whole)
        .filter_map(|(start, end)| {
            let (start, end) = (start + from, end + from);
            let changed = (kind.change)(&text[start..end])?;
            Some(format!("{}{changed}{}", &text[..start], &text[end..]))
        })
        .collect()
}

/// The text without one pair of brackets, for each pair outside of quotes.
fn brackets(text: &str) -> Vec<String> {
    let mut open = Vec::new();
    let mut out = Vec::new();
    let (mut quoted, mut escaped) = (false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => quoted = !quoted,
            '(' if !quoted => open.push(at),
            ')' if !quoted => {
                let Some(start) = open.pop() else { continue };
                out.push(format!("{}{}{}", &text[..start], &text[start + 1..at], &text[at + 1..]));
            }
            _ => {}
        }
        if c != '\\' {
            escaped = false;
        }
    }
    out
}
