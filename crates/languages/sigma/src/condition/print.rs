//! Conditions as text.

use crate::ast::{Count, Names, Search, SearchKind};
use std::fmt::Write;

/// The condition as `SigmaHQ` writes it: one line, brackets around every `and` inside an `or` and the reverse.
///
/// Reading it gives the same tree.
pub fn print(search: &Search) -> String {
    let mut out = String::new();
    write(search, Around::Nothing, &mut out);
    out
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Around {
    Nothing,
    Operator,
}

fn write(search: &Search, around: Around, out: &mut String) {
    match &search.kind {
        SearchKind::Name(name) => out.push_str(name),
        SearchKind::Of { count, of } => {
            match count {
                Count::All => out.push_str("all"),
                Count::Any => out.push_str("any"),
                Count::Least(n) => _ = write!(out, "{n}"),
            }
            out.push_str(" of ");
            match of {
                Names::Them => out.push_str("them"),
                Names::Pattern(pattern) => out.push_str(pattern),
            }
        }
        SearchKind::Not(inner) => {
            out.push_str("not ");
            write(inner, Around::Operator, out);
        }
        SearchKind::And(of) => joined(of, " and ", around, out),
        SearchKind::Or(of) => joined(of, " or ", around, out),
    }
}

fn joined(of: &[Search], word: &str, around: Around, out: &mut String) {
    if around == Around::Operator {
        out.push('(');
    }
    for (i, search) in of.iter().enumerate() {
        if i > 0 {
            out.push_str(word);
        }
        write(search, Around::Operator, out);
    }
    if around == Around::Operator {
        out.push(')');
    }
}
