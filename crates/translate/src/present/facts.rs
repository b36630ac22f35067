//! Which values a condition or a computation makes sure of.

use ruleglot_ir::{Expr, ExprKind, Field, Scalar, Shape, Subject};

/// Whether the condition holds only of events in which the field has a value.
pub(super) fn implies_value(expr: &Expr, field: &Field) -> bool {
    let is = |scalar: &Scalar| matches!(scalar, Scalar::Field(f) if f.name == field.name);
    match &expr.kind {
        ExprKind::And(of) => of.iter().any(|x| implies_value(x, field)),
        ExprKind::Or(of) => !of.is_empty() && of.iter().all(|x| implies_value(x, field)),
        ExprKind::Named { body, .. } => implies_value(body, field),
        ExprKind::Is { what, shape } => {
            is(what) && *shape != Shape::Key && *shape != Shape::NotNull
        }
        // With no value every quantifier is false.
        ExprKind::Test { subject: Subject::Value(what), .. } => is(what),
        ExprKind::Relate { left, right, .. } => is(left) || is(right),
        _ => false,
    }
}

/// Fields that Splunk gives every event.
const BUILT_IN: &[&str] =
    &["_time", "_raw", "_indextime", "host", "source", "sourcetype", "index", "splunk_server"];

/// Whether a value is there whatever the event.
pub(super) fn always_valued(value: &Scalar, always: &dyn Fn(&Field) -> bool) -> bool {
    match value {
        Scalar::Field(field) => BUILT_IN.contains(&field.name.as_str()) || always(field),
        Scalar::Literal(_) => true,
        Scalar::Case { arms, otherwise: Some(otherwise) } => {
            let guarded = |(when, then): &(Expr, Scalar)| match then {
                Scalar::Field(f) => implies_value(when, f),
                other => always_valued(other, always),
            };
            arms.iter().all(guarded) && always_valued(otherwise, always)
        }
        Scalar::Call { function, args, .. } if function.0 == "time.bucket" => {
            args.first().is_some_and(|of| always_valued(of, always))
        }
        _ => false,
    }
}
