//! Field names under another taxonomy's name, spelled as they were.

use ruleglot_ir::{
    Expr, ExprKind, Field, FieldGlob, Monotone, Scalar, Subject, Taxonomy, map_leaves,
};

/// The expression with every known field of `taxonomy`, its name unchanged.
pub(crate) fn to_taxonomy(expr: Expr, taxonomy: &str) -> Expr {
    map_leaves(expr, Monotone::Up, &mut |leaf, _| {
        let origin = leaf.origin;
        let kind = match leaf.kind {
            ExprKind::Is { what, shape } => ExprKind::Is { what: scalar(what, taxonomy), shape },
            ExprKind::Test { subject, quant, test } => {
                let subject = match subject {
                    Subject::Value(s) => Subject::Value(scalar(s, taxonomy)),
                    Subject::AnyField(FieldGlob { taxonomy: of, name }) => {
                        Subject::AnyField(FieldGlob { taxonomy: known(of, taxonomy), name })
                    }
                    event @ Subject::Event(_) => event,
                };
                ExprKind::Test { subject, quant, test }
            }
            ExprKind::Relate { left, how, right, case, types } => {
                let (left, right) = (scalar(left, taxonomy), scalar(right, taxonomy));
                ExprKind::Relate { left, how, right, case, types }
            }
            ExprKind::Within { path, quant, body } => {
                let body = Box::new(to_taxonomy(*body, taxonomy));
                ExprKind::Within { path: field(path, taxonomy), quant, body }
            }
            other => other,
        };
        Expr { kind, origin }
    })
}

fn scalar(of: Scalar, taxonomy: &str) -> Scalar {
    match of {
        Scalar::Field(f) => Scalar::Field(field(f, taxonomy)),
        Scalar::Call { function, lift, args } => Scalar::Call {
            function,
            lift,
            args: args.into_iter().map(|a| scalar(a, taxonomy)).collect(),
        },
        other => other,
    }
}

fn field(of: Field, taxonomy: &str) -> Field {
    Field { taxonomy: known(of.taxonomy, taxonomy), name: of.name }
}

fn known(of: Taxonomy, taxonomy: &str) -> Taxonomy {
    match of {
        Taxonomy::Known(_) => Taxonomy::Known(taxonomy.into()),
        other => other,
    }
}
