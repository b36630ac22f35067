//! What the program prints: diagnostics by miette, ledgers, tables.

pub(crate) mod diagnostics;
pub(crate) mod explain;
pub(crate) mod ledger;

use crate::args::Colour;
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
