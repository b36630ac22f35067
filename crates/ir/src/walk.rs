//! Walking expressions.

use crate::{Expr, ExprKind, Field, FieldGlob, Monotone, Scalar, Subject};

/// The expressions directly below, those inside computed values and pipelines excluded.
pub fn children(expr: &Expr) -> impl Iterator<Item = &Expr> {
    let (one, many): (Option<&Expr>, &[Expr]) = match &expr.kind {
        ExprKind::Not(x) => (Some(x), &[]),
        ExprKind::Named { body, .. } | ExprKind::Within { body, .. } => (Some(body), &[]),
        ExprKind::And(of) | ExprKind::Or(of) | ExprKind::AtLeast { of, .. } => (None, of),
        _ => (None, &[]),
    };
    one.into_iter().chain(many)
}

/// Calls `visit` for each leaf, left to right, with the way its set of events counts for the whole.
pub fn for_each_leaf<'a>(expr: &'a Expr, at: Monotone, visit: &mut impl FnMut(&'a Expr, Monotone)) {
    match &expr.kind {
        ExprKind::Not(x) => for_each_leaf(x, at.flip(), visit),
        ExprKind::And(of) | ExprKind::Or(of) | ExprKind::AtLeast { of, .. } => {
            for x in of {
                for_each_leaf(x, at, visit);
            }
        }
        ExprKind::Named { body, .. } => for_each_leaf(body, at, visit),
        _ => visit(expr, at),
    }
}

/// The expression with each leaf replaced by what `change` makes of it; what it makes is not visited again.
/// `Within` counts as a leaf.
pub fn map_leaves(
    expr: Expr,
    at: Monotone,
    change: &mut impl FnMut(Expr, Monotone) -> Expr,
) -> Expr {
    let origin = expr.origin;
    let kind = match expr.kind {
        ExprKind::Not(x) => ExprKind::Not(Box::new(map_leaves(*x, at.flip(), change))),
        ExprKind::And(of) => ExprKind::And(map_all(of, at, change)),
        ExprKind::Or(of) => ExprKind::Or(map_all(of, at, change)),
        ExprKind::AtLeast { n, of } => ExprKind::AtLeast { n, of: map_all(of, at, change) },
        ExprKind::Named { name, body } => {
            ExprKind::Named { name, body: Box::new(map_leaves(*body, at, change)) }
        }
        leaf => return change(Expr { kind: leaf, origin }, at),
    };
    Expr { kind, origin }
}

fn map_all(
    of: Vec<Expr>,
    at: Monotone,
    change: &mut impl FnMut(Expr, Monotone) -> Expr,
) -> Vec<Expr> {
    of.into_iter().map(|x| map_leaves(x, at, change)).collect()
}

/// A field or a pattern of fields, borrowed from an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FieldRef<'a> {
    /// One field.
    Named(&'a Field),
    /// Fields by pattern.
    Pattern(&'a FieldGlob),
}

/// Every field that the expression reads, in order of appearance, repeats included.
pub fn fields_of<'a>(expr: &'a Expr, visit: &mut impl FnMut(FieldRef<'a>)) {
    match &expr.kind {
        ExprKind::Is { what, .. } => fields_of_scalar(what, visit),
        ExprKind::Test { subject: Subject::Value(s), .. } => fields_of_scalar(s, visit),
        ExprKind::Test { subject: Subject::AnyField(glob), .. } => visit(FieldRef::Pattern(glob)),
        ExprKind::Relate { left, right, .. } => {
            fields_of_scalar(left, visit);
            fields_of_scalar(right, visit);
        }
        ExprKind::Within { path, body, .. } => {
            visit(FieldRef::Named(path));
            fields_of(body, visit);
        }
        ExprKind::InPipeline { on, .. } => {
            on.iter().for_each(|on| fields_of_scalar(&on.here, visit));
        }
        ExprKind::Opaque(o) => o.reads.iter().for_each(|glob| visit(FieldRef::Pattern(glob))),
        _ => children(expr).for_each(|x| fields_of(x, visit)),
    }
}

fn fields_of_scalar<'a>(scalar: &'a Scalar, visit: &mut impl FnMut(FieldRef<'a>)) {
    match scalar {
        Scalar::Field(f) => visit(FieldRef::Named(f)),
        Scalar::Literal(_) => {}
        Scalar::Call { args, .. } => args.iter().for_each(|a| fields_of_scalar(a, visit)),
        Scalar::Case { arms, otherwise } => {
            for (when, then) in arms {
                fields_of(when, visit);
                fields_of_scalar(then, visit);
            }
            if let Some(otherwise) = otherwise {
                fields_of_scalar(otherwise, visit);
            }
        }
        Scalar::Opaque(o) => o.reads.iter().for_each(|glob| visit(FieldRef::Pattern(glob))),
    }
}
