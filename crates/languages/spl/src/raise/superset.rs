//! A condition of `search` that holds of every event of which another one does.

use super::search::{self, condition, is_nameable, value};
use super::{all, any, name, tree};
use crate::ast::{
    CompareOp, Expr as Tree, ExprKind as TreeKind, Name, Piece, Quoting, Value, ValueKind,
};
use ruleglot_ir::{
    Case, Expr, ExprKind, Field, Part, Pattern, Quant, Scalar, Scope, Subject, Test,
};
use ruleglot_source::At;

/// A bound of a condition from above or below.
enum Bound {
    /// Every event.
    All,
    /// No event.
    Nothing,
    /// The events of this.
    Of(Tree),
}

/// Which bound is wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Above,
    Below,
}

/// The superset; `None` when that is every event.
pub(super) fn of(expr: &Expr) -> Option<Tree> {
    match bound(expr, Side::Above) {
        Bound::Of(tree) => Some(tree),
        Bound::All | Bound::Nothing => None,
    }
}

fn bound(expr: &Expr, side: Side) -> Bound {
    if let Some(said) = condition(expr) {
        return Bound::Of(said);
    }
    match &expr.kind {
        ExprKind::Named { body, .. } => bound(body, side),
        ExprKind::Not(inner) => {
            let other = if side == Side::Above { Side::Below } else { Side::Above };
            match bound(inner, other) {
                Bound::All => Bound::Nothing,
                Bound::Nothing => Bound::All,
                Bound::Of(inner) => Bound::Of(tree(TreeKind::Not(Box::new(inner)))),
            }
        }
        ExprKind::And(of) => {
            let mut known = Vec::new();
            for x in of {
                match bound(x, side) {
                    Bound::All => {}
                    Bound::Nothing => return Bound::Nothing,
                    Bound::Of(tree) => known.push(tree),
                }
            }
            all(absorbing(known, Join::All)).map_or(Bound::All, Bound::Of)
        }
        ExprKind::Or(of) => {
            let mut known = Vec::new();
            for x in of {
                match bound(x, side) {
                    Bound::All => return Bound::All,
                    Bound::Nothing => {}
                    Bound::Of(tree) => known.push(tree),
                }
            }
            any(absorbing(known, Join::Any)).map_or(Bound::Nothing, Bound::Of)
        }
        _ if side == Side::Below => Bound::Nothing,
        leaf => above(leaf).map_or(Bound::All, Bound::Of),
    }
}

/// How conditions stand side by side.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Join {
    All,
    Any,
}

/// The conditions, each once, without what says nothing beside another: among alternatives whatever needs a field of which
/// one asks for any value, and any value beside what needs the field.
fn absorbing(of: Vec<Tree>, join: Join) -> Vec<Tree> {
    let mut each: Vec<Tree> = Vec::new();
    of.into_iter().for_each(|x| {
        if !each.contains(&x) {
            each.push(x);
        }
    });
    let asked: Vec<Name> = each.iter().filter_map(|x| any_value(x).cloned()).collect();
    let says_less = |x: &Tree| match (join, any_value(x)) {
        (Join::Any, None) => asked.iter().any(|field| needs(x, field)),
        (Join::All, Some(field)) => each.iter().any(|y| any_value(y).is_none() && needs(y, field)),
        _ => false,
    };
    let kept: Vec<bool> = each.iter().map(|x| !says_less(x)).collect();
    each.into_iter().zip(kept).filter_map(|(x, kept)| kept.then_some(x)).collect()
}

/// The field of `field=*`.
fn any_value(of: &Tree) -> Option<&Name> {
    let TreeKind::Compare { field, op: CompareOp::Eq, value } = &of.kind else { return None };
    is_star(value).then_some(field)
}

fn is_star(value: &Value) -> bool {
    matches!(&value.kind, ValueKind::Text { pieces, .. } if matches!(pieces.as_slice(), [Piece::Star]))
}

/// Whether the value may be an empty one, of which it is not known whether it is any value.
fn is_blank(value: &Value) -> bool {
    matches!(&value.kind, ValueKind::Text { pieces, .. } if pieces.is_empty())
}

/// Whether the condition holds of no event without a value in the field.
fn needs(of: &Tree, field: &Name) -> bool {
    match &of.kind {
        TreeKind::Compare { field: own, value, .. } => own == field && !is_blank(value),
        TreeKind::In { field: own, values } => own == field && !values.iter().any(is_blank),
        TreeKind::And(of) => of.iter().any(|x| needs(x, field)),
        TreeKind::Or(of) => of.iter().all(|x| needs(x, field)),
        _ => false,
    }
}

/// What a test that `search` cannot say needs at least.
fn above(leaf: &ExprKind) -> Option<Tree> {
    match leaf {
        ExprKind::Test {
            subject: Subject::Value(Scalar::Field(field)),
            quant: Quant::Any,
            test,
        } => match test {
            Test::Text { any: of, .. } if of.iter().all(|p| !p.is_any()) => {
                let values: Vec<_> = of.iter().map(|p| value(&loosened(p))).collect();
                if values.iter().any(is_star) || of.iter().any(|p| crate::lower::net(p).is_some()) {
                    return present(field);
                }
                in_list(field, values)
            }
            _ => present(field),
        },
        ExprKind::Test {
            subject: Subject::Event(Scope::Raw),
            quant: Quant::Any,
            test: Test::Text { any: of, types, .. },
        } => {
            let any = of.iter().map(loosened).collect();
            let test = Test::Text { any, case: Case::UnicodeFold, types: *types };
            search::leaf(&ExprKind::Test {
                subject: Subject::Event(Scope::Raw),
                quant: Quant::Any,
                test,
            })
        }
        ExprKind::Relate { left: Scalar::Field(a), right: Scalar::Field(b), .. } => {
            all([present(a), present(b)].into_iter().flatten().collect())
        }
        _ => None,
    }
}

fn in_list(field: &Field, mut values: Vec<Value>) -> Option<Tree> {
    if !is_nameable(&field.name) {
        return None;
    }
    let field = name(&field.name);
    Some(tree(match values.len() {
        0 => return None,
        1 => TreeKind::Compare { field, op: CompareOp::Eq, value: values.pop()? },
        _ => TreeKind::In { field, values },
    }))
}

fn present(field: &Field) -> Option<Tree> {
    let kind =
        ValueKind::Text { pieces: vec![Piece::Star], quoting: Quoting::Bare, directive: None };
    in_list(field, vec![Value { kind, at: At::default() }])
}

/// The pattern with a star for whatever is not plain text.
fn loosened(pattern: &Pattern) -> Pattern {
    let mut out = Pattern::default();
    for part in pattern.parts() {
        match part {
            Part::Text(text) => {
                for (i, piece) in text.split('*').enumerate() {
                    if i > 0 {
                        out.push(Part::Run);
                    }
                    out.push(Part::Text(piece.into()));
                }
            }
            _ => out.push(Part::Run),
        }
    }
    out
}
