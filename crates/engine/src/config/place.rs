//! Lines and columns in the text of a configuration.

/// The first place of a key: nothing but brackets and quotes stand before it on its line, or else it is a word of its own.
pub(super) fn key_place(text: &str, key: &str) -> String {
    let opens = |at: &usize| {
        let line = text[..*at].rsplit('\n').next().unwrap_or_default();
        line.trim_matches(['[', ' ', '\t', '"']).is_empty()
    };
    let part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    // In a table on one line a key stands behind a bracket or comma.
    let inside = |at: &usize| {
        let before = text[..*at].trim_end_matches([' ', '"', '\'']);
        let after = text[*at + key.len()..].trim_start_matches([' ', '"', '\'']);
        before.ends_with(['{', ',']) && after.starts_with('=')
    };
    let is_word =
        |at: &usize| !text[..*at].ends_with(part) && !text[*at + key.len()..].starts_with(part);
    let places = || text.match_indices(key).map(|(at, _)| at);
    let at = places().find(opens).or_else(|| places().find(inside));
    place(text, at.or_else(|| places().find(is_word)).unwrap_or(0))
}

/// Line and column, from 1.
pub(super) fn place(text: &str, at: usize) -> String {
    let (line, column) = position(text, at);
    format!("{line}:{column}")
}

pub(super) fn position(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..at.min(text.len())];
    let line = before.matches('\n').count() + 1;
    (line, before.rsplit('\n').next().unwrap_or_default().chars().count() + 1)
}
