//! What only an index mapping knows, answered by a schema.

use ruleglot_eval::mapping::{FieldType, Schema, resolve_leaf};
use ruleglot_ir::{
    About, Assumption, ByMapping, Effect, Expr, ExprKind, Literal, Monotone, Note, Scalar, Subject,
    Test, map_leaves,
};
use smol_str::SmolStr;
use std::collections::BTreeSet;

/// An expression without questions to a mapping, except where the field itself is only known from the event.
#[derive(Clone, Debug)]
pub struct Resolved {
    /// The expression.
    pub expr: Expr,
    /// Fields whose type was not known, each said once.
    pub notes: Vec<Note>,
}

/// Replaces leaves that depend on the mapping of their field by what they mean under `schema`.
///
/// A field that the schema does not have is taken as `keyword`, which is what Elastic's own packages make of text unless
/// they say otherwise; the note on it rests on [`Assumption::CaseByMapping`].
pub fn resolve(expr: Expr, schema: &Schema) -> Resolved {
    let mut asked = BTreeSet::<SmolStr>::new();
    let mut notes = Vec::new();
    let expr = resolve_in(expr, schema, None, &mut |leaf: &Expr, resolved: &Expr| {
        let Some(field) = leaf.field() else { return };
        match schema.known(&field.name) {
            None if asked.insert(field.name.clone()) => {
                notes.push(unknown_type(leaf, &field.name));
            }
            Some(ty) if resolved.kind == ExprKind::Const(false) => {
                notes.extend(unreadable(leaf, &field.name, ty));
            }
            _ => {}
        }
    });
    Resolved { expr, notes }
}

fn resolve_in(
    expr: Expr,
    schema: &Schema,
    inside: Option<&str>,
    asked: &mut dyn FnMut(&Expr, &Expr),
) -> Expr {
    map_leaves(expr, Monotone::Up, &mut |leaf, _| {
        if let Some(resolved) = resolve_leaf(&leaf, schema, inside) {
            if inside.is_none() {
                asked(&leaf, &resolved);
            }
            return resolved;
        }
        let origin = leaf.origin;
        match leaf.kind {
            ExprKind::Within { path, quant, body } => {
                let full = inside.map_or_else(
                    || path.name.to_string(),
                    |outer| format!("{outer}.{}", path.name),
                );
                let body = Box::new(resolve_in(*body, schema, Some(&full), asked));
                Expr { kind: ExprKind::Within { path, quant, body }, origin }
            }
            kind => Expr { kind, origin },
        }
    })
}

fn unknown_type(leaf: &Expr, field: &str) -> Note {
    Note::new(
        "translate/unknown-field-type",
        Effect::UNKNOWN,
        About::Fields,
        leaf.origin,
        format!("the type of {field} in the index is not known; it is taken as keyword, compared with letter case"),
    )
    .with_remedy("name the mapping with --schema FILE, or grant it with --assume case-by-mapping")
    .assuming(Assumption::CaseByMapping)
}

/// Elasticsearch refuses a query whose value its field cannot read; what its author meant nobody knows.
fn unreadable(leaf: &Expr, field: &str, ty: FieldType) -> Option<Note> {
    let ExprKind::Test { test: Test::ByMapping(asked), .. } = &leaf.kind else { return None };
    let value = match asked {
        ByMapping::Match { pattern, .. } => pattern.to_string(),
        ByMapping::Order { bound, .. } => bound.to_string(),
    };
    let (ty, remedy) = match ty {
        FieldType::Ip => ("an address", "ask for a network, such as 10.0.0.0/8"),
        FieldType::Number => ("a number", "ask for a number or for an order"),
        FieldType::Boolean => ("a truth value", "ask for true or false"),
        FieldType::Date => ("a date", "ask for a date or for an order"),
        // Text without a word, or a field that holds other fields.
        _ => return None,
    };
    let message = format!(
        "{field} is {ty}, which {value} is not: Elasticsearch refuses the query, and nothing is taken to match"
    );
    let code = "translate/value-of-other-type";
    Some(Note::logic(code, Effect::UNKNOWN, leaf.origin, message).with_remedy(remedy))
}

