//! What there is to say of a whole conversion: at most forty lines, however many rules there are.

mod markdown;

pub(crate) use markdown::markdown;

use super::printable;
use ruleglot_engine::{Against, Change, Reason, Report, State, Summary, Verdict};
use std::fmt::Write;

/// How wide a line may be.
const WIDTH: usize = 80;
/// How many kinds of losses are told with an example.
const REASONS: usize = 6;
/// How many files that someone has to look at are named.
const FILES: usize = 4;

/// What a verdict says.
pub(crate) fn meaning(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Exact => "matches the same events",
        Verdict::Presentation => "the same events; text, schedule or grouping differ",
        Verdict::Narrower => "may miss events",
        Verdict::Wider => "may match more events",
        Verdict::Unknown => "may miss and add events, or could not be checked",
        Verdict::Failed => "refused: no rule was written",
    }
}

/// The summary.
pub(crate) fn text(report: &Report) -> String {
    let s = &report.summary;
    let mut out = heading(report);
    for verdict in Verdict::ALL {
        let rules = s.verdicts.get(verdict.word()).copied().unwrap_or(0);
        if rules > 0 {
            let _ = writeln!(out, "{rules:>7}  {:<13}{}", verdict.word(), meaning(verdict));
        }
    }
    out.push_str(&checked(report));
    out.push_str(&why(s));
    for (what, names) in open_names(s) {
        out.push_str(&list(what, &names, 2));
    }
    out.push_str(&list("licences", &licences(s), 2));
    out.push_str(&folder(report));
    out.push_str(&accepts(s));
    out
}

pub(crate) fn heading(report: &Report) -> String {
    let s = &report.summary;
    let skipped = if s.skipped > 0 { format!(", {} skipped", s.skipped) } else { String::new() };
    let rules = crate::status::count(s.rules, "rule");
    let files = crate::status::count(s.files, "file");
    format!("{rules} in {files}{skipped} → {}\n", report.to)
}

/// What was run.
pub(crate) fn checked(report: &Report) -> String {
    let ran = || report.rules.iter().filter(|r| r.verified.events > 0).map(|r| r.verified);
    let (rules, same) =
        (ran().count(), report.rules.iter().filter(|r| r.verified.identity).count());
    let mut out = String::new();
    if rules > 0 {
        let events: usize = ran().map(|v| v.events).sum();
        let (predicates, decisive) =
            ran().fold((0, 0), |(p, d), v| (p + v.predicates, d + v.decisive));
        let _ = writeln!(
            out,
            "checked: {rules} read back and run on {events} events; {decisive} of {predicates} \
             predicates decide"
        );
    }
    if same > 0 {
        let _ = writeln!(out, "{same} of this format already: the same bytes");
    }
    out
}

/// What kept rules from being exact: first what changes the events, with an example each; then what only shows.
fn why(s: &Summary) -> String {
    let (shows, changes): (Vec<&Reason>, Vec<&Reason>) =
        s.reasons.iter().partition(|r| r.effect == Verdict::Presentation.word());
    let mut out = String::new();
    if !changes.is_empty() {
        out.push_str("why, by the number of rules:\n");
    }
    for reason in changes.iter().take(REASONS) {
        let _ = writeln!(out, "{:>7}  {:<13}{}", reason.rules, reason.effect, reason.code);
        let line = reason.example.line.map_or(String::new(), |line| format!(":{line}"));
        let path = &reason.example.path;
        let file = path.rsplit('/').next().unwrap_or(path);
        let at = format!("{file}{line}");
        let example = in_a_line(&at, &printable(&reason.example.message), WIDTH - 9);
        let _ = writeln!(out, "         {example}");
    }
    let more: Vec<String> = changes.iter().skip(REASONS).map(|r| named(r.code, r.rules)).collect();
    out.push_str(&list("also", &more, 2));
    let shows: Vec<String> = shows.iter().map(|r| named(r.code, r.rules)).collect();
    out.push_str(&list("only text, schedule or grouping", &shows, 2));
    out
}

fn named(name: &str, rules: usize) -> String {
    format!("{name} ({rules})")
}

/// Names that someone may make known.
pub(crate) fn open_names(s: &Summary) -> [(&'static str, Vec<String>); 4] {
    let of_field = |f: &ruleglot_engine::UnmappedField| match f.source.as_str() {
        "" => named(&f.field, f.rules),
        source => named(&format!("{} of {source}", f.field), f.rules),
    };
    let counted = |all: &[ruleglot_engine::Counted]| {
        all.iter().map(|c| named(&c.name, c.rules)).collect::<Vec<_>>()
    };
    [
        ("fields without a counterpart", s.unmapped_fields.iter().map(of_field).collect()),
        (
            "log sources not recognised",
            s.unrecognised_sources.iter().map(|u| named(&u.name, u.rules)).collect(),
        ),
        ("macros without a definition", counted(&s.undefined_macros)),
        ("look-ups without a table", counted(&s.undefined_lookups)),
    ]
}

pub(crate) fn licences(s: &Summary) -> Vec<String> {
    s.licences.iter().map(|c| named(&c.name, c.rules)).collect()
}

/// `what: a, b and 3 more`, in at most this many lines.
fn list(what: &str, names: &[String], lines: usize) -> String {
    if names.is_empty() {
        return String::new();
    }
    let mut out = format!("{what}: ");
    let mut column = out.chars().count();
    let mut line = 1;
    for (i, name) in names.iter().enumerate() {
        let name = printable(name);
        let name = shortened(&name, WIDTH - 30);
        let end = if i + 1 == names.len() { "" } else { ", " };
        let width = name.chars().count() + end.len();
        // The last line has room for what is left out.
        let room = if line == lines { WIDTH - 14 } else { WIDTH };
        if column + width > room {
            if line == lines {
                let _ = write!(out, "and {} more", names.len() - i);
                break;
            }
            line += 1;
            out.truncate(out.trim_end().len());
            out.push_str("\n  ");
            column = 2;
        }
        out.push_str(&name);
        out.push_str(end);
        column += width;
    }
    out.push('\n');
    out
}

/// A place and what is said of it, in a line: of a message that is too long, what stands behind the part that it quotes.
fn in_a_line(at: &str, message: &str, most: usize) -> String {
    let room = most.saturating_sub(at.chars().count() + 2);
    let reason = message.rsplit_once("`: ").map(|(_, reason)| reason);
    let message = match reason {
        Some(reason) if message.chars().count() > room => reason,
        _ => message,
    };
    shortened(&format!("{at}: {message}"), most)
}

/// A text of at most so many characters.
fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{kept}…")
}

