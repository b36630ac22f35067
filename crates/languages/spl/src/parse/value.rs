//! What fields are compared with in conditions of `search`.

use super::reader::{Failure, Read, Reader, word};
use crate::ast::{CompareOp, Directive, Quoting, Value, ValueKind};
use crate::faults::shown;
use crate::grammar::{Grammar, Pair, Token};
use crate::text::{OPERATOR_WORDS, inside, pieces, unescape_search};
use pest::Parser;

pub(super) fn value(r: &mut Reader<'_>, pair: Pair<'_>) -> Read<Value> {
    let at = r.at(&pair);
    let kind = match pair.as_rule() {
        Token::r#macro => ValueKind::Macro(r.call(&pair)?),
        Token::subsearch => ValueKind::Subsearch(Box::new(r.search(&pair)?)),
        Token::directive => directive(pair)?,
        Token::computed => {
            let message = format!("`{}` is not computed here", shown(r.snippet.text, at.0));
            let help = "compare with a value, or use `where`, which computes";
            r.warning("spl/function-in-search", at.0, message, help);
            return Err(Failure::NotUnderstood);
        }
        _ => {
            let raw = pair.as_str();
            if OPERATOR_WORDS.contains(&raw) {
                let message = format!("`{raw}` is an operator, and stands here as a value");
                return Err(r.error(
                    "spl/operator-word-as-value",
                    at.0,
                    message,
                    "put the word in quotes if the text is meant",
                ));
            }
            let (text, quoting) = joined(raw);
            ValueKind::text(pieces(&text), quoting, None)
        }
    };
    Ok(Value { kind, at })
}

fn directive(pair: Pair<'_>) -> Read<ValueKind> {
    let mut parts = pair.into_inner();
    let (Some(name), Some(inner)) = (parts.next(), parts.next()) else {
        return Err(Failure::NotUnderstood);
    };
    let directive = if name.as_str() == "CASE" { Directive::Case } else { Directive::Term };
    let quoting = match inner.as_rule() {
        Token::string => Quoting::Quoted,
        _ => Quoting::Bare,
    };
    Ok(ValueKind::text(pieces(&word(inner)), quoting, Some(directive)))
}

/// The text of a run of bare and quoted parts.
pub(super) fn joined(raw: &str) -> (smol_str::SmolStr, Quoting) {
    if !raw.contains('"') {
        return (unescape_search(raw), Quoting::Bare);
    }
    let mut out = String::new();
    let mut quoting = Quoting::Bare;
    let lexed = Grammar::parse(Token::lexed, raw).into_iter().flatten();
    for lexeme in lexed.flat_map(pest::iterators::Pair::into_inner) {
        match lexeme.as_rule() {
            Token::string => {
                quoting = Quoting::Quoted;
                out.push_str(&unescape_search(inside(lexeme.as_str())));
            }
            _ => out.push_str(&unescape_search(lexeme.as_str())),
        }
    }
    (out.into(), quoting)
}

pub(super) fn compare(op: &str) -> CompareOp {
    match op {
        "!=" => CompareOp::Ne,
        "<" => CompareOp::Lt,
        "<=" => CompareOp::Le,
        ">" => CompareOp::Gt,
        ">=" => CompareOp::Ge,
        _ => CompareOp::Eq,
    }
}
