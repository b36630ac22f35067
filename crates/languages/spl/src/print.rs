//! AST → canonical text: upper-case operators, single blanks, brackets only where precedence needs them.
//!
//! Quotes of values stay as the tree has them, those of names are written where they are needed.

mod commands;
mod condition;
mod eval;
mod names;
mod stats;

pub use eval::print_eval;

use crate::ast::{Command, Expr, MacroCall, Search, Spelled};

/// The canonical text, on one line unless a value holds a line break.
pub fn print(search: &Search) -> String {
    joined(search, " | ", " ")
}

/// The condition of a `search`, without its command.
pub fn print_expr(expr: &Expr) -> String {
    let mut out = String::new();
    condition::expr(&mut out, expr, condition::Binding::And);
    out
}

/// The canonical text as [`crate::format`] lays it out: a stage on each line; up to 100 characters stay on one line.
pub fn print_pretty(search: &Search) -> String {
    let line = print(search);
    let short = line.len() <= WIDTH && !line.contains('\n');
    let text = if short { line } else { joined(search, "\n| ", "\n") };
    crate::format(&text).unwrap_or(text)
}

const WIDTH: usize = 100;

fn joined(search: &Search, pipe: &str, before_comment: &str) -> String {
    let mut out = String::new();
    for (i, stage) in search.stages.iter().enumerate() {
        if i > 0 {
            out.push_str(pipe);
        } else if needs_pipe(&stage.command) {
            out.push_str("| ");
        }
        commands::command(&mut out, &stage.command);
    }
    for comment in &search.comments {
        out.push_str(before_comment);
        out.push_str("```");
        out.push_str(&comment.text);
        out.push_str("```");
    }
    out
}

/// Whether a search that begins with this command begins with a pipe.
fn needs_pipe(command: &Command) -> bool {
    match command {
        Command::Search(_) => false,
        // An implicit `search` that is not understood.
        Command::Other(other) => {
            !other.name.is_empty() && !other.name.eq_ignore_ascii_case("search")
        }
        _ => true,
    }
}

/// A search in brackets. There the first word is a command, so `search` is written, and a pipe is not needed.
fn brackets(out: &mut String, search: &Search) {
    out.push('[');
    for (i, stage) in search.stages.iter().enumerate() {
        if i > 0 {
            out.push_str(" | ");
        }
        match &stage.command {
            Command::Search(s) if i == 0 && s.spelled == Spelled::Implicit => {
                out.push_str("search ");
                commands::command(out, &stage.command);
            }
            command => commands::command(out, command),
        }
    }
    // A backslash at the end would take the bracket with it.
    out.push_str(if out.ends_with('\\') { " ]" } else { "]" });
}

fn call(out: &mut String, call: &MacroCall) {
    out.push('`');
    out.push_str(&call.name);
    for (i, arg) in call.args.iter().enumerate() {
        out.push_str(if i == 0 { "(" } else { "," });
        if let Some(name) = &arg.name {
            out.push_str(name);
            out.push('=');
        }
        names::argument(out, &arg.value);
    }
    if !call.args.is_empty() {
        out.push(')');
    }
    out.push('`');
}
