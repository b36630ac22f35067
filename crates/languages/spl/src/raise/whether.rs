//! Conditions in `where`, exactly: letter case counts there, and what is missing is null.
//!
//! `not` stands before tests only, each guarded against null, so that the whole is two-valued like what it says.

use super::text::{matching, needs_match};
use super::{eval, join, search_leaf};
use crate::ast::{CompareOp, Eval, EvalKind};
use crate::lower::EVENTS;
use crate::print::print_expr;
use ruleglot_ir::{
    Anchor, Case, Expr, ExprKind, Field, Flags, Flavor, Inequality, Literal, NetTest, Pattern,
    Quant, Regex, Relation, Scalar, Scope, Shape, Subject, Test, Types, simple_lowercase,
};
use smol_str::SmolStr;

/// The condition. Every leaf is one that [`leaf`] says, which the target has seen to.
pub(super) fn condition(expr: &Expr) -> Eval {
    said(expr, Sign::Holds)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    Holds,
    Fails,
}

fn said(expr: &Expr, sign: Sign) -> Eval {
    let flipped = if sign == Sign::Holds { Sign::Fails } else { Sign::Holds };
    let each = |of: &[Expr]| of.iter().map(|x| said(x, sign)).collect::<Vec<_>>();
    match &expr.kind {
        ExprKind::Named { body, .. } => said(body, sign),
        ExprKind::Not(inner) => said(inner, flipped),
        ExprKind::Const(value) => eval(EvalKind::Bool(*value == (sign == Sign::Holds))),
        ExprKind::And(of) => {
            let wrap = if sign == Sign::Holds { EvalKind::And } else { EvalKind::Or };
            join(each(of), wrap).unwrap_or_else(|| eval(EvalKind::Bool(sign == Sign::Holds)))
        }
        ExprKind::Or(of) => {
            let wrap = if sign == Sign::Holds { EvalKind::Or } else { EvalKind::And };
            join(each(of), wrap).unwrap_or_else(|| eval(EvalKind::Bool(sign == Sign::Fails)))
        }
        kind => match (leaf(kind), sign) {
            (Some(leaf), Sign::Holds) => leaf.holds,
            (Some(leaf), Sign::Fails) => leaf.fails(),
            (None, _) => eval(EvalKind::Bool(false)),
        },
    }
}

/// A test in `where`.
pub(crate) struct Leaf {
    holds: Eval,
    /// Its complement, where that has a name of its own.
    fails: Option<Eval>,
    /// Fields without which it is null.
    needs: Vec<SmolStr>,
}

impl Leaf {
    fn fails(self) -> Eval {
        if let Some(fails) = self.fails {
            return fails;
        }
        let nulls = self.needs.iter().map(|f| call("isnull", vec![field(f)]));
        let not = eval(EvalKind::Not(Box::new(self.holds)));
        let all: Vec<_> = nulls.chain([not]).collect();
        join(all, EvalKind::Or).unwrap_or_else(|| eval(EvalKind::Bool(true)))
    }
}

/// A test, if `where` can say it.
pub(crate) fn leaf(kind: &ExprKind) -> Option<Leaf> {
    match kind {
        ExprKind::Is { what: Scalar::Field(f), shape: Shape::Valued } => {
            let f = named(f)?;
            Some(Leaf {
                holds: call("isnotnull", vec![f.clone()]),
                fails: Some(call("isnull", vec![f])),
                needs: Vec::new(),
            })
        }
        ExprKind::Test { subject: Subject::Value(Scalar::Field(f)), quant: Quant::Any, test } => {
            of_field(f, test).or_else(|| through_search(kind))
        }
        ExprKind::Relate {
            left: Scalar::Field(a),
            how,
            right: Scalar::Field(b),
            case,
            types: Types::NumericFirst,
        } => {
            let op = match how {
                Relation::Eq => CompareOp::Eq,
                Relation::Lt => CompareOp::Lt,
                Relation::Le => CompareOp::Le,
                Relation::Gt => CompareOp::Gt,
                Relation::Ge => CompareOp::Ge,
                _ => return None,
            };
            let side = |f: &Field| Some(folded(named(f)?, *case));
            let (left, right) = (Box::new(side(a)?), Box::new(side(b)?));
            Some(Leaf {
                holds: eval(EvalKind::Compare { op, left, right }),
                fails: None,
                needs: vec![a.name.clone(), b.name.clone()],
            })
        }
        // The text of the event is a field, too.
        ExprKind::Test {
            subject: Subject::Event(Scope::Raw),
            quant: Quant::Any,
            test: test @ (Test::Text { types: Types::Textual, .. } | Test::Matches(_)),
        } => through_search(kind).or_else(|| of_field(&raw(), test)),
        _ => through_search(kind),
    }
}

fn raw() -> Field {
    Field::known(EVENTS, "_raw")
}

