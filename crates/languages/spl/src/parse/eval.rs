//! Expressions of `where` and `eval`.

use super::Heading;
use super::condition::compare;
use super::reader::{Failure, Read, Reader, word};
use crate::ast::{ArithmeticOp, Assignment, Command, Eval, EvalKind};
use crate::faults::{shown, too_deep};
use crate::grammar::{Pair, Token};
use crate::layout::DEEPEST;
use crate::text::{inside, unescape_eval, unescape_single};
use ruleglot_source::{At, Span};
use std::iter::Peekable;

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
    Climber { parts: parts.peekable(), depth }.expr(r, Level::Xor)
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

/// How tightly an operator binds, loosest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Xor,
    Or,
    And,
    Not,
    Compare,
    Add,
    Multiply,
    Prefix,
}

fn level(op: &str) -> Level {
    match op.to_ascii_uppercase().as_str() {
        "XOR" => Level::Xor,
        "OR" => Level::Or,
        "AND" => Level::And,
        "+" | "-" | "." => Level::Add,
        "*" | "/" | "%" => Level::Multiply,
        _ => Level::Compare,
    }
}

fn joint(pair: &Pair<'_>) -> Option<Level> {
    (pair.as_rule() == Token::infix).then(|| level(pair.as_str()))
}

/// Groups a flat chain by precedence.
struct Climber<'i, I: Iterator<Item = Pair<'i>>> {
    parts: Peekable<I>,
    depth: usize,
}

impl<'i, I: Iterator<Item = Pair<'i>>> Climber<'i, I> {
    fn expr(&mut self, r: &mut Reader<'_>, least: Level) -> Read<Eval> {
        let mut left = self.operand(r, least)?;
        loop {
            let Some(next) = self.parts.peek() else { return Ok(left) };
            let level = match next.as_rule() {
                Token::infix => level(next.as_str()),
                _ => Level::Compare,
            };
            if level < least {
                return Ok(left);
            }
            let Some(op) = self.parts.next() else { return Ok(left) };
            left = self.joined(r, left, &op, level)?;
        }
    }

    /// `left op right`; what follows at the same level is joined by the caller, so operators bind to the left.
    fn joined(
        &mut self,
        r: &mut Reader<'_>,
        left: Eval,
        op: &Pair<'i>,
        level: Level,
    ) -> Read<Eval> {
        if op.as_rule() == Token::eval_in {
            return self.is_in(r, left, op.clone());
        }
        let right = self.expr(r, tighter(level))?;
        if matches!(level, Level::Or | Level::And) {
            return self.flat(r, vec![left, right], level);
        }
        let at = At(left.at.0.join(right.at.0));
        let kind = match level {
            Level::Xor => EvalKind::Xor(Box::new(left), Box::new(right)),
            Level::Compare if op.as_str().eq_ignore_ascii_case("LIKE") => {
                EvalKind::Like(Box::new(left), Box::new(right))
            }
            Level::Compare => {
                let op = compare(op.as_str());
                EvalKind::Compare { op, left: Box::new(left), right: Box::new(right) }
            }
            _ => {
                let op = arithmetic(op.as_str());
                EvalKind::Arithmetic { op, left: Box::new(left), right: Box::new(right) }
            }
        };
        Ok(Eval { kind, at })
    }

    /// The rest of a chain of `AND`s or of `OR`s.
    fn flat(&mut self, r: &mut Reader<'_>, mut of: Vec<Eval>, level: Level) -> Read<Eval> {
        while self.parts.next_if(|p| joint(p) == Some(level)).is_some() {
            of.push(self.expr(r, tighter(level))?);
        }
        let joined = if level == Level::Or { Eval::some(of) } else { Eval::all(of) };
        joined.ok_or(Failure::NotUnderstood)
    }

    fn is_in(&mut self, r: &mut Reader<'_>, left: Eval, op: Pair<'i>) -> Read<Eval> {
        let place = r.span(&op);
        let mut parts = op.into_inner();
        let denied = parts.clone().any(|p| p.as_rule() == Token::denied);
        let list = parts.find(|p| p.as_rule() == Token::eval_list);
        let of = list.map_or(Ok(Vec::new()), |l| list_of(r, l, self.depth))?;
        if of.is_empty() {
            let message = format!("`{}` has no values", shown(r.snippet.text, place));
            let help = "write the values between the brackets";
            return Err(r.error("spl/expected-value", place, message, help));
        }
        let at = At(left.at.0.join(place));
        let found = Eval { kind: EvalKind::In(Box::new(left), of), at };
        Ok(if denied { Eval { kind: EvalKind::Not(Box::new(found)), at } } else { found })
    }

    fn operand(&mut self, r: &mut Reader<'_>, least: Level) -> Read<Eval> {
        let Some(first) = self.parts.next() else { return Err(Failure::NotUnderstood) };
        if first.as_rule() != Token::prefix {
            return primary(r, first, self.depth);
        }
        let at = r.span(&first);
        match first.as_str() {
            "+" => self.expr(r, Level::Prefix),
            "-" => {
                let inner = self.expr(r, Level::Prefix)?;
                let at = At(at.join(inner.at.0));
                Ok(Eval { kind: EvalKind::Minus(Box::new(inner)), at })
            }
            // NOT binds looser than what it would stand in here.
            word if least > Level::Not => {
                let message = format!("`{word}` cannot stand here without brackets");
                let help = "put it and its operand in brackets";
                Err(r.error("spl/syntax", at, message, help))
            }
            _ => {
                let inner = self.expr(r, Level::Not)?;
                let at = At(at.join(inner.at.0));
                Ok(Eval { kind: EvalKind::Not(Box::new(inner)), at })
            }
        }
    }
}

fn tighter(level: Level) -> Level {
    match level {
        Level::Xor => Level::Or,
        Level::Or => Level::And,
        Level::And => Level::Not,
        Level::Not | Level::Compare => Level::Add,
        Level::Add => Level::Multiply,
        Level::Multiply | Level::Prefix => Level::Prefix,
    }
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

fn arithmetic(op: &str) -> ArithmeticOp {
    match op {
        "+" => ArithmeticOp::Add,
        "-" => ArithmeticOp::Subtract,
        "*" => ArithmeticOp::Multiply,
        "/" => ArithmeticOp::Divide,
        "%" => ArithmeticOp::Remainder,
        _ => ArithmeticOp::Concat,
    }
}