/// What a state says of a file.
fn state(state: State) -> &'static str {
    match state {
        State::New => "new",
        State::Rewritten => "written anew",
        State::Same => "as they were",
        State::Moved => "moved",
        State::Removed => "removed",
        State::Edited => "edited by hand",
        State::Foreign => "not written by ruleglot",
        State::Left => "edited by hand, while their rules go elsewhere",
        State::Refused => "of rules that are refused now",
        State::Gone => "of sources that are gone",
    }
}

/// What was written.
pub(crate) fn folder(report: &Report) -> String {
    let Some(folder) = &report.folder else { return String::new() };
    let counts = folder.files.iter().filter(|(_, n)| **n > 0);
    let mut counts: Vec<_> = counts.map(|(s, n)| (*s, *n)).collect();
    counts.sort_by_key(|(s, _)| State::ALL.iter().position(|of| of == s));
    let counts: Vec<String> =
        counts.into_iter().map(|(s, n)| format!("{n} {}", state(s))).collect();
    let mut out = list("files", &counts, 3);
    let looked: Vec<&Change> = folder.changes.iter().filter(|c| c.state.is_for_people()).collect();
    for change in looked.iter().take(FILES) {
        let _ = writeln!(out, "  {}", change_line(&change.path, change));
    }
    if looked.len() > FILES {
        let _ = writeln!(out, "  and {} more: the report names them", looked.len() - FILES);
    }
    out
}

/// A file with what becomes of it.
pub(crate) fn change_line(path: &str, change: &Change) -> String {
    let path = printable(path);
    let source = printable(&change.source);
    let review = change.review.as_deref().unwrap_or_default();
    match change.state {
        State::New => format!("{path}: new, from {source}"),
        State::Rewritten => format!("{path}: changes with {source}"),
        State::Same => format!("{path}: as it was"),
        State::Moved => format!("{path}: its rule goes elsewhere"),
        State::Removed => format!("{path}: removed; {source} gives it no more"),
        State::Edited => format!("{path}: edited by hand, kept; the new text is {review}"),
        State::Foreign => {
            format!("{path}: not written by ruleglot, kept; the new text is {review}")
        }
        State::Left => format!("{path}: edited by hand, kept; its rule goes elsewhere"),
        State::Refused => format!("{path}: kept; {source} is refused now (--prune removes it)"),
        State::Gone => format!("{path}: kept; {source} is gone (--prune removes it)"),
    }
}

/// What became of accepted losses.
fn accepts(s: &Summary) -> String {
    let mut out = String::new();
    if s.accepted > 0 {
        let losses = if s.accepted == 1 { "loss" } else { "losses" };
        let _ = writeln!(out, "{} {losses} accepted by the configuration", s.accepted);
    }
    for unused in s.unused_accepts.iter().take(FILES) {
        let _ = writeln!(
            out,
            "ruleglot.toml:{}:{}: no rule loses by {} any more; take the entry out",
            unused.line, unused.column, unused.code
        );
    }
    out
}

/// How a run compares with an earlier one.
pub(crate) fn against(report: &Report, held: &Against) -> String {
    let known = report.rules.len() - held.new.len();
    let mut out = format!(
        "against the ledger: {known} known, {} worse, {} new, {} gone\n",
        held.worse.len(),
        held.new.len(),
        held.gone
    );
    for worse in held.worse.iter().take(FILES) {
        let codes = match worse.codes.as_slice() {
            [] => String::new(),
            codes => format!(": {}", codes.join(", ")),
        };
        let path = printable(&worse.path);
        let _ = writeln!(out, "  {path}: was {}, is {}{codes}", worse.before, worse.after);
    }
    if held.worse.len() > FILES {
        let _ = writeln!(out, "  and {} more", held.worse.len() - FILES);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_keep_to_their_lines() {
        let names: Vec<String> = (0..200).map(|i| format!("field.number.{i} ({i})")).collect();
        let shown = list("fields", &names, 2);
        assert_eq!(shown.lines().count(), 2);
        assert!(shown.lines().all(|line| line.chars().count() <= WIDTH), "{shown}");
        assert!(shown.contains("more"), "{shown}");
        assert_eq!(list("a", &["b".to_owned(), "c".to_owned()], 2), "a: b, c\n");
    }
}
