//! Values of keys that only their own format understands: from the tree, and back to a file.

use ruleglot_document::{Kind, Layout, Node, Out, OutEntry, OutMap, Schema, TextStyle, Value};
use ruleglot_ir::{NativeValue, Number};
use smol_str::SmolStr;

/// The value of a node, with the types of its notation.
pub(crate) fn from_node(node: &Node, schema: Schema) -> NativeValue {
    match &node.kind {
        Kind::Sequence(items) => {
            NativeValue::List(items.iter().map(|item| from_node(item, schema)).collect())
        }
        Kind::Mapping(map) => NativeValue::Map(
            map.entries.iter().map(|e| (e.key.clone(), from_node(&e.value, schema))).collect(),
        ),
        Kind::Scalar(scalar) => match scalar.resolve(schema) {
            Value::Null => NativeValue::Null,
            Value::Bool(b) => NativeValue::Bool(b),
            Value::Int(n) => NativeValue::Number(Number::Int(n)),
            Value::Float(x) => match Number::new(x) {
                Some(number) => NativeValue::Number(number),
                None => NativeValue::Text(scalar.text.clone()),
            },
            Value::Date(text) | Value::DateTime(text) => NativeValue::Moment(text.into()),
            Value::Text(text) => NativeValue::Text(text.into()),
        },
    }
}

/// The value as something to be written.
pub(crate) fn to_out(value: &NativeValue) -> Out {
    match value {
        NativeValue::Null => Out::Null,
        NativeValue::Bool(b) => Out::Bool(*b),
        NativeValue::Number(Number::Int(n)) => Out::Int(*n),
        NativeValue::Number(number) => Out::Float(number.as_f64()),
        NativeValue::Moment(text) => Out::Date(text.clone()),
        NativeValue::Text(text) => Out::Text(text.clone(), TextStyle::Auto),
        NativeValue::List(items) => Out::List(items.iter().map(to_out).collect(), Layout::Auto),
        NativeValue::Map(pairs) => {
            // The reader has seen to it that keys are unique.
            let entry = |(key, value): &(_, _)| entry(key, to_out(value));
            Out::Map(OutMap { entries: pairs.iter().map(entry).collect(), layout: Layout::Auto })
        }
    }
}

fn entry(key: &SmolStr, value: Out) -> OutEntry {
    OutEntry { key: key.clone(), value, comment: None }
}

/// Adds pairs whose keys differ from each other; one that is there already is replaced.
pub(crate) fn extend<'a>(
    map: &mut OutMap,
    pairs: impl Iterator<Item = (SmolStr, &'a NativeValue)>,
) {
    let fixed = map.entries.len();
    for (key, value) in pairs {
        let value = to_out(value);
        match map.entries[..fixed].iter_mut().find(|e| e.key == key) {
            Some(old) => old.value = value,
            None => map.entries.push(entry(&key, value)),
        }
    }
}
