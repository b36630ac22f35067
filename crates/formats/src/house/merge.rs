//! Putting settings into the tree of a rule.

use super::origins::leaves;
use super::{Author, Draft, Homes, HouseStyle, Layer, Origins, ValueFrom};
use crate::carry::Ledger;
use ruleglot_document::{Out, OutMap};
use smol_str::SmolStr;

/// A rule into which settings are put.
pub(crate) struct Merge<'a> {
    /// The file.
    pub(crate) tree: OutMap,
    /// Its notes.
    pub(crate) ledger: Ledger<'a>,
    homes: &'a Homes,
}

impl<'a> Merge<'a> {
    pub(super) fn new(draft: Draft<'a>, homes: &'a Homes) -> Self {
        Self { tree: draft.tree, ledger: draft.ledger, homes }
    }

    pub(super) fn origins(&self) -> &Origins {
        &self.ledger.origins
    }

    /// What the settings of the target say of every rule.
    pub(super) fn target(&mut self, style: &HouseStyle) {
        if let (Some(key), Some(enabled)) = (self.homes.enabled, style.enabled) {
            self.put(key, Out::Bool(enabled), ValueFrom::Target);
        }
        let (key, authors) = match self.homes.author {
            Author::List(key) => (key, Out::texts(style.author.iter().cloned())),
            Author::Text(key) => (key, Out::text(style.author.join(", "))),
        };
        if !style.author.is_empty() && self.is_open(&split(key)) {
            self.put(key, authors, ValueFrom::Target);
        }
    }

    /// Fills what the source does not say itself, and adds to lists that are united.
    pub(super) fn template(&mut self, template: Option<&OutMap>) {
        let Some(template) = template else { return };
        leaves(template, &mut |path, value| self.fill(path, value));
    }

    fn fill(&mut self, path: &[SmolStr], value: &Out) {
        let key = path.join(".");
        if self.homes.why_fixed(&key).is_some() || is_empty_map(value) {
            return;
        }
        let united = self.homes.united.contains(&key.as_str());
        match (get(&self.tree, path), value) {
            (Some(Out::List(there, layout)), Out::List(more, _)) if united && !there.is_empty() => {
                let all = union(there, more);
                if all.len() > there.len() {
                    let all = Out::List(all, *layout);
                    set(&mut self.tree, path, all);
                    self.ledger.origins.add(&key, ValueFrom::Template);
                }
            }
            _ if self.is_open(path) => self.put_at(path, value.clone(), ValueFrom::Template),
            _ => {}
        }
    }

    /// The last word so far on the keys that it has.
    pub(super) fn layer(&mut self, layer: &Layer<'_>) {
        leaves(layer.set, &mut |path, value| {
            if self.homes.why_fixed(&path.join(".")).is_none() && !is_empty_map(value) {
                self.put_at(path, value.clone(), layer.from.clone());
            }
        });
    }

    /// The score of the severity that the rule now has, unless its own settings say another.
    pub(super) fn risk(&mut self, style: &HouseStyle) {
        let (Some(risk), Some((key, words))) = (self.homes.risk, self.homes.severity) else {
            return;
        };
        let by_hand =
            |from: &ValueFrom| matches!(from, ValueFrom::LogSource(_) | ValueFrom::Rule(_));
        if self.origins().of(risk).iter().any(by_hand) {
            return;
        }
        let severity = self.text(key).and_then(|word| words.get(word));
        if let Some(score) = severity.and_then(|severity| style.risk_of(severity)) {
            self.put(risk, Out::Int(score.into()), ValueFrom::Target);
        }
    }

    /// The text of a key.
    pub(crate) fn text(&self, key: &str) -> Option<&SmolStr> {
        text(&self.tree, key)
    }

    /// Whether the source or a team's own setting says the value of a key.
    pub(crate) fn is_said(&self, key: &str) -> bool {
        !self.is_open(&split(key))
    }

    /// Whether a team's settings say the value of a key, or of one below it.
    pub(crate) fn is_set(&self, key: &str) -> bool {
        self.origins().is_set(key)
    }

    /// Sets a key, whatever stood there.
    pub(crate) fn put(&mut self, key: &str, value: Out, from: ValueFrom) {
        self.put_at(&split(key), value, from);
    }

    fn put_at(&mut self, path: &[SmolStr], value: Out, from: ValueFrom) {
        set(&mut self.tree, path, value);
        self.ledger.origins.set(&path.join("."), from);
    }

    /// Takes a key out, and what was assumed of it.
    pub(crate) fn remove(&mut self, key: &str) -> Option<Out> {
        self.ledger.origins.set(key, ValueFrom::Source);
        take(&mut self.tree, &split(key))
    }

    /// Whether the source does not say the value of a key itself, nor the settings of the target.
    fn is_open(&self, path: &[SmolStr]) -> bool {
        let nobody = |from: &ValueFrom| matches!(from, ValueFrom::Assumed | ValueFrom::Derived);
        match get(&self.tree, path) {
            None => true,
            Some(Out::List(items, _)) if items.is_empty() => true,
            Some(_) => self.origins().of(&path.join(".")).iter().all(nobody),
        }
    }
}

/// A table without keys says nothing, least of all that what stands there goes.
fn is_empty_map(value: &Out) -> bool {
    matches!(value, Out::Map(map) if map.entries.is_empty())
}

/// The items of both, each once, the first ones first.
fn union(there: &[Out], more: &[Out]) -> Vec<Out> {
    let mut all = there.to_vec();
    for item in more {
        let same = |other: &Out| match (item, other) {
            (Out::Text(a, _), Out::Text(b, _)) => a == b,
            _ => item == other,
        };
        if !all.iter().any(same) {
            all.push(item.clone());
        }
    }
    all
}

/// The text at the path of these keys with dots between.
pub(crate) fn text<'t>(tree: &'t OutMap, key: &str) -> Option<&'t SmolStr> {
    match get(tree, &split(key))? {
        Out::Text(text, _) => Some(text),
        _ => None,
    }
}

fn split(key: &str) -> Vec<SmolStr> {
    key.split('.').map(SmolStr::from).collect()
}

/// The value at a path.
fn get<'t>(tree: &'t OutMap, path: &[SmolStr]) -> Option<&'t Out> {
    match path {
        [] => None,
        [last] => tree.get(last),
        [first, rest @ ..] => match tree.get(first)? {
            Out::Map(map) => get(map, rest),
            _ => None,
        },
    }
}

fn set(tree: &mut OutMap, path: &[SmolStr], value: Out) {
    let [first, rest @ ..] = path else { return };
    if rest.is_empty() {
        tree.set(first.clone(), value);
        return;
    }
    if !matches!(tree.get(first), Some(Out::Map(_))) {
        tree.set(first.clone(), OutMap::new());
    }
    let below = tree.entries.iter_mut().find(|entry| entry.key == *first);
    if let Some(Out::Map(map)) = below.map(|entry| &mut entry.value) {
        set(map, rest, value);
    }
}

fn take(tree: &mut OutMap, path: &[SmolStr]) -> Option<Out> {
    let [first, rest @ ..] = path else { return None };
    let at = tree.entries.iter().position(|entry| entry.key == *first)?;
    if rest.is_empty() {
        return Some(tree.entries.remove(at).value);
    }
    match &mut tree.entries[at].value {
        Out::Map(map) => take(map, rest),
        _ => None,
    }
}
