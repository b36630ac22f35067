//! Values of keys that only their own format understands: from the tree, and back to a file.

use ruleglot_document::{Kind, Layout, Node, Out, OutMap, Schema, TextStyle, Value};
use ruleglot_ir::{NativeValue, Number};

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
            let mut map = OutMap::new();
            for (key, value) in pairs {
                map.set(key.clone(), to_out(value));
            }
            Out::Map(map)
        }
    }
}
