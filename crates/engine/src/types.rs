//! Types of index fields for a rule: the user's mapping first, then what is known of ECS and the integrations.

use ruleglot_eval::mapping::{FieldType, Schema};
use ruleglot_ir::{Expr, FieldRef, fields_of};
use ruleglot_knowledge::Indexes;

/// The types of all fields of the condition, and of their parents.
pub fn schema_for(expr: &Expr, packages: &[&str], yours: Option<&Schema>) -> Schema {
    let mut schema = yours.cloned().unwrap_or_default();
    fields_of(expr, &mut |field| {
        let FieldRef::Named(field) = field else { return };
        add(&mut schema, &field.name, packages);
        field
            .name
            .match_indices('.')
            .for_each(|(dot, _)| add(&mut schema, &field.name[..dot], packages));
    });
    schema
}

fn add(schema: &mut Schema, name: &str, packages: &[&str]) {
    if schema.known(name).is_some() {
        return;
    }
    let known = ruleglot_knowledge::field_type_in(name, packages).and_then(FieldType::named);
    if let Some(ty) = known.or_else(|| below_flattened(name, packages)) {
        schema.insert(name, ty);
    }
}

/// Any name below a `flattened` field is one of its keys.
fn below_flattened(name: &str, packages: &[&str]) -> Option<FieldType> {
    let above = name.rmatch_indices('.').map(|(dot, _)| &name[..dot]);
    let flattened = |p: &str| ruleglot_knowledge::field_type_in(p, packages) == Some("flattened");
    above.into_iter().any(flattened).then_some(FieldType::Keyword)
}

/// The types of the fields of a user's own indexes; none when none was given.
pub fn schema_of(indexes: &Indexes) -> Option<Schema> {
    if indexes.is_empty() {
        return None;
    }
    let mut schema = Schema::default();
    for (name, ty) in indexes.types() {
        schema.insert(name, FieldType::named(ty).unwrap_or(FieldType::Object));
    }
    Some(schema)
}

/// Fields that the condition names, each once, in order of appearance.
pub fn field_names(expr: &Expr) -> Vec<String> {
    let mut names = Vec::new();
    fields_of(expr, &mut |field| {
        let name = match field {
            FieldRef::Named(f) => f.to_string(),
            FieldRef::Pattern(g) => g.to_string(),
        };
        if !names.contains(&name) {
            names.push(name);
        }
    });
    names
}
