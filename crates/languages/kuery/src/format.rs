//! Text → text laid out well, with the same tree.
//!
//! Lines that the author broke stay broken, and a value stays as far from its colon as it was: Elastic's rules have every
//! form of both. Blanks without meaning are made even, keywords small, and one line that is too long is broken where
//! `and`, `or` and brackets allow it. Values are never touched, nor are brackets but those around nothing else than
//! brackets.

mod tokens;
mod wrap;

use crate::ast::Query;
use crate::parse;
use ruleglot_source::{FileId, Snippet};
use tokens::{Kind, Token};

/// The width that a query on one line is broken to, as Elastic's formatter has it.
const WIDTH: usize = 120;

/// The query laid out; `None` where it cannot be read, or where that would not give the same tree.
///
/// Blanks at both ends are left out. Formatting the result gives it again.
pub fn format(query: &str) -> Option<String> {
    let tree = read(query)?;
    tree.root.as_ref()?;
    let tokens = tokens::without_double_brackets(tokens::tokens(query, &tree)?);
    let formatted = if tokens.iter().skip(1).any(|t| t.lines > 0) {
        kept(&tokens)
    } else {
        wrap::wrapped(&tokens, WIDTH)
    };
    (read(&formatted)? == tree).then_some(formatted)
}

fn read(query: &str) -> Option<Query> {
    let parsed = parse(&Snippet::whole(FileId::default(), query));
    parsed.query.filter(|_| parsed.diagnostics.is_empty())
}

/// The author's lines, each with even blanks; of several empty lines one is kept.
fn kept(tokens: &[Token<'_>]) -> String {
    let mut out = String::new();
    for (i, token) in tokens.iter().enumerate() {
        match i.checked_sub(1).map(|i| &tokens[i]) {
            Some(_) if token.lines > 0 => {
                out.extend(std::iter::repeat_n('\n', token.lines.min(2)));
                out.extend(std::iter::repeat_n(' ', token.column));
            }
            Some(before) => out.push_str(between(before, token)),
            None => {}
        }
        out.push_str(token.shown());
    }
    out
}

/// What stands between two tokens of one line.
fn between(left: &Token<'_>, right: &Token<'_>) -> &'static str {
    let blank = match (left.kind, right.kind) {
        (Kind::Open, _) | (_, Kind::Close) => false,
        // `f :v` is none of the forms that people write.
        (_, Kind::Colon) => right.blank_before && right.blank_after,
        (Kind::Colon, _) => right.blank_before || right.lines > 0,
        _ => true,
    };
    if blank { " " } else { "" }
}
