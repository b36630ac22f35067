//! What there is to say of a whole conversion: at most forty lines, however many rules there are.

mod files;
mod lines;
mod markdown;

pub(crate) use files::change_line;
pub(crate) use markdown::markdown;

use super::printable;
use files::folder;
use lines::{in_a_line, list};
use ruleglot_engine::{Against, Reason, Report, Summary, Verdict};
use std::fmt::Write;

/// How wide a line may be.
const WIDTH: usize = 80;
/// How many lines it may have.
const HEIGHT: usize = 40;

/// What a summary has room for.
#[derive(Clone, Copy)]
struct Room {
    /// How many kinds of losses are told with an example.
    reasons: usize,
    /// How many things are named of which someone has to look at each.
    named: usize,
    /// How many lines a list may have.
    lines: usize,
}

impl Room {
    /// From the most to the least.
    const ALL: [Self; 5] = [
        Self { reasons: 6, named: 4, lines: 2 },
        Self { reasons: 5, named: 3, lines: 2 },
        Self { reasons: 4, named: 3, lines: 1 },
        Self { reasons: 3, named: 2, lines: 1 },
        Self { reasons: 2, named: 1, lines: 1 },
    ];
}

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

/// The summary, with how the run compares with an earlier one; beside `others` lines that follow it stays within the
/// height.
pub(crate) fn text(report: &Report, held: Option<&Against>, others: usize) -> String {
    let in_room = |room| whole(report, held, room);
    let fits = |text: &String| text.lines().count() + others <= HEIGHT;
    let fitting = Room::ALL.into_iter().map(in_room).find(fits);
    fitting.unwrap_or_else(|| in_room(Room::ALL[Room::ALL.len() - 1]))
}

fn whole(report: &Report, held: Option<&Against>, room: Room) -> String {
    let s = &report.summary;
    // Of one rule the ledger says the rest.
    if s.rules == 1 {
        return folder(report, room) + &held.map_or_else(String::new, |h| against(report, h, room));
    }
    let mut out = heading(report);
    for verdict in Verdict::ALL {
        let rules = s.verdicts.get(verdict.word()).copied().unwrap_or(0);
        if rules > 0 {
            let _ = writeln!(out, "{rules:>7}  {:<13}{}", verdict.word(), meaning(verdict));
        }
    }
    out.push_str(&checked(report));
    out.push_str(&why(s, room));
    for (what, names) in open_names(s) {
        out.push_str(&list(what, &names, room.lines));
    }
    out.push_str(&list("licences", &licences(s), room.lines));
    out.push_str(&folder(report, room));
    out.push_str(&accepts(s, room));
    out.push_str(&held.map_or_else(String::new, |h| against(report, h, room)));
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
fn why(s: &Summary, room: Room) -> String {
    let (shows, changes): (Vec<&Reason>, Vec<&Reason>) =
        s.reasons.iter().partition(|r| r.effect == Verdict::Presentation.word());
    let mut out = String::new();
    if !changes.is_empty() {
        out.push_str("why, by the number of rules:\n");
    }
    for reason in changes.iter().take(room.reasons) {
        let _ = writeln!(out, "{:>7}  {:<13}{}", reason.rules, reason.effect, reason.code);
        let line = reason.example.line.map_or(String::new(), |line| format!(":{line}"));
        let path = &reason.example.path;
        let file = path.rsplit('/').next().unwrap_or(path);
        let at = format!("{file}{line}");
        let example = in_a_line(&at, &printable(&reason.example.message), WIDTH - 9);
        let _ = writeln!(out, "         {example}");
    }
    let more: Vec<String> =
        changes.iter().skip(room.reasons).map(|r| named(r.code, r.rules)).collect();
    out.push_str(&list("also", &more, room.lines));
    let shows: Vec<String> = shows.iter().map(|r| named(r.code, r.rules)).collect();
    out.push_str(&list("only text, schedule or grouping", &shows, room.lines));
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

/// What became of accepted losses.
fn accepts(s: &Summary, room: Room) -> String {
    let mut out = String::new();
    if s.accepted > 0 {
        let losses = if s.accepted == 1 { "loss" } else { "losses" };
        let _ = writeln!(out, "{} {losses} accepted by the configuration", s.accepted);
    }
    for unused in s.unused_accepts.iter().take(room.named) {
        let _ = writeln!(
            out,
            "ruleglot.toml:{}:{}: no rule loses by {} any more; take the entry out",
            unused.line, unused.column, unused.code
        );
    }
    out
}

/// How a run compares with an earlier one.
fn against(report: &Report, held: &Against, room: Room) -> String {
    let known = report.rules.len() - held.new.len();
    let mut out = format!(
        "against the ledger: {known} known, {} worse, {} new, {} gone\n",
        held.worse.len(),
        held.new.len(),
        held.gone
    );
    for worse in held.worse.iter().take(room.named) {
        let codes = match worse.codes.as_slice() {
            [] => String::new(),
            codes => format!(": {}", codes.join(", ")),
        };
        let path = printable(&worse.path);
        let _ = writeln!(out, "  {path}: was {}, is {}{codes}", worse.before, worse.after);
    }
    if held.worse.len() > room.named {
        let _ = writeln!(out, "  and {} more", held.worse.len() - room.named);
    }
    out
}
