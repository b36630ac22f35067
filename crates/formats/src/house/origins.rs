//! Where each value of a written rule is from.

use super::homes::is_at_or_below;
use super::{ValueFrom, WrittenValue};
use ruleglot_document::{Out, OutMap};
use smol_str::SmolStr;

/// Where the values are from that are not simply the source's.
#[derive(Clone, Debug, Default)]
pub(crate) struct Origins(Vec<(String, Vec<ValueFrom>)>);

impl Origins {
    /// The value of this key, and all below it, is from here alone.
    pub(crate) fn set(&mut self, key: &str, from: ValueFrom) {
        self.0.retain(|(known, _)| !is_at_or_below(known, key));
        self.0.push((key.to_owned(), vec![from]));
    }

    /// Nobody says the value, or the part of it that is not known yet.
    pub(crate) fn assume(&mut self, key: &str) {
        if self.0.iter().any(|(known, _)| known == key) {
            self.add(key, ValueFrom::Assumed);
        } else {
            self.set(key, ValueFrom::Assumed);
        }
    }

    /// A part of the value is from here too.
    pub(crate) fn add(&mut self, key: &str, from: ValueFrom) {
        let mut all = self.of(key);
        if !all.contains(&from) {
            all.push(from);
        }
        self.0.retain(|(known, _)| known != key);
        self.0.push((key.to_owned(), all));
    }

    /// Where the value of a key is from: what is known of the nearest key above it.
    pub(crate) fn of(&self, key: &str) -> Vec<ValueFrom> {
        let above = self.0.iter().filter(|(known, _)| is_at_or_below(key, known));
        let nearest = above.max_by_key(|(known, _)| known.len());
        nearest.map_or_else(|| vec![ValueFrom::Source], |(_, from)| from.clone())
    }

    /// Whether a team's settings say the value of a key, or of one below it.
    pub(crate) fn is_set(&self, key: &str) -> bool {
        let team = |from: &ValueFrom| {
            !matches!(from, ValueFrom::Source | ValueFrom::Derived | ValueFrom::Assumed)
        };
        let below = self.0.iter().filter(|(known, _)| is_at_or_below(known, key));
        below.flat_map(|(_, from)| from).chain(&self.of(key)).any(team)
    }

    /// Every value of a file, in its order.
    pub(crate) fn values(&self, tree: &OutMap) -> Vec<WrittenValue> {
        let mut out = Vec::new();
        leaves(tree, &mut |path, value| {
            let key = path.join(".");
            out.push(WrittenValue { from: self.of(&key), value: value.clone(), key });
        });
        out
    }
}

/// Calls for each value that is no map, or an empty one, with its path.
pub(super) fn leaves<'t>(tree: &'t OutMap, each: &mut impl FnMut(&[SmolStr], &'t Out)) {
    fn below<'t>(
        tree: &'t OutMap,
        path: &mut Vec<SmolStr>,
        each: &mut impl FnMut(&[SmolStr], &'t Out),
    ) {
        for entry in &tree.entries {
            path.push(entry.key.clone());
            match &entry.value {
                Out::Map(map) if !map.entries.is_empty() => below(map, path, each),
                value => each(path, value),
            }
            path.pop();
        }
    }
    below(tree, &mut Vec::new(), each);
}
