//! Text → AST.
//!
//! What is wrong with a text that does not parse is told by [`crate::faults`]; here only the tree is built.

use crate::ast::{Expr, Leaf, Name, Query, Tree, Value, Values};
use crate::faults;
use crate::grammar::{Grammar, Pair, Token, span};
use crate::text::{is_blank, unescape_bare, unquote};
use pest::Parser;
use ruleglot_ir::Inequality;
use ruleglot_source::{Diagnostic, Snippet, Span};

/// What became of a text.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The query; `None` when there is an error.
    pub query: Option<Query>,
    /// Everything that is wrong with it, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a query. Accepts exactly what Kibana accepts, but for nesting deeper than 200.
pub fn parse(snippet: &Snippet<'_>) -> Parsed {
    if let Some(at) = faults::too_deep(snippet.text) {
        return Parsed { query: None, diagnostics: vec![faults::depth_error(snippet, at)] };
    }
    match Grammar::parse(Token::query, snippet.text) {
        Ok(mut pairs) => {
            let whole = pairs.next().expect("invariant: a parse is one `query`");
            let root = whole.into_inner().find(|p| p.as_rule() == Token::chain).map(expr);
            Parsed { query: Some(Query { root }), diagnostics: Vec::new() }
        }
        Err(error) => Parsed { query: None, diagnostics: faults::faults(snippet, &error) },
    }
}

/// A `chain`, or one of the operands it is made of.
fn expr(pair: Pair<'_>) -> Expr {
    match pair.as_rule() {
        Token::chain => chain(pair, &expr),
        Token::negated => negated(pair, &expr),
        _ => leaf(pair),
    }
}

/// The `values` of a list, or one of them.
fn values(pair: Pair<'_>) -> Values {
    match pair.as_rule() {
        Token::list => values(only(pair)),
        Token::values => chain(pair, &values),
        Token::negated_value => negated(pair, &values),
        _ => {
            let at = span(&pair);
            Tree::leaf(literal(&pair), at)
        }
    }
}

/// Groups a flat chain: `and` first, then `or`.
fn chain<L>(pair: Pair<'_>, operand: &impl Fn(Pair<'_>) -> Tree<L>) -> Tree<L> {
    let whole = span(&pair);
    let text = pair.get_input();
    let mut alternatives = Vec::new();
    let mut factors = Vec::new();
    let mut start = whole.start;
    for inner in pair.into_inner() {
        match inner.as_rule() {
            Token::and => {}
            Token::or => {
                let or = span(&inner);
                let at = trimmed(text, Span { start, end: or.start });
                alternatives.extend(Tree::all(std::mem::take(&mut factors), at));
                start = or.end;
            }
            _ => factors.push(operand(inner)),
        }
    }
    let at = trimmed(text, Span { start, end: whole.end });
    alternatives.extend(Tree::all(factors, at));
    Tree::some(alternatives, whole).expect("invariant: a chain has an operand")
}

/// The range without blanks at its ends.
fn trimmed(text: &str, at: Span) -> Span {
    let part = &text[at.range()];
    let kept = part.trim_start_matches(is_blank);
    let start = at.range().end - kept.len();
    Span::new(start, start + kept.trim_end_matches(is_blank).len())
}

fn negated<L>(pair: Pair<'_>, operand: &impl Fn(Pair<'_>) -> Tree<L>) -> Tree<L> {
    let at = span(&pair);
    Tree::negated(operand(only(pair)), at)
}

fn leaf(pair: Pair<'_>) -> Expr {
    let at = span(&pair);
    let mut parts = pair.into_inner();
    let first = literal(&parts.next().expect("invariant: a leaf begins with a literal"));
    let Some(second) = parts.next() else {
        let at = first.at;
        return Tree::leaf(Leaf::Free(first), at);
    };
    let name = Name::of(first);
    let leaf = match second.as_rule() {
        Token::compare => {
            let bound = parts.next().expect("invariant: a comparison has a bound");
            Leaf::Compare { name, op: inequality(second.as_str()), bound: literal(&bound) }
        }
        Token::nested => Leaf::Nested { path: name, body: Box::new(expr(only(second))) },
        _ => Leaf::Match { name, values: values(second) },
    };
    Tree::leaf(leaf, at)
}

fn inequality(operator: &str) -> Inequality {
    match operator {
        "<" => Inequality::Lt,
        "<=" => Inequality::Le,
        ">" => Inequality::Gt,
        _ => Inequality::Ge,
    }
}

/// A quoted or bare text.
fn literal(pair: &Pair<'_>) -> Value {
    let raw = pair.as_str();
    let at = span(pair);
    if pair.as_rule() == Token::quoted {
        return Value::quoted(unquote(&raw[1..raw.len() - 1]), at);
    }
    if raw.contains(['\\', '*']) {
        Value::wild(unescape_bare(raw), at)
    } else {
        Value::bare(raw, at)
    }
}

fn only(pair: Pair<'_>) -> Pair<'_> {
    pair.into_inner().next().expect("invariant: the grammar gives it one part")
}
