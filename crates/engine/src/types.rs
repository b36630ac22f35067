//! Types of index fields for a rule: the user's mapping first, then what is known of ECS and the integrations.

use ruleglot_eval::mapping::{FieldType, Schema};
use ruleglot_ir::{Expr, FieldRef, fields_of};
use serde_json::Value;

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

/// Reads an index mapping: Elasticsearch's own JSON (with or without the index around it) or `{"field": "type"}`.
///
/// # Errors
/// What is no mapping, in words.
pub fn parse_mapping(text: &str) -> Result<Schema, String> {
    let value: Value =
        serde_json::from_str(text).map_err(|e| format!("the mapping is no JSON: {e}"))?;
    let mut schema = Schema::default();
    let root = properties(&value).or_else(|| value.as_object()?.values().find_map(properties));
    match (root, value.as_object()) {
        (Some(properties), _) => walk(properties, "", &mut schema),
        (None, Some(flat)) => {
            for (name, ty) in flat {
                let known = ty.as_str().and_then(FieldType::named);
                schema.insert(
                    name.as_str(),
                    known.ok_or_else(|| format!("{name}: {ty} is no field type"))?,
                );
            }
        }
        (None, None) => return Err("the mapping is no JSON object".into()),
    }
    Ok(schema)
}

fn properties(value: &Value) -> Option<&Value> {
    value.get("mappings").unwrap_or(value).get("properties")
}

fn walk(properties: &Value, above: &str, schema: &mut Schema) {
    for (key, field) in properties.as_object().into_iter().flatten() {
        let name = if above.is_empty() { key.clone() } else { format!("{above}.{key}") };
        let ty = field.get("type").and_then(Value::as_str).unwrap_or("object");
        schema.insert(name.as_str(), FieldType::named(ty).unwrap_or(FieldType::Object));
        for below in ["properties", "fields"] {
            if let Some(inner) = field.get(below) {
                walk(inner, &name, schema);
            }
        }
    }
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
