//! Which fields a search puts out, as far as its text tells without being understood.
//!
//! It serves to choose among well-known names; what a search means is its language's to say.

use std::collections::BTreeSet;

/// The names of fields in what a search puts out: those behind its last stage that decides about that, else all that
/// it names.
///
/// A data model's object is no part of a name where a macro takes it away.
pub(super) fn shown(search: &str) -> BTreeSet<&str> {
    let words = words(search);
    let deciding = words.iter().rposition(|w| w.stage && decides(w.text));
    let mut names: Vec<&Word<'_>> = words[deciding.unwrap_or(0)..].iter().collect();
    if deciding.is_some() {
        // `values(a) as b by c`: `a` is only read, and so is what a data model is asked for.
        names.retain(|w| w.depth == 0);
        if matches!(names.first(), Some(w) if w.text.eq_ignore_ascii_case("tstats")) {
            let by = names.iter().position(|w| w.text.eq_ignore_ascii_case("by"));
            names.drain(..by.unwrap_or(0));
        }
    }
    let bare = search.contains("drop_dm_object_name(");
    let field = |text: &'_ str| if bare { text.find('.').map_or(0, |dot| dot + 1) } else { 0 };
    names.into_iter().map(|w| &w.text[field(w.text)..]).collect()
}

/// Commands after which there are no fields but those that they name.
fn decides(command: &str) -> bool {
    ["table", "fields", "stats", "tstats", "chart", "timechart", "top", "rare"]
        .iter()
        .any(|known| command.eq_ignore_ascii_case(known))
}

/// A word of a search outside of its quotes and macros.
struct Word<'s> {
    text: &'s str,
    /// It is the first of its stage.
    stage: bool,
    /// How many brackets it stands in.
    depth: usize,
}

fn words(search: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let (mut depth, mut stage) = (0_usize, true);
    let mut rest = search;
    while let Some(c) = rest.chars().next() {
        let end = match c {
            '"' | '`' => closing(rest, c),
            c if is_name(c) => rest.find(|c: char| !is_name(c)).unwrap_or(rest.len()),
            c => c.len_utf8(),
        };
        match c {
            '|' if depth == 0 => stage = true,
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            c if is_name(c) => {
                words.push(Word { text: &rest[..end], stage, depth });
                stage = false;
            }
            _ => {}
        }
        // `fields - a` takes away, so it names nothing that is left.
        if c == '-' && words.last().is_some_and(|w| w.text.eq_ignore_ascii_case("fields")) {
            words.pop();
        }
        rest = &rest[end..];
    }
    words
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.' | '{' | '}')
}

/// Behind the mark that closes what the first character opens.
fn closing(text: &str, mark: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' if mark == '"' => escaped = true,
            c if c == mark => return at + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_stage_that_decides_counts() {
        for (search, names) in [
            ("a=1 b=\"c d\" `e`", "1 a b"),
            ("a=1 | table _time, dest user", "_time dest table user"),
            ("a=1 | stats count values(x) as y by z | `f`", "as by count stats values y z"),
            ("| tstats count where P.a=1 by P.b | `drop_dm_object_name(P)`", "b by"),
            ("a=1 | fields - b", "1 a b"),
            ("a=1 [search x | table y] | table z", "table z"),
            ("a=\"b \\\" c", "a"),
            ("", ""),
        ] {
            let found = shown(search).into_iter().collect::<Vec<_>>().join(" ");
            assert_eq!(found, names, "{search}");
        }
    }
}
