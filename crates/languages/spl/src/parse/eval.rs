//! Expressions of `where` and `eval`.

mod climb;

use super::Heading;

use super::reader::{Failure, Read, Reader, word};
use crate::ast::{Assignment, Command, Eval, EvalKind};
use crate::faults::too_deep;
use crate::grammar::{Pair, Token};
use crate::layout::DEEPEST;
use crate::text::{inside, unescape_eval, unescape_single};
use climb::{Level, grouped, level};
use ruleglot_source::Span;

/// `where …`.
pub(super) fn where_stage(
    r: &mut Reader<'_>,
    heading: &Heading<'_>,
    args: Pair<'_>,
) -> Read<Command> {
    match args.into_inner().find(|p| p.as_rule() == Token::eval) {
        Some(pair) => Ok(Command::Where(eval(r, pair, 0)?)),
        None => Err(r.missing_after(heading.at)),
    }
}

/// `eval a=…, b=…`.
pub(super) fn eval_stage(r: &mut Reader<'_>, _: &Heading<'_>, args: Pair<'_>) -> Read<Command> {
    let mut out = Vec::new();
    for pair in args.into_inner().filter(|p| p.as_rule() == Token::assignment) {
        out.push(assignment(r, pair)?);
    }
    Ok(Command::Eval(out))
}

fn assignment(r: &mut Reader<'_>, pair: Pair<'_>) -> Read<Assignment> {
    let place = r.span(&pair);
    let mut parts = pair.into_inner();
    let (Some(target), Some(value)) = (parts.next(), parts.next()) else {
        return Err(r.missing_after(place));
    };
    let field = r.name(target);
    let value = eval(r, value, 0)?;
    let truth = matches!(
        value.kind,
        EvalKind::And(_)
            | EvalKind::Or(_)
            | EvalKind::Xor(..)
            | EvalKind::Not(_)
            | EvalKind::Compare { .. }
            | EvalKind::Like(..)
            | EvalKind::In(..)
    );
    if truth {
        let message = format!("`{}` is set to true or false, which no field can hold", field.text);
        let help = "write `if(condition, \"true\", \"false\")`";
        return Err(r.error("spl/boolean-assignment", value.at.0, message, help));
    }
    Ok(Assignment { field, value })
}

/// An expression, `depth` levels below the top of the tree.
pub(super) fn eval(r: &mut Reader<'_>, pair: Pair<'_>, depth: usize) -> Read<Eval> {
    let at = r.span(&pair);
    let parts = pair.into_inner();
    // Known before it is built, for a tree is built, compared and dropped by recursion.
    let depth = depth + levels(parts.clone());
    if depth > 4 * DEEPEST {
        r.diagnostics.push(too_deep(r.snippet, at));
        return Err(Failure::Told);
    }
    grouped(r, parts, depth)
}

/// How many levels a chain can add to the tree at most. `AND` and `OR` make flat nodes.
fn levels<'i>(parts: impl Iterator<Item = Pair<'i>>) -> usize {
    let (mut longest, mut here, mut xors) = (0, 0, 0);
    for part in parts {
        match part.as_rule() {
            Token::infix if level(part.as_str()) < Level::Not => {
                xors += usize::from(level(part.as_str()) == Level::Xor);
                here = 0;
            }
            Token::infix | Token::prefix | Token::eval_in => here += 1,
            _ => {}
        }
        longest = longest.max(here);
    }
    longest + xors + 1
}

fn primary(r: &mut Reader<'_>, pair: Pair<'_>, depth: usize) -> Read<Eval> {
    let at = r.at(&pair);
    let text = pair.as_str();
    let kind = match pair.as_rule() {
        Token::number => EvalKind::Number(text.into()),
        Token::string => EvalKind::Text(unescape_eval(inside(text))),
        Token::single_quoted => EvalKind::Field(unescape_single(inside(text))),
        Token::r#macro => EvalKind::Macro(r.call(&pair)?),
        Token::eval_group => {
            let inner = pair.into_inner().next().ok_or(Failure::NotUnderstood)?;
            return eval(r, inner, depth + 1);
        }
        _ => called(r, pair, depth)?,
    };
    Ok(Eval { kind, at })
}

/// A field or a function.
fn called(r: &mut Reader<'_>, pair: Pair<'_>, depth: usize) -> Read<EvalKind> {
    let mut parts = pair.into_inner();
    let name = parts.next().ok_or(Failure::NotUnderstood)?;
    let place = r.span(&name);
    let text = name.as_str();
    let args = parts.next().map(|list| list_of(r, list, depth + 1)).transpose()?;
    let is = |word: &str| text.eq_ignore_ascii_case(word);
    Ok(match args {
        Some(args) if args.is_empty() && is("true") => EvalKind::Bool(true),
        Some(args) if args.is_empty() && is("false") => EvalKind::Bool(false),
        Some(args) if args.is_empty() && is("null") => EvalKind::Null,
        Some(args) => EvalKind::Call { name: text.into(), args },
        None if is("true") => EvalKind::Bool(true),
        None if is("false") => EvalKind::Bool(false),
        None if is("null") => EvalKind::Null,
        None => {
            odd_name(r, text, place);
            EvalKind::Field(word(name))
        }
    })
}

/// Characters that need single quotes, and work without them at most by luck.
fn odd_name(r: &mut Reader<'_>, name: &str, at: Span) {
    if name.contains(['{', ':', '@']) {
        let message = format!("`{name}` needs single quotes here");
        let help = "put the name of the field in single quotes";
        r.warning("spl/unquoted-field", at, message, help);
    }
}

fn list_of(r: &mut Reader<'_>, pair: Pair<'_>, depth: usize) -> Read<Vec<Eval>> {
    pair.into_inner().map(|inner| eval(r, inner, depth + 1)).collect()
}
