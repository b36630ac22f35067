//! Reading what systems say of their fields.

use super::{IndexFields, IndexSystem};
use serde_json::{Map, Value};
use smol_str::SmolStr;

type Object = Map<String, Value>;

/// What is asked for when nothing is understood.
const EXPECTED: &str = "expected an answer of Elasticsearch (_mapping, _field_caps, _index_template), the result of \
                        Splunk's fieldsummary, a CSV with a column `field`, or JSON {\"field\": \"type\"}";

pub(super) fn parse(text: &str) -> Result<IndexFields, String> {
    let text = text.trim_start_matches('\u{feff}');
    if !text.trim_start().starts_with(['{', '[']) {
        return csv(text);
    }
    match serde_json::from_str::<Value>(text) {
        Ok(value) => json(&value),
        // Splunk exports a line for each result.
        Err(first) => lines(text).ok_or_else(|| format!("it is no JSON: {first}")),
    }
}

fn json(value: &Value) -> Result<IndexFields, String> {
    let mut fields = IndexFields::default();
    if let Some(caps) = value.get("fields").and_then(Value::as_object).filter(|f| is_caps(f)) {
        fields.system = IndexSystem::Elasticsearch;
        caps.iter().for_each(|(name, types)| of_caps(name, types, &mut fields));
        return Ok(fields);
    }
    let results = value.get("results").unwrap_or(value);
    if let Some(rows) = results.as_array().and_then(|rows| summary(rows.iter())) {
        return Ok(rows);
    }
    if mappings(value, &mut fields) {
        fields.system = IndexSystem::Elasticsearch;
        return Ok(fields);
    }
    let flat = value.as_object().filter(|o| !o.is_empty() && o.values().all(Value::is_string));
    let flat = flat.ok_or_else(|| EXPECTED.to_owned())?;
    for (name, ty) in flat {
        fields.add(name, ty.as_str().unwrap_or_default());
    }
    Ok(fields)
}

/// `"name": {"keyword": {"type": "keyword", …}}`
fn is_caps(fields: &Object) -> bool {
    let one = |types: &Value| {
        types.as_object().is_some_and(|types| types.values().any(|t| t.get("searchable").is_some()))
    };
    fields.values().any(one)
}

fn of_caps(name: &str, types: &Value, fields: &mut IndexFields) {
    let types = types.as_object().into_iter().flatten();
    let mut types: Vec<&str> =
        types.map(|(ty, _)| ty.as_str()).filter(|ty| *ty != "unmapped").collect();
    types.sort_unstable();
    if let Some(ty) = types.iter().find(|ty| **ty != "object").or(types.first()) {
        fields.add(name, ty);
    }
}

/// Takes every mapping below a value, however deep an answer or a template holds it; whether there was one.
fn mappings(value: &Value, fields: &mut IndexFields) -> bool {
    match value {
        Value::Array(items) => items.iter().fold(false, |found, v| mappings(v, fields) | found),
        Value::Object(object) => of_object(object, fields),
        _ => false,
    }
}

fn of_object(object: &Object, fields: &mut IndexFields) -> bool {
    if let Some(properties) = object.get("properties").and_then(Value::as_object) {
        walk(properties, "", fields);
        dynamic(object, fields);
        return true;
    }
    object.values().filter(|v| !v.is_string()).fold(false, |found, v| mappings(v, fields) | found)
}

fn walk(properties: &Object, above: &str, fields: &mut IndexFields) {
    for (key, field) in properties {
        let name = if above.is_empty() { key.clone() } else { format!("{above}.{key}") };
        let ty = field.get("type").and_then(Value::as_str).unwrap_or("object");
        let target = field.get("path").and_then(Value::as_str);
        match target.filter(|_| ty == "alias").and_then(|path| at(properties, above, path)) {
            Some(ty) => fields.add(&name, ty),
            None if ty == "alias" => fields.add(&name, "keyword"),
            None => fields.add(&name, ty),
        }
        for below in ["properties", "fields"] {
            if let Some(inner) = field.get(below).and_then(Value::as_object) {
                walk(inner, &name, fields);
            }
        }
    }
}

