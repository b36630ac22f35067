//! What the program prints: diagnostics by miette, ledgers, tables.

pub(crate) mod diagnostics;
pub(crate) mod differences;
mod excerpt;
pub(crate) mod explain;
pub(crate) mod findings;
pub(crate) mod ledger;
pub(crate) mod replay;
pub(crate) mod summary;
pub(crate) mod unified;

use crate::args::Colour;
use std::borrow::Cow;
use std::io::{IsTerminal, Write};
use std::sync::OnceLock;

static COLOUR: OnceLock<bool> = OnceLock::new();

/// Settles once whether output has colour.
pub(crate) fn colour(wish: Colour) {
    let on = match wish {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => std::env::var_os("NO_COLOR").is_none() && std::io::stderr().is_terminal(),
    };
    let _ = COLOUR.set(on);
}

/// Whether output has colour.
pub(crate) fn has_colour() -> bool {
    COLOUR.get().copied().unwrap_or(false)
}

/// A text from a file without characters that command a terminal; line breaks become blanks.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(char::is_control) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if c.is_control() { stand_in(c, ' ') } else { c }).collect())
}

/// The same, line breaks and tabs kept, each character replaced by one of its own length.
fn printable_bytes(text: &str) -> Vec<u8> {
    let shown = |c: char| match c {
        '\n' | '\t' => c,
        c if c.is_control() && c.len_utf8() == 2 => '\u{bf}',
        c if c.is_control() => stand_in(c, ' '),
        '\u{feff}' => '\u{fffd}',
        c => c,
    };
    text.chars().map(shown).collect::<String>().into_bytes()
}

fn stand_in(c: char, blank: char) -> char {
    if matches!(c, '\n' | '\r' | '\t') { blank } else { '?' }
}

/// Writes results; a reader that has gone away ends the program quietly.
pub(crate) fn out(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Writes what is said beside the results.
pub(crate) fn err(text: &str) {
    let mut err = std::io::stderr().lock();
    let _ = err.write_all(text.as_bytes()).and_then(|()| err.flush());
}

/// The last line on standard error: why the exit status is not 0.
pub(crate) fn error_line(why: &str) {
    err(&format!("{why}\n"));
}
