//! A condition of `search` that holds of every event of which another one does.

use super::search::{self, condition, is_nameable, value};
use super::{all, any, name, tree};
use crate::ast::{CompareOp, Expr as Tree, ExprKind as TreeKind, Piece, Quoting, Value, ValueKind};
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
            all(known).map_or(Bound::All, Bound::Of)
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
            any(known).map_or(Bound::Nothing, Bound::Of)
        }
        _ if side == Side::Below => Bound::Nothing,
        leaf => above(leaf).map_or(Bound::All, Bound::Of),
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
                let lone = |v: &Value| matches!(&v.kind, ValueKind::Text { pieces, .. } if matches!(pieces.as_slice(), [Piece::Star]));
                if values.iter().any(lone) || of.iter().any(|p| crate::lower::net(p).is_some()) {
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
