//! Conditions of `search` and of `tstats WHERE`.

use super::reader::{Failure, Read, Reader};
use super::value::{compare, joined, value};
use super::{Heading, every_event};
use crate::ast::{Command, Expr, ExprKind, Name, SearchStage, Spelled, Value};
use crate::faults::shown;
use crate::grammar::{Grammar, Pair, Token};
use crate::layout::DEEPEST;
use pest::Parser;
use ruleglot_source::{At, Span};

/// `search …`.
pub(super) fn search(r: &mut Reader<'_>, heading: &Heading<'_>, args: Pair<'_>) -> Read<Command> {
    let whole = r.span(&args);
    match args.into_inner().find(|p| p.as_rule() == Token::chain) {
        None if heading.spelled == Spelled::Implicit => Err(r.missing_after(whole)),
        None => Ok(every_event(heading.spelled)),
        Some(pair) => {
            let condition = Some(chain(r, pair)?);
            Ok(Command::Search(SearchStage { spelled: heading.spelled, condition }))
        }
    }
}

/// A condition that is a part of other arguments, at `at` of the text.
pub(super) fn nested(r: &mut Reader<'_>, at: Span) -> Read<Expr> {
    let text = &r.snippet.text[at.range()];
    let base = at.start as usize;
    let parsed = match Grammar::parse(Token::condition, text) {
        Ok(mut pairs) => {
            pairs.next().and_then(|p| p.into_inner().find(|p| p.as_rule() == Token::chain))
        }
        Err(error) => {
            let fault = crate::faults::syntax(r.snippet, at, base, &error);
            r.diagnostics.push(fault);
            return Err(Failure::Told);
        }
    };
    let Some(pair) = parsed else { return Err(r.missing_after(at)) };
    let outer = std::mem::replace(&mut r.base, base);
    let read = chain(r, pair);
    r.base = outer;
    read
}

/// Where a chain is: terms and the operators between them.
#[derive(Default)]
struct Chain {
    /// Operands of AND; each is a list of alternatives.
    groups: Vec<Vec<Expr>>,
    /// What the next term is joined by.
    joint: Joint,
    /// `NOT`s before the next term.
    nots: Vec<Span>,
    /// The last operator, for which a term is missing still.
    pending: Option<Span>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Joint {
    #[default]
    And,
    Or,
}

impl Chain {
    fn push(&mut self, term: Expr) {
        let term = self.nots.drain(..).rev().fold(term, |inner, not| Expr {
            at: At(not.join(inner.at.0)),
            kind: ExprKind::Not(Box::new(inner)),
        });
        self.pending = None;
        match (std::mem::take(&mut self.joint), self.groups.last_mut()) {
            (Joint::Or, Some(group)) => group.push(term),
            _ => self.groups.push(vec![term]),
        }
    }