/// The type of a sibling that an alias names.
fn at<'v>(properties: &'v Object, above: &str, path: &str) -> Option<&'v str> {
    let rest = if above.is_empty() { path } else { path.strip_prefix(above)?.strip_prefix('.')? };
    let mut keys = rest.split('.');
    let mut field = properties.get(keys.next()?)?;
    for key in keys {
        field = field.get("properties")?.get(key)?;
    }
    field.get("type")?.as_str()
}

/// Names to which a template gives a type when an event first has them.
fn dynamic(mapping: &Object, fields: &mut IndexFields) {
    let templates =
        mapping.get("dynamic_templates").and_then(Value::as_array).into_iter().flatten();
    for template in templates.filter_map(Value::as_object).flat_map(Object::values) {
        let Some(ty) = template.get("mapping").and_then(|m| m.get("type")).and_then(Value::as_str)
        else {
            continue;
        };
        let paths = match template.get("path_match") {
            Some(Value::String(one)) => vec![one.as_str()],
            Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).collect(),
            _ => continue,
        };
        // `*` alone is of every name, and says nothing of which there are.
        let paths = paths.into_iter().filter(|p| !p.trim_matches('*').is_empty());
        fields.patterns.extend(paths.map(|p| (SmolStr::from(p), SmolStr::from(ty))));
    }
}

/// JSON lines of an export: `{"preview": false, "result": {"field": …}}`, or the results themselves.
fn lines(text: &str) -> Option<IndexFields> {
    let lines = text.lines().filter(|l| !l.trim().is_empty());
    let rows: Vec<Value> = lines.map(|l| serde_json::from_str(l).ok()).collect::<Option<_>>()?;
    summary(rows.iter().map(|row| row.get("result").unwrap_or(row)))
}

/// Rows of `fieldsummary`; `None` when one of them names no field.
fn summary<'v>(rows: impl Iterator<Item = &'v Value>) -> Option<IndexFields> {
    let mut fields = IndexFields { system: IndexSystem::Splunk, ..IndexFields::default() };
    for row in rows {
        let name = row.get("field")?.as_str()?;
        let count = |key: &str| match row.get(key) {
            Some(Value::String(text)) => text.parse::<u64>().ok(),
            Some(other) => other.as_u64(),
            None => None,
        };
        fields.add(name, of_counts(count("count"), count("numeric_count")));
    }
    (!fields.types.is_empty()).then_some(fields)
}

fn of_counts(count: Option<u64>, numeric: Option<u64>) -> &'static str {
    match (count, numeric) {
        (Some(count), Some(numeric)) if count > 0 && count == numeric => "double",
        _ => "keyword",
    }
}

fn csv(text: &str) -> Result<IndexFields, String> {
    let mut reader = ::csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|e| e.to_string())?.clone();
    let column = |names: &[&str]| header.iter().position(|h| names.contains(&h.trim()));
    let name = column(&["field", "name"]).ok_or_else(|| EXPECTED.to_owned())?;
    let (ty, count, numeric) = (column(&["type"]), column(&["count"]), column(&["numeric_count"]));
    let mut fields = IndexFields::default();
    if ty.is_none() && count.is_some() {
        fields.system = IndexSystem::Splunk;
    }
    for row in reader.records() {
        let row = row.map_err(|e| e.to_string())?;
        let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).map(str::trim);
        let Some(name) = cell(Some(name)).filter(|n| !n.is_empty()) else { continue };
        let number = |at| cell(at).and_then(|c| c.parse::<u64>().ok());
        let counted = of_counts(number(count), number(numeric));
        fields.add(name, cell(ty).filter(|t| !t.is_empty()).unwrap_or(counted));
    }
    Ok(fields)
}