/// The types that an expression itself implies for its fields: a schema for output whose mapping nobody knows.
pub fn declared_types(expr: &Expr) -> Schema {
    let mut schema = Schema::default();
    ruleglot_ir::for_each_leaf(expr, Monotone::Up, &mut |leaf, _| declare(leaf, "", &mut schema));
    schema
}

fn declare(leaf: &Expr, inside: &str, schema: &mut Schema) {
    let name = |field: &str| {
        if inside.is_empty() { field.to_owned() } else { format!("{inside}.{field}") }
    };
    match &leaf.kind {
        ExprKind::Within { path, body, .. } => {
            let full = name(&path.name);
            schema.insert(full.as_str(), FieldType::Nested);
            ruleglot_ir::for_each_leaf(body, Monotone::Up, &mut |leaf, _| {
                declare(leaf, &full, schema);
            });
        }
        ExprKind::Test { subject: Subject::Value(Scalar::Field(field)), test, .. } => {
            let full = name(&field.name);
            // Text that no number can be settles it against a range elsewhere.
            if let Some(ty) = implied(test)
                && (schema.known(&full).is_none() || ty == FieldType::Keyword)
            {
                schema.insert(full.as_str(), ty);
            }
        }
        _ => {}
    }
}

/// Leaves that need another type of their field than `schema` has: one index gives a field one type.
pub(crate) fn type_conflicts<'a>(expr: &'a Expr, schema: &Schema) -> Vec<&'a Expr> {
    let mut found = Vec::new();
    ruleglot_ir::for_each_leaf(expr, Monotone::Up, &mut |leaf, _| {
        if let ExprKind::Test { subject: Subject::Value(Scalar::Field(field)), test, .. } =
            &leaf.kind
            && let Some(needed) = implied(test)
            && !holds(schema.of(&field.name), needed, test)
        {
            found.push(leaf);
        }
    });
    found
}

/// Whether a field of this type can be tested so.
fn holds(ty: FieldType, needed: FieldType, test: &Test) -> bool {
    let text = |any: &[ruleglot_ir::Pattern]| {
        any.iter().all(|p| matches!(p.as_literal(), Some("true" | "false")))
    };
    match (needed, ty) {
        (FieldType::Ip | FieldType::Date | FieldType::Text, _) => ty == needed,
        (FieldType::Keyword, FieldType::Boolean) => {
            matches!(test, Test::Text { any, .. } if text(any))
        }
        (FieldType::Keyword, _) => {
            !matches!(ty, FieldType::Number | FieldType::Date | FieldType::Ip)
        }
        _ => true,
    }
}

fn implied(test: &Test) -> Option<FieldType> {
    Some(match test {
        Test::Net { .. } | Test::IpClass(_) | Test::Order { bound: Literal::Ip(_), .. } => {
            FieldType::Ip
        }
        Test::Order { bound: Literal::Number(_), .. } => FieldType::Number,
        Test::Equal { any, .. } if any.iter().all(|l| matches!(l, Literal::Number(_))) => {
            FieldType::Number
        }
        Test::Order { bound: Literal::Time(_), .. } => FieldType::Date,
        Test::AllOf(tests) => return tests.iter().find_map(implied),
        Test::Fails(inner) => return implied(inner),
        Test::Term { .. } | Test::AnyWord { .. } => FieldType::Text,
        Test::Text { any, .. } if any.iter().all(numeric) => return None,
        Test::Text { .. } | Test::Matches(_) => FieldType::Keyword,
        Test::ByMapping(ByMapping::Match { .. } | ByMapping::Order { .. }) => return None,
        _ => return None,
    })
}

fn numeric(pattern: &ruleglot_ir::Pattern) -> bool {
    pattern.as_literal().is_some_and(|t| ruleglot_ir::Number::parse(t).is_some())
}
