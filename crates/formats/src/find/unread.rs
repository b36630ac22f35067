//! Languages that this version does not read, by their look: it is better to say what a text is than to read it as nonsense.
//!
//! Pipes and comparisons look alike in most query languages, so SPL would take the first stage of the others for words.

/// A sign of a language that is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// It is nothing else: what it is, in words.
    Sure(&'static str),
    /// It looks the same in a language that is read: its name.
    Shared(&'static str),
}

/// Words that may come before `where` in EQL are names of event categories; anything but these begins no SPL or KQL either.
const EQL_STARTS: &[&str] = &["sequence", "sample"];
/// Commands that Kusto alone has.
const KUSTO: &[&str] = &[
    "project",
    "project-away",
    "project-rename",
    "project-reorder",
    "extend",
    "summarize",
    "mv-expand",
    "mv-apply",
    "invoke",
    "evaluate",
    "parse-where",
    "distinct",
    "take",
];
/// Operators of the predicates that catalogues of rules list.
const OPERATORS: &[&str] =
    &["eq", "in", "wildcard", "starts_with", "ends_with", "contains", "regex", "regex_match"];

/// The language that a text looks like.
pub(super) fn find(text: &str) -> Option<Sign> {
    let text = uncommented(text);
    let words: Vec<&str> = text.split_whitespace().take(3).collect();
    let first = words.first()?.to_ascii_lowercase();
    if is_panther(text) {
        return Some(Sign::Sure("a Panther rule"));
    }
    if text.starts_with("rule ") && words.get(2).is_some_and(|w| w.starts_with('{')) {
        return Some(Sign::Sure("a YARA-L rule"));
    }
    if is_eql(&first, &words) {
        return Some(Sign::Sure("an EQL query"));
    }
    if first == "from" && words.get(1).is_some_and(|w| !w.starts_with('=')) && text.contains('|') {
        return Some(Sign::Sure("an ES|QL query"));
    }
    if first == "select" && text.to_ascii_lowercase().contains(" from ") {
        return Some(Sign::Sure("an SQL query"));
    }
    if is_listing(text) {
        return Some(Sign::Sure("a catalogue's list of predicates"));
    }
    if is_lucene(text) {
        return Some(Sign::Sure("a Lucene query"));
    }
    kusto(text)
}

/// The text after comments of the kinds that other languages have.
fn uncommented(text: &str) -> &str {
    let mut text = text.trim_start();
    loop {
        let rest = match text.as_bytes() {
            [b'/', b'/', ..] => text.split_once('\n').map(|(_, rest)| rest),
            [b'/', b'*', ..] => text.split_once("*/").map(|(_, rest)| rest),
            _ => return text,
        };
        text = rest.unwrap_or_default().trim_start();
    }
}

/// A rule's Python, or the YAML beside it, with or without its indentation.
fn is_panther(text: &str) -> bool {
    let has = |key: &str| text.lines().any(|line| line.trim_start().starts_with(key));
    has("def rule(event") || has("AnalysisType:") && (has("RuleID:") || has("LogTypes:"))
}

fn is_eql(first: &str, words: &[&str]) -> bool {
    let plain = |w: &str| w.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let category =
        plain(first) || first.len() > 2 && first.starts_with('"') && first.ends_with('"');
    let next = words.get(1).copied().unwrap_or_default();
    category && next == "where"
        || EQL_STARTS.contains(&first) && (next == "by" || next == "with" || next.starts_with('['))
}

/// `field operator value` on each line.
fn is_listing(text: &str) -> bool {
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    let listed = |line: &str| {
        let mut words = line.split_whitespace().skip(1).filter(|w| *w != "not");
        words.next().is_some_and(|w| OPERATORS.contains(&w))
            && words.next().is_some_and(|w| w.starts_with(['"', '[']))
    };
    lines().next().is_some() && lines().all(listed)
}

fn is_lucene(text: &str) -> bool {
    let range = |open: char, close: char| -> bool {
        let opening = format!(":{open}");
        let mut parts = text.split(opening.as_str()).skip(1);
        parts.any(|part| part.split(close).next().is_some_and(|inside| inside.contains(" TO ")))
    };
    text.starts_with("_exists_:")
        || text.contains(" _exists_:")
        || range('[', ']')
        || range('{', '}')
}

/// `Table | where …`: SPL has the pipe and a `where` too, and would take the table for a word.
fn kusto(text: &str) -> Option<Sign> {
    let mut stages = text.split('|');
    let table = stages.next()?.trim();
    let is_table = table.starts_with(|c: char| c.is_ascii_uppercase())
        && table.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let lets = text.starts_with("let ") && table.contains('=');
    let commands: Vec<&str> = stages.filter_map(|s| s.split_whitespace().next()).collect();
    let own = commands.iter().any(|c| KUSTO.contains(c));
    match (lets || is_table && !commands.is_empty(), own) {
        (true, true) => Some(Sign::Sure("a Kusto query")),
        (true, false) if lets || commands.first() == Some(&"where") => Some(Sign::Shared("kusto")),
        _ => None,
    }
}
