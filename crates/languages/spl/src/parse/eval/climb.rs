//! Flat chains of operators grouped by precedence.

use super::{list_of, primary};
use crate::ast::{ArithmeticOp, Eval, EvalKind};
use crate::faults::shown;
use crate::grammar::{Pair, Token};
use crate::parse::reader::{Failure, Read, Reader};
use crate::parse::value::compare;
use ruleglot_source::At;
use std::iter::Peekable;

/// How tightly an operator binds, loosest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Xor,
    Or,
    And,
    Not,
    Compare,
    Add,
    Multiply,
    Prefix,
}

pub(super) fn level(op: &str) -> Level {
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

/// An expression of the parts of a chain; what stands in it is `depth` levels below the top of the tree.
pub(super) fn grouped<'i>(
    r: &mut Reader<'_>,
    parts: impl Iterator<Item = Pair<'i>>,
    depth: usize,
) -> Read<Eval> {
    Climber { parts: parts.peekable(), depth }.expr(r, Level::Xor)
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
