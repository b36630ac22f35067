//! Fields that were written and that the user's own index does not have.

use ruleglot_ir::{
    About, Body, Effect, Field, FieldRef, Monotone, Note, Origin, Rule, Stage, Taxonomy, fields_of,
    for_each_leaf,
};
use ruleglot_knowledge::Indexes;
use std::collections::BTreeSet;

/// A note for each field of a rule that the indexes lack, at the place in the source that it was made from.
pub(crate) fn missing(rule: &Rule, indexes: &Indexes) -> Vec<Note> {
    let mut search = Search { indexes, told: BTreeSet::new(), notes: Vec::new() };
    if indexes.is_empty() {
        return search.notes;
    }
    if let Body::Pipeline(pipeline) = &rule.body {
        for stage in pipeline {
            match &stage.kind {
                Stage::Filter(filter) => for_each_leaf(filter, Monotone::Up, &mut |leaf, _| {
                    fields_of(leaf, &mut |field| {
                        if let FieldRef::Named(field) = field {
                            search.tested(field, leaf.origin);
                        }
                    });
                }),
                Stage::Read(read) => read.consumed.iter().for_each(|stated| {
                    fields_of(stated, &mut |field| {
                        if let FieldRef::Named(field) = field {
                            search.tested(field, stated.origin);
                        }
                    });
                }),
                _ => {}
            }
        }
    }
    for shown in &rule.alert.outputs {
        search.shown(&shown.kind, shown.origin);
    }
    search.notes
}

struct Search<'a> {
    indexes: &'a Indexes,
    told: BTreeSet<String>,
    notes: Vec<Note>,
}

impl Search<'_> {
    fn tested(&mut self, field: &Field, origin: Origin) {
        self.note(field, Effect::UNKNOWN, About::Fields, origin);
    }

    /// What is only shown decides nothing.
    fn shown(&mut self, field: &Field, origin: Origin) {
        self.note(field, Effect::PRESENTATION, About::Metadata, origin);
    }

    fn note(&mut self, field: &Field, effect: Effect, about: About, origin: Origin) {
        let Taxonomy::Known(taxonomy) = &field.taxonomy else { return };
        if !self.indexes.lack(taxonomy, &field.name) || !self.told.insert(field.name.to_string()) {
            return;
        }
        let near = self.indexes.nearest(taxonomy, &field.name);
        let near = near.map_or(String::new(), |near| format!("; the nearest it has is {near}"));
        let message = format!("your index has no field {}{near}", field.name);
        self.notes.push(
            Note::new("fields/not-in-index", effect, about, origin, message)
                .with_remedy("collect the data that fills it, or give the mapping of every index that the rule reads"),
        );
    }
}
