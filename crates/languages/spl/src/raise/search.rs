//! Conditions that `search` says exactly.

use super::{all, any, everything, name, text_value, tree};
use crate::ast::{CompareOp, Expr as Tree, ExprKind as TreeKind, Piece, Quoting, Value, ValueKind};
use crate::lower::{is_modifier, net};
use ruleglot_ir::{
    Case, Expr, ExprKind, Field, Inequality, Literal, NetTest, Part, Pattern, Quant, Scalar, Scope,
    Shape, Subject, Test, Tokens, Types,
};
use ruleglot_source::At;

/// The condition, if `search` can say all of it.
pub(super) fn condition(expr: &Expr) -> Option<Tree> {
    match &expr.kind {
        ExprKind::Named { body, .. } => condition(body),
        ExprKind::Const(true) => Some(everything()),
        ExprKind::Const(false) => Some(tree(TreeKind::Not(Box::new(everything())))),
        ExprKind::Not(inner) => condition(inner).map(|x| match x.kind {
            TreeKind::Not(twice) => *twice,
            kind => tree(TreeKind::Not(Box::new(Tree { kind, at: x.at }))),
        }),
        ExprKind::And(of) => all(of.iter().map(condition).collect::<Option<_>>()?),
        ExprKind::Or(of) => any(of.iter().map(condition).collect::<Option<_>>()?),
        leaf_kind => leaf(leaf_kind),
    }
}

/// A test, if `search` can say it.
pub(crate) fn leaf(kind: &ExprKind) -> Option<Tree> {
    match kind {
        ExprKind::Is { what: Scalar::Field(field), shape } => {
            let (op, value) = match shape {
                Shape::Valued => (CompareOp::Eq, star()),
                Shape::NonEmpty => (CompareOp::Ne, text_value("")),
                _ => return None,
            };
            compare(field, op, value)
        }
        ExprKind::Test {
            subject: Subject::Value(Scalar::Field(field)),
            quant: Quant::Any,
            test,
        } => of_field(field, test),
        ExprKind::Test { subject: Subject::Event(Scope::Raw), quant: Quant::Any, test } => {
            keyword(test)
        }
        _ => None,
    }
}

fn of_field(field: &Field, test: &Test) -> Option<Tree> {
    match test {
        Test::Anything => compare(field, CompareOp::Eq, star()),
        Test::Text { any: of, case, types: Types::Textual } => texts(field, of, *case),
        Test::Fails(inner) => match inner.as_ref() {
            Test::Text { any: of, case, types: Types::Textual } if of.len() == 1 => {
                sayable(&of[0], *case)
                    .then(|| compare(field, CompareOp::Ne, value(&of[0])))
                    .flatten()
            }
            Test::Net { any: nets, how: NetTest::Contains } if nets.len() == 1 => {
                compare(field, CompareOp::Ne, text_value(&nets[0].to_string()))
            }
            _ => None,
        },
        Test::Order { op, bound, types: Types::NumericFirst } => {
            let bound = match bound {
                Literal::Number(n) => bare(&n.to_string()),
                Literal::Text(t) if ruleglot_ir::Number::parse(t).is_none() && !t.contains('*') => {
                    text_value(t)
                }
                _ => return None,
            };
            compare(field, order(*op), bound)
        }
        Test::Net { any: nets, how: NetTest::Contains } => {
            let values: Vec<_> = nets.iter().map(|n| text_value(&n.to_string())).collect();
            listed(field, values)
        }
        _ => None,
    }
}

fn texts(field: &Field, of: &[Pattern], case: Case) -> Option<Tree> {
    if !of.iter().all(|p| sayable(p, case)) {
        return None;
    }
    // `f="*"` asks for any value; the lone star in a list would too.
    listed(field, of.iter().map(value).collect())
}

fn listed(field: &Field, mut values: Vec<Value>) -> Option<Tree> {
    match values.len() {
        0 => None,
        1 => compare(field, CompareOp::Eq, values.pop()?),
        _ => is_nameable(&field.name)
            .then(|| tree(TreeKind::In { field: name(&field.name), values })),
    }
}

