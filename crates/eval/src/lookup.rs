//! Finding the values of a name in an event.

use crate::glob::Glob;
use ruleglot_ir::{Case, NameWalk, Pattern};
use serde_json::{Map, Value};

/// Calls `found` with each thing that stands under the name, arrays and nulls as they are; stops when it returns true.
pub(crate) fn find<'e>(
    event: &'e Value,
    name: &str,
    walk: NameWalk,
    found: &mut impl FnMut(&'e Value) -> bool,
) -> bool {
    if name.is_empty() {
        return found(event);
    }
    match (event, walk) {
        (Value::Object(map), NameWalk::FlatThenNested) => flat_then_nested(map, name, found),
        (Value::Object(map), NameWalk::Merged) => merged(map, name, found),
        (Value::Array(items), _) => items.iter().any(|item| find(item, name, walk, found)),
        _ => false,
    }
}

fn flat_then_nested<'e>(
    map: &'e Map<String, Value>,
    name: &str,
    found: &mut impl FnMut(&'e Value) -> bool,
) -> bool {
    if let Some(value) = map.get(name) {
        return found(value);
    }
    let Some((head, tail)) = name.split_once('.') else {
        return unbraced(map, name).is_some_and(found);
    };
    let inner = map.get(head).or_else(|| unbraced(map, head));
    inner.is_some_and(|inner| find(inner, tail, NameWalk::FlatThenNested, found))
}

/// Splunk's name of a JSON array ends with `{}`, which its key does not.
fn unbraced<'e>(map: &'e Map<String, Value>, name: &str) -> Option<&'e Value> {
    name.strip_suffix("{}").and_then(|key| map.get(key))
}

fn merged<'e>(
    map: &'e Map<String, Value>,
    name: &str,
    found: &mut impl FnMut(&'e Value) -> bool,
) -> bool {
    if map.get(name).is_some_and(&mut *found) {
        return true;
    }
    name.match_indices('.').any(|(dot, _)| {
        map.get(&name[..dot])
            .is_some_and(|inner| find(inner, &name[dot + 1..], NameWalk::Merged, found))
    })
}

/// Calls `each` with every non-null scalar of a thing, arrays flattened, objects skipped; stops when it returns true.
pub(crate) fn scalars<'e>(thing: &'e Value, each: &mut impl FnMut(&'e Value) -> bool) -> bool {
    match thing {
        Value::Null | Value::Object(_) => false,
        Value::Array(items) => items.iter().any(|item| scalars(item, each)),
        scalar => each(scalar),
    }
}

/// Calls `each` with every non-null scalar of an event at any depth; stops when it returns true.
pub(crate) fn all_scalars<'e>(thing: &'e Value, each: &mut impl FnMut(&'e Value) -> bool) -> bool {
    match thing {
        Value::Null => false,
        Value::Object(map) => map.values().any(|v| all_scalars(v, each)),
        Value::Array(items) => items.iter().any(|v| all_scalars(v, each)),
        scalar => each(scalar),
    }
}

/// A pattern of dotted names.
#[derive(Debug)]
pub(crate) struct NameGlob(Glob);

impl NameGlob {
    /// `None` for a pattern with placeholders.
    pub(crate) fn new(pattern: &Pattern) -> Option<Self> {
        Glob::new(pattern, Case::Exact).map(Self)
    }

    /// Whether the name matches.
    pub(crate) fn matches(&self, name: &str) -> bool {
        self.0.matches(name)
    }
}

/// Calls `each` with the dotted name and the value of every leaf (scalar, null or array of them); stops when it returns true.
pub(crate) fn leaves<'e>(event: &'e Value, each: &mut impl FnMut(&str, &'e Value) -> bool) -> bool {
    let mut path = String::new();
    leaves_below(event, &mut path, each)
}

fn leaves_below<'e>(
    thing: &'e Value,
    path: &mut String,
    each: &mut impl FnMut(&str, &'e Value) -> bool,
) -> bool {
    match thing {
        Value::Object(map) => map.iter().any(|(key, value)| {
            let before = path.len();
            if before > 0 {
                path.push('.');
            }
            path.push_str(key);
            let stop = leaves_below(value, path, each);
            path.truncate(before);
            stop
        }),
        Value::Array(items) => items.iter().any(|item| leaves_below(item, path, each)),
        leaf => each(path, leaf),
    }
}
