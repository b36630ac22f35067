//! What became of the files of a folder.

use super::Room;
use super::lines::list;
use crate::render::printable;
use ruleglot_engine::{Change, Report, State};
use std::fmt::Write;

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
        State::Refused => "of rules that are refused now (--prune removes them)",
        State::Gone => "of sources that are gone (--prune removes them)",
    }
}

/// What was written.
pub(super) fn folder(report: &Report, room: Room) -> String {
    let Some(folder) = &report.folder else { return String::new() };
    let counts = folder.files.iter().filter(|(_, n)| **n > 0);
    let mut counts: Vec<_> = counts.map(|(s, n)| (*s, *n)).collect();
    counts.sort_by_key(|(s, _)| State::ALL.iter().position(|of| of == s));
    let counts: Vec<String> =
        counts.into_iter().map(|(s, n)| format!("{n} {}", state(s))).collect();
    let mut out = list("files", &counts, room.lines + 1);
    let looked: Vec<&Change> = folder.changes.iter().filter(|c| c.state.is_for_people()).collect();
    for change in looked.iter().take(room.named) {
        let _ = writeln!(out, "  {}\n    {}", printable(&change.path), became(change));
    }
    if looked.len() > room.named {
        let _ = writeln!(out, "  and {} more: the report names them", looked.len() - room.named);
    }
    out
}

/// A file with what becomes of it.
pub(crate) fn change_line(path: &str, change: &Change) -> String {
    format!("{}: {}", printable(path), became(change))
}

/// What becomes of a file.
fn became(change: &Change) -> String {
    let source = printable(&change.source);
    let review = change.review.as_deref().unwrap_or_default();
    match change.state {
        State::New => format!("new, from {source}"),
        State::Rewritten => format!("changes with {source}"),
        State::Same => "as it was".to_owned(),
        State::Moved => "its rule goes elsewhere".to_owned(),
        State::Removed => format!("removed; {source} gives it no more"),
        State::Edited => format!("edited by hand, kept; see {review}"),
        State::Foreign => format!("not written by ruleglot, kept; see {review}"),
        State::Left => "edited by hand, kept; its rule goes elsewhere".to_owned(),
        State::Refused => format!("kept; {source} is refused now"),
        State::Gone => format!("kept; {source} is gone"),
    }
}