/// Whether a value reads back as this pattern: letters of any case, stars as the only wildcards, no network.
fn sayable(pattern: &Pattern, case: Case) -> bool {
    let parts = pattern.parts().iter().all(|p| match p {
        Part::Text(t) => !t.contains('*'),
        Part::Run => true,
        Part::One | Part::Dash | Part::Placeholder(_) => false,
    });
    parts && net(pattern).is_none() && (case == Case::UnicodeFold || !pattern.has_case())
}

fn compare(field: &Field, op: CompareOp, value: Value) -> Option<Tree> {
    is_nameable(&field.name)
        .then(|| tree(TreeKind::Compare { field: name(&field.name), op, value }))
}

/// Whether a name can stand before an operator.
pub(super) fn is_nameable(name: &str) -> bool {
    !name.is_empty() && !name.contains(['"', '*', '\\', '`']) && !is_modifier(name)
}

/// Words of the event's text.
fn keyword(test: &Test) -> Option<Tree> {
    let (pattern, directive) = match test {
        Test::Term { text, tokens: Tokens::SplunkIndexTerm, case: Case::UnicodeFold } => {
            (Pattern::literal(text.clone()), None)
        }
        Test::Term { text, tokens: Tokens::SplunkMajor, case: Case::UnicodeFold } => {
            (Pattern::literal(text.clone()), Some(crate::ast::Directive::Term))
        }
        Test::AnyWord { any: of, tokens: Tokens::SplunkIndexTerm, case: Case::UnicodeFold }
            if of.len() == 1 =>
        {
            (of[0].clone(), None)
        }
        Test::Text { any: of, case, types: Types::Textual } if !of.is_empty() => {
            let contained =
                |p: &Pattern| matches!(p.parts(), [Part::Run, .., Part::Run]) && sayable(p, *case);
            if !of.iter().all(contained) {
                return None;
            }
            return any(of.iter().map(|p| tree(TreeKind::Keyword(value(p)))).collect());
        }
        _ => return None,
    };
    if !sayable(&pattern, Case::UnicodeFold) || pattern.as_literal() == Some("") {
        return None;
    }
    let mut value = value(&pattern);
    if let ValueKind::Text { directive: of, quoting, .. } = &mut value.kind {
        *of = directive;
        *quoting = if directive.is_some() { Quoting::Bare } else { Quoting::Quoted };
    }
    Some(tree(TreeKind::Keyword(value)))
}

fn star() -> Value {
    let kind =
        ValueKind::Text { pieces: vec![Piece::Star], quoting: Quoting::Bare, directive: None };
    Value { kind, at: At::default() }
}

fn bare(text: &str) -> Value {
    let kind = ValueKind::Text {
        pieces: vec![Piece::Text(text.into())],
        quoting: Quoting::Bare,
        directive: None,
    };
    Value { kind, at: At::default() }
}

/// A value with its wildcards; in quotes unless it is a plain word.
pub(super) fn value(pattern: &Pattern) -> Value {
    let pieces: Vec<Piece> = pattern
        .parts()
        .iter()
        .map(|p| match p {
            Part::Text(t) => Piece::Text(t.clone()),
            _ => Piece::Star,
        })
        .collect();
    let plain = !pieces.is_empty() && pattern.texts().all(|t| is_plain(t)) && !is_operator(pattern);
    let quoting = if plain { Quoting::Bare } else { Quoting::Quoted };
    Value { kind: ValueKind::Text { pieces, quoting, directive: None }, at: At::default() }
}

fn is_plain(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphanumeric() || "._-:/@".contains(c))
}

/// Words that Splunk would take for operators without quotes.
fn is_operator(pattern: &Pattern) -> bool {
    pattern.as_literal().is_some_and(|t| ["AND", "OR", "NOT", "IN", "AS"].contains(&t))
}

fn order(op: Inequality) -> CompareOp {
    match op {
        Inequality::Lt => CompareOp::Lt,
        Inequality::Le => CompareOp::Le,
        Inequality::Gt => CompareOp::Gt,
        Inequality::Ge => CompareOp::Ge,
    }
}