    fn finish(self) -> Option<Expr> {
        Expr::all(self.groups.into_iter().filter_map(Expr::some).collect())
    }
}

fn chain(r: &mut Reader<'_>, pair: Pair<'_>) -> Read<Expr> {
    let whole = r.span(&pair);
    let mut chain = Chain::default();
    let mut failed = None;
    for item in pair.into_inner() {
        let at = r.span(&item);
        match item.as_rule() {
            Token::and | Token::or => {
                if let Some(before) = chain.pending {
                    failed = Some(r.missing_after(before));
                } else if chain.groups.is_empty() {
                    failed = Some(r.error(
                        "spl/expected-value",
                        at,
                        format!("nothing stands before `{}`", item.as_str()),
                        "complete it, or remove it",
                    ));
                }
                chain.joint = if item.as_rule() == Token::or { Joint::Or } else { Joint::And };
                chain.pending = Some(at);
            }
            Token::not => {
                chain.nots.push(at);
                chain.pending = Some(at);
                if chain.nots.len() > DEEPEST {
                    r.diagnostics.push(crate::faults::too_deep(r.snippet, at));
                    return Err(Failure::Told);
                }
            }
            _ => match term(r, item) {
                Ok(term) => chain.push(term),
                Err(failure) => {
                    // What follows is still looked at, for its own faults.
                    failed = Some(worse(failed, failure));
                    chain.nots.clear();
                    chain.pending = None;
                }
            },
        }
    }
    if let Some(failure) = failed {
        return Err(failure);
    }
    if let Some(pending) = chain.pending {
        return Err(r.missing_after(pending));
    }
    chain.finish().ok_or_else(|| r.missing_after(whole))
}

/// What is wrong outweighs what is not understood.
fn worse(a: Option<Failure>, b: Failure) -> Failure {
    if a == Some(Failure::Told) { Failure::Told } else { b }
}

fn term(r: &mut Reader<'_>, pair: Pair<'_>) -> Read<Expr> {
    let at = r.at(&pair);
    let kind = match pair.as_rule() {
        Token::group => match pair.into_inner().next() {
            Some(inner) => return chain(r, inner),
            None => {
                let message = "nothing stands between these brackets";
                return Err(r.error(
                    "spl/expected-value",
                    at.0,
                    message,
                    "write a condition, or remove them",
                ));
            }
        },
        Token::subsearch => ExprKind::Subsearch(Box::new(r.search(&pair)?)),
        Token::r#macro => ExprKind::Macro(r.call(&pair)?),
        _ => return leaf(r, pair),
    };
    Ok(Expr { kind, at })
}

fn leaf(r: &mut Reader<'_>, pair: Pair<'_>) -> Read<Expr> {
    let at = r.at(&pair);
    let mut parts = pair.into_inner();
    let Some(first) = parts.next() else { return Err(Failure::NotUnderstood) };
    let kind = match parts.next() {
        None => keyword(r, first)?,
        Some(list) if list.as_rule() == Token::in_list => {
            let field = Name { at: r.at(&first), text: field(&first) };
            let place = r.span(&list);
            let values: Vec<Value> = list.into_inner().map(|v| value(r, v)).collect::<Read<_>>()?;
            if values.is_empty() {
                let message = format!("`{}` has no values", shown(r.snippet.text, place));
                return Err(r.error(
                    "spl/expected-value",
                    place,
                    message,
                    "write the values between the brackets",
                ));
            }
            ExprKind::In { field, values }
        }
        Some(op) => {
            let field = Name { at: r.at(&first), text: field(&first) };
            let Some(found) = parts.next() else {
                let at = r.span(&first).join(r.span(&op));
                return Err(r.missing_after(at));
            };
            ExprKind::Compare { field, op: compare(op.as_str()), value: value(r, found)? }
        }
    };
    Ok(Expr { kind, at })
}

/// The name of a field; quotes and escapes mean nothing in it.
fn field(pair: &Pair<'_>) -> smol_str::SmolStr {
    joined(pair.as_str()).0
}

fn keyword(r: &mut Reader<'_>, pair: Pair<'_>) -> Read<ExprKind> {
    let at = r.span(&pair);
    let text = pair.as_str();
    if pair.as_rule() == Token::word {
        if ["IN", "AS"].contains(&text) {
            let message = format!("`{text}` is an operator, and stands here as a word");
            return Err(r.error(
                "spl/operator-word-as-value",
                at,
                message,
                "put the word in quotes, or complete the operator: `field IN (a, b)`",
            ));
        }
        if text.contains('(') && !text.contains('"') {
            let message =
                format!("`{}` is neither a condition nor a word", shown(r.snippet.text, at));
            return Err(r.error("spl/syntax", at, message, "put the text in quotes"));
        }
        if ["and", "or", "not", "in"].iter().any(|w| w.eq_ignore_ascii_case(text)) {
            let message = format!("`{text}` is searched for as a word here");
            r.warning(
                "spl/lower-case-operator",
                at,
                message,
                "write operators in upper case, or put the word in quotes",
            );
        }
    }
    Ok(ExprKind::keyword(value(r, pair)?))
}
