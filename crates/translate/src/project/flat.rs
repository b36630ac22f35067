//! Events as dotted names with their values, and back.

use indexmap::IndexMap;
use serde_json::{Map, Value};

/// Values by dotted name, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Flat(IndexMap<String, Vec<Value>>);

impl Flat {
    pub(super) fn put(&mut self, name: &str, values: Vec<Value>) {
        let known = self.0.entry(name.to_owned()).or_default();
        for value in values {
            if !known.contains(&value) {
                known.push(value);
            }
        }
    }

    pub(super) fn set(&mut self, name: &str, values: Vec<Value>) {
        self.0.insert(name.to_owned(), values);
    }

    pub(super) fn get(&self, name: &str) -> Option<&[Value]> {
        self.0.get(name).map(Vec::as_slice)
    }
}

impl<'f> IntoIterator for &'f Flat {
    type Item = (&'f String, &'f Vec<Value>);
    type IntoIter = indexmap::map::Iter<'f, String, Vec<Value>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

/// Every scalar by its dotted name; nulls and empty lists are nothing, lists on the way are crossed.
pub(super) fn flatten(event: &Value) -> Flat {
    let mut out = Flat::default();
    below(event, &mut String::new(), &mut out);
    out
}

fn below(value: &Value, path: &mut String, out: &mut Flat) {
    match value {
        Value::Null => {}
        Value::Object(map) => {
            for (key, value) in map {
                let length = path.len();
                if length > 0 {
                    path.push('.');
                }
                path.push_str(key);
                below(value, path, out);
                path.truncate(length);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| below(item, path, out)),
        scalar => out.0.entry(path.clone()).or_default().push(scalar.clone()),
    }
}

/// Names of lists in an event.
pub(super) fn lists(event: &Value) -> Vec<String> {
    let mut out = Vec::new();
    lists_below(event, &mut String::new(), &mut out);
    out
}

fn lists_below(value: &Value, path: &mut String, out: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let length = path.len();
                if length > 0 {
                    path.push('.');
                }
                path.push_str(key);
                lists_below(value, path, out);
                path.truncate(length);
            }
        }
        Value::Array(items) => {
            out.push(path.clone());
            items.iter().for_each(|item| lists_below(item, path, out));
        }
        _ => {}
    }
}

/// An event of dotted names alone.
pub(super) fn dotted(flat: Flat) -> Value {
    let one = |(name, mut values): (String, Vec<Value>)| match values.len() {
        0 => None,
        1 => Some((name, values.remove(0))),
        _ => Some((name, Value::Array(values))),
    };
    Value::Object(flat.0.into_iter().filter_map(one).collect())
}

/// A nested event; a name stays dotted where another name is its beginning.
pub(super) fn nested(flat: Flat) -> Value {
    let mut out = Map::new();
    for (name, mut values) in flat.0 {
        let value = match values.len() {
            0 => continue,
            1 => values.remove(0),
            _ => Value::Array(values),
        };
        place(&mut out, &name, value);
    }
    Value::Object(out)
}

fn place(map: &mut Map<String, Value>, name: &str, value: Value) {
    let Some((head, tail)) = name.split_once('.') else {
        match map.get_mut(name) {
            // An object stands there already: its own key stays dotted beside it.
            Some(Value::Object(inner)) => {
                inner.insert(String::new(), value);
            }
            _ => {
                map.insert(name.to_owned(), value);
            }
        }
        return;
    };
    match map.get_mut(head) {
        Some(Value::Object(inner)) => place(inner, tail, value),
        Some(_) => {
            map.insert(name.to_owned(), value);
        }
        None => {
            let mut inner = Map::new();
            place(&mut inner, tail, value);
            map.insert(head.to_owned(), Value::Object(inner));
        }
    }
}