/// A condition of `search` as a function.
fn through_search(kind: &ExprKind) -> Option<Leaf> {
    let text = print_expr(&search_leaf(kind)?);
    Some(Leaf {
        holds: call("searchmatch", vec![eval(EvalKind::Text(text.into()))]),
        fails: None,
        needs: Vec::new(),
    })
}

fn of_field(f: &Field, test: &Test) -> Option<Leaf> {
    let subject = named(f)?;
    let holds = match test {
        Test::Text { any, case, types: Types::Textual } => texts(&subject, any, *case)?,
        Test::Equal { any, types: Types::NumericFirst } => numbers(&subject, any)?,
        Test::Matches(regex) => call("match", vec![subject, text(&pcre(regex)?)]),
        Test::Order { op, bound, types: Types::NumericFirst } => {
            let bound = match bound {
                Literal::Number(n) => eval(EvalKind::Number(n.to_string().into())),
                Literal::Text(t) => text(t),
                _ => return None,
            };
            let op = match op {
                Inequality::Lt => CompareOp::Lt,
                Inequality::Le => CompareOp::Le,
                Inequality::Gt => CompareOp::Gt,
                Inequality::Ge => CompareOp::Ge,
            };
            eval(EvalKind::Compare { op, left: Box::new(subject), right: Box::new(bound) })
        }
        Test::Net { any, how: NetTest::Contains } => {
            let nets =
                any.iter().map(|n| call("cidrmatch", vec![text(&n.to_string()), subject.clone()]));
            join(nets.collect(), EvalKind::Or)?
        }
        _ => return None,
    };
    Some(Leaf { holds, fails: None, needs: vec![f.name.clone()] })
}

/// Exact values as one list, patterns each by itself.
fn texts(subject: &Eval, any: &[Pattern], case: Case) -> Option<Eval> {
    if case == Case::AsciiFold || any.is_empty() {
        return None;
    }
    let (plain, wild): (Vec<_>, Vec<_>) = any.iter().partition(|p| p.as_literal().is_some());
    let mut all = Vec::new();
    let values: Vec<Eval> = plain
        .iter()
        .filter_map(|p| p.as_literal())
        .map(|t| if case == Case::Exact { text(t) } else { text(&simple_lowercase(t)) })
        .collect();
    let left = || Box::new(folded(subject.clone(), case));
    match values.len() {
        0 => {}
        1 => all.extend(values.into_iter().map(|right| {
            eval(EvalKind::Compare { op: CompareOp::Eq, left: left(), right: Box::new(right) })
        })),
        _ => all.push(eval(EvalKind::In(left(), values))),
    }
    for pattern in wild {
        all.push(wildcard(subject, pattern, case)?);
    }
    join(all, EvalKind::Or)
}

fn wildcard(subject: &Eval, pattern: &Pattern, case: Case) -> Option<Eval> {
    if needs_match(pattern) {
        return Some(call("match", vec![subject.clone(), text(&matching(pattern, case)?)]));
    }
    let like = super::text::like(pattern, case)?;
    Some(call("like", vec![folded(subject.clone(), case), text(&like)]))
}

fn folded(of: Eval, case: Case) -> Eval {
    if case == Case::Exact { of } else { call("lower", vec![of]) }
}

fn numbers(subject: &Eval, any: &[Literal]) -> Option<Eval> {
    let each = any.iter().map(|l| match l {
        Literal::Number(n) => Some(eval(EvalKind::Compare {
            op: CompareOp::Eq,
            left: Box::new(subject.clone()),
            right: Box::new(eval(EvalKind::Number(n.to_string().into()))),
        })),
        _ => None,
    });
    join(each.collect::<Option<Vec<_>>>()?, EvalKind::Or)
}

/// The expression with its flags in front, as `match` takes it.
fn pcre(regex: &Regex) -> Option<String> {
    if regex.flavor != Flavor::Pcre || regex.anchor != Anchor::Search {
        return None;
    }
    let Flags { fold_case, multi_line, dot_all, extended } = regex.flags;
    let flags: String = [(fold_case, 'i'), (multi_line, 'm'), (dot_all, 's'), (extended, 'x')]
        .into_iter()
        .filter_map(|(on, c)| on.then_some(c))
        .collect();
    let prefix = if flags.is_empty() { flags } else { format!("(?{flags})") };
    Some(format!("{prefix}{}", regex.text))
}

fn named(f: &Field) -> Option<Eval> {
    (!f.name.contains(['\'', '`'])).then(|| field(&f.name))
}

fn field(name: &SmolStr) -> Eval {
    eval(EvalKind::Field(name.clone()))
}

fn text(of: &str) -> Eval {
    eval(EvalKind::Text(of.into()))
}

fn call(name: &str, args: Vec<Eval>) -> Eval {
    eval(EvalKind::Call { name: name.into(), args })
}
