//! The parts of a condition, cut at "and" and "or".

use ruleglot_eval::{Claim, Truth};
use ruleglot_ir::{
    Expr, ExprKind, FieldRef, Origin, Quant, Shape, Subject, Test, children, fields_of,
};
use ruleglot_source::FileSpan;
use rustc_hash::FxHasher;
use std::hash::{Hash, Hasher};

/// A part with its place.
#[derive(Clone, Copy)]
pub(super) struct Part<'e> {
    /// The part, and whether it holds.
    pub(super) claim: Claim<'e>,
    /// Where it stands.
    pub(super) at: FileSpan,
    /// Fields that it is about, as bits: parts without a common one have nothing to do with each other.
    pub(super) fields: u64,
}

/// How parts are joined.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Join {
    /// All must hold.
    All,
    /// One is enough.
    Any,
}

/// The parts that are joined so, through names and negations.
pub(super) fn flatten<'e>(claim: Claim<'e>, join: Join, named: Origin, out: &mut Vec<Part<'e>>) {
    let Claim { expr, truth } = claim;
    let place = |expr: &Expr| if expr.origin.0.is_some() { expr.origin } else { named };
    match (&expr.kind, truth, join) {
        (ExprKind::Named { body, .. }, ..) => {
            flatten(Claim { expr: body, truth }, join, place(expr), out);
        }
        (ExprKind::Not(inner), ..) if !is_of_leaf(expr, inner) => {
            flatten(Claim { expr: inner, truth: truth.flip() }, join, named, out);
        }
        (ExprKind::And(of), Truth::Holds, Join::All)
        | (ExprKind::Or(of), Truth::Fails, Join::All)
        | (ExprKind::Or(of), Truth::Holds, Join::Any)
        | (ExprKind::And(of), Truth::Fails, Join::Any) => {
            let named = place(expr);
            of.iter().for_each(|expr| flatten(Claim { expr, truth }, join, named, out));
        }
        _ => {
            let at = place(expr).0.unwrap_or_default();
            out.push(Part { claim, at, fields: bits(expr) });
        }
    }
}

/// A leaf that its language writes as one though it denies: a missing field, a value that is null.
fn is_of_leaf(not: &Expr, inner: &Expr) -> bool {
    not.origin.0.is_none() || not.origin.0 == inner.origin.0
}

/// The part as a choice (or as several that must all hold), if it is one.
pub(super) fn choice(claim: Claim<'_>, join: Join) -> Option<Claim<'_>> {
    let holds = claim.truth == Truth::Holds;
    match (&claim.expr.kind, join) {
        (ExprKind::Or(_), Join::Any) | (ExprKind::And(_), Join::All) if holds => Some(claim),
        (ExprKind::And(_), Join::Any) | (ExprKind::Or(_), Join::All) if !holds => Some(claim),
        _ => None,
    }
}

/// Whether it has parts of its own.
pub(super) fn is_composite(part: &Part<'_>) -> bool {
    matches!(part.claim.expr.kind, ExprKind::And(_) | ExprKind::Or(_) | ExprKind::AtLeast { .. })
}

/// Whether it is worth holding against every alternative of another.
pub(super) fn choice_is_small(part: &Part<'_>) -> bool {
    match &part.claim.expr.kind {
        ExprKind::And(of) | ExprKind::Or(of) => of.len() <= 8,
        ExprKind::Test { test: Test::Text { any, .. }, .. } => any.len() <= 100,
        _ => true,
    }
}

/// Whether the leaf says that a value differs.
pub(super) fn is_denial(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Test { test: Test::Fails(_), .. })
}

/// Whether it asks for no value, or an empty one, and nothing else.
pub(super) fn is_absence(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Not(inner) => matches!(inner.kind, ExprKind::Is { shape: Shape::Valued, .. }),
        ExprKind::Test { quant: Quant::Any, test: Test::Text { any, .. }, .. } => {
            any.iter().all(|pattern| pattern.as_literal() == Some(""))
        }
        _ => false,
    }
}

/// Whether two places have something in common.
pub(super) fn overlap(a: FileSpan, b: FileSpan) -> bool {
    a.file == b.file
        && a.span.start < b.span.end.max(b.span.start + 1)
        && b.span.start < a.span.end.max(a.span.start + 1)
}

/// The fields of a part, a bit each.
fn bits(expr: &Expr) -> u64 {
    let mut out = 0;
    each_subject(expr, &mut out);
    out
}

fn each_subject(expr: &Expr, out: &mut u64) {
    match &expr.kind {
        ExprKind::Test { subject: Subject::Event(_) | Subject::AnyField(_), .. }
        | ExprKind::Opaque(_)
        | ExprKind::InPipeline { .. } => *out = u64::MAX,
        ExprKind::Is { .. }
        | ExprKind::Relate { .. }
        | ExprKind::Within { .. }
        | ExprKind::Test { .. } => fields_of(expr, &mut |field| match field {
            FieldRef::Named(field) => *out |= bit(&field.name),
            FieldRef::Pattern(_) => *out = u64::MAX,
        }),
        _ => children(expr).for_each(|x| each_subject(x, out)),
    }
}

fn bit(name: &str) -> u64 {
    let mut hasher = FxHasher::default();
    name.hash(&mut hasher);
    1 << (hasher.finish() >> 58)
}
