//! Lines of a summary: lists that keep to their lines, and texts that keep to their line.

use super::WIDTH;
use crate::render::printable;
use std::fmt::Write;

/// `what: a, b and 3 more`, in at most this many lines.
pub(super) fn list(what: &str, names: &[String], lines: usize) -> String {
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
pub(super) fn in_a_line(at: &str, message: &str, most: usize) -> String {
    let room = most.saturating_sub(at.chars().count() + 2);
    let reason = message.rsplit_once("`: ").map(|(_, reason)| reason);
    let message = match reason {
        Some(reason) if message.chars().count() > room => reason,
        _ => message,
    };
    shortened(&format!("{at}: {message}"), most)
}

/// A text of at most so many characters.
pub(super) fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{kept}…")
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
