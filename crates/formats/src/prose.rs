//! Running text: its lines joined when it is read, and wrapped when it is written.
//!
//! Elastic's formatter collapses the white space of descriptions and wraps them anew, so a single line break there is
//! no more than a blank. Markdown (`note`, `setup`) never comes here.

/// How long a line of a wrapped text may be.
const WIDTH: usize = 120;

/// The text with the lines of each paragraph joined; blank lines, list items and headings still begin a line.
pub(crate) fn unwrap(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.trim().lines().map(str::trim) {
        let within = out.chars().next_back().is_some_and(|c| c != '\n');
        // One blank line parts paragraphs, more say no more.
        let needless = out.is_empty() || (line.is_empty() && out.ends_with("\n\n"));
        if within && !line.is_empty() && !begins_block(line) {
            out.push(' ');
        } else if !needless {
            out.push('\n');
        }
        out.push_str(line);
    }
    out
}

fn begins_block(line: &str) -> bool {
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = digits.len() < line.len() && digits.starts_with(". ");
    numbered || ["- ", "* ", "#", "> ", "```"].iter().any(|mark| line.starts_with(mark))
}

/// The text wrapped at blanks, each paragraph for itself.
pub(crate) fn wrap(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 60);
    for line in text.lines() {
        let mut width = 0;
        for word in line.split(' ') {
            let length = word.chars().count();
            // A word that would begin a list or heading must not become the first of its line.
            if width > 0 && width + 1 + length > WIDTH && !begins_block(&format!("{word} ")) {
                out.push('\n');
                width = 0;
            } else if width > 0 {
                out.push(' ');
                width += 1;
            }
            out.push_str(word);
            width += length;
        }
        out.push('\n');
    }
    out
}
