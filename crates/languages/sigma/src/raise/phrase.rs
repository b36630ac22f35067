//! A phrase: what one item of a selection will say.

use crate::ast::{Form, Item, Value};
use crate::modifier::{Modifier, ModifierKind};
use ruleglot_ir::{Node, Origin};
use smol_str::SmolStr;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

type Key = (Option<SmolStr>, Vec<Modifier>);

/// The key of an item with values of which one must match.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Phrase {
    /// `None`: keywords.
    pub(super) field: Option<SmolStr>,
    pub(super) modifiers: Vec<Modifier>,
    pub(super) values: Vec<Value>,
}

impl Phrase {
    pub(super) fn new(
        field: Option<SmolStr>,
        modifiers: impl IntoIterator<Item = ModifierKind>,
        values: Vec<Value>,
    ) -> Self {
        Self { field, modifiers: modifiers.into_iter().map(Modifier::of).collect(), values }
    }

    /// What would be its key in a map.
    fn key(&self) -> Key {
        (self.field.clone(), self.modifiers.clone())
    }

    pub(super) fn has(&self, kind: ModifierKind) -> bool {
        self.modifiers.iter().any(|m| m.kind == kind)
    }

    /// Whether more values make it wider: not so where all of them must match, or where only one can stand.
    pub(super) fn takes_more(&self) -> bool {
        let null = |v: &Value| v.kind == crate::ast::ValueKind::Null;
        !self.has(ModifierKind::All)
            && !self.has(ModifierKind::Exists)
            && !self.values.iter().any(null)
    }

    /// The phrase as an item of a map. Keywords need a modifier there, since a key cannot be empty.
    pub(super) fn item(mut self) -> Item {
        if self.field.is_none() && self.modifiers.is_empty() {
            self.modifiers.push(Modifier::of(ModifierKind::Contains));
        }
        let form = if self.values.len() == 1 { Form::Single } else { Form::List };
        Item {
            field: self.field,
            modifiers: self.modifiers.into_iter().map(Node::from).collect(),
            values: self.values,
            form,
            key: Origin::default(),
            origin: Origin::default(),
        }
    }
}

/// Alternatives with one key made one phrase.
pub(super) fn merged(phrases: impl IntoIterator<Item = Phrase>) -> Vec<Phrase> {
    let mut out: Vec<Phrase> = Vec::new();
    let mut by_key: HashMap<Key, usize> = HashMap::new();
    for phrase in phrases {
        if !phrase.takes_more() {
            if !out.contains(&phrase) {
                out.push(phrase);
            }
            continue;
        }
        match by_key.entry(phrase.key()) {
            Entry::Occupied(at) => out[*at.get()].values.extend(phrase.values),
            Entry::Vacant(slot) => {
                slot.insert(out.len());
                out.push(phrase);
            }
        }
    }
    out
}

/// Phrases that all must hold, packed into as few maps as their keys allow.
pub(super) fn packed(phrases: impl IntoIterator<Item = Phrase>) -> Vec<Vec<Phrase>> {
    let mut maps: Vec<Vec<Phrase>> = Vec::new();
    let mut count: HashMap<Key, usize> = HashMap::new();
    for phrase in together(phrases) {
        // The n-th phrase of a key goes to the n-th map.
        let n = count.entry(phrase.key()).or_default();
        if *n == maps.len() {
            maps.push(Vec::new());
        }
        maps[*n].push(phrase);
        *n += 1;
    }
    maps
}

/// Single values of one key become one list under `all`.
fn together(phrases: impl IntoIterator<Item = Phrase>) -> Vec<Phrase> {
    let mut out: Vec<Phrase> = Vec::new();
    let mut by_key: HashMap<Key, usize> = HashMap::new();
    let mut seen: HashSet<Phrase> = HashSet::new();
    for phrase in phrases {
        if !seen.insert(phrase.clone()) {
            continue;
        }
        let single = phrase.takes_more() && phrase.values.len() == 1;
        match by_key.get(&phrase.key()).filter(|_| single) {
            Some(at) => {
                let into = &mut out[*at];
                if into.values.len() == 1 {
                    into.modifiers.push(Modifier::of(ModifierKind::All));
                }
                into.values.extend(phrase.values);
            }
            None => {
                if single {
                    by_key.insert(phrase.key(), out.len());
                }
                out.push(phrase);
            }
        }
    }
    out
}
