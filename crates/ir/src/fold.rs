//! Letter case by simple lower-casing: one character for one.

use crate::{Case, ExprKind, Function, Pattern, Quant, Scalar, Shape, Subject, Test, Types};
use smol_str::SmolStr;

/// Simple lower-casing: one character for one, as [`Case::UnicodeFold`] compares.
pub fn simple_lowercase(text: &str) -> SmolStr {
    text.chars().map(simple_lower).collect()
}

fn simple_lower(c: char) -> char {
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

/// A test of a text in lower case is one of the text itself that ignores letter case; what it asks for in capitals it
/// never finds. Everything else stays as it is.
#[must_use]
pub fn without_lowering(kind: ExprKind) -> ExprKind {
    match kind {
        ExprKind::Test {
            subject: Subject::Value(of),
            quant: Quant::Any,
            test: Test::Text { any, case: Case::Exact, types: Types::Textual },
        } if lowered(&of).is_some() => {
            let any: Vec<Pattern> = any.into_iter().filter(is_lower).collect();
            let what = lowered(&of).cloned().unwrap_or(of);
            if any.is_empty() {
                return ExprKind::Const(false);
            }
            let test = Test::Text { any, case: Case::UnicodeFold, types: Types::Textual };
            ExprKind::Test { subject: Subject::Value(what), quant: Quant::Any, test }
        }
        ExprKind::Is { what, shape: Shape::Valued } => {
            let what = lowered(&what).cloned().unwrap_or(what);
            ExprKind::Is { what, shape: Shape::Valued }
        }
        ExprKind::Relate { left, how, right, case: Case::Exact, types } => {
            match (lowered(&left), lowered(&right)) {
                (Some(l), Some(r)) => ExprKind::Relate {
                    left: l.clone(),
                    how,
                    right: r.clone(),
                    case: Case::UnicodeFold,
                    types,
                },
                _ => ExprKind::Relate { left, how, right, case: Case::Exact, types },
            }
        }
        other => other,
    }
}

/// What a scalar is the lower case of, when that is a field.
fn lowered(of: &Scalar) -> Option<&Scalar> {
    match of {
        Scalar::Call { function: Function("text.lower"), args, .. } => match args.as_slice() {
            [field @ Scalar::Field(_)] => Some(field),
            _ => None,
        },
        _ => None,
    }
}

fn is_lower(pattern: &Pattern) -> bool {
    pattern.texts().all(|t| simple_lowercase(t) == *t)
}
