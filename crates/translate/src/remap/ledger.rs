//! What a remap lost, added or guessed, and how each field fared.

use super::FieldCounts;
use ruleglot_ir::{
    About, Assumption, Effect, Expr, FieldRef, Monotone, Note, Origin, Taxonomy, fields_of,
    for_each_leaf,
};
use ruleglot_knowledge::{Confidence, HouseForm, Lists, Relation};
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};

const MAP_IT: &str = "add an entry for it, or keep names with --fields keep";

/// Collects notes, once each, and the fate of fields.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    notes: Vec<Note>,
    /// Name in the source → its weakest use; `None` is unmapped.
    fates: BTreeMap<SmolStr, Option<Confidence>>,
    /// Name in the hub → names in the source that led to it.
    via: BTreeMap<SmolStr, BTreeSet<SmolStr>>,
}

impl Ledger {
    pub(super) fn close(self) -> (Vec<Note>, FieldCounts, Vec<SmolStr>) {
        let mut counts = FieldCounts::default();
        for fate in self.fates.values() {
            match fate {
                Some(Confidence::Yours) => counts.yours += 1,
                Some(Confidence::High) => counts.high += 1,
                Some(Confidence::Medium) => counts.medium += 1,
                Some(Confidence::Low) => counts.low += 1,
                None => counts.unmapped += 1,
            }
        }
        let unmapped = self.fates.iter().filter(|(_, fate)| fate.is_none());
        let names = unmapped.map(|(name, _)| name.clone()).collect();
        (self.notes, counts, names)
    }

    /// A field of the source was mapped, on the way to a hub name.
    pub(super) fn mapped(&mut self, name: &SmolStr, hub: Option<&SmolStr>, sure: Confidence) {
        if let Some(hub) = hub {
            self.via.entry(hub.clone()).or_default().insert(name.clone());
            return self.fate(name.clone(), Some(sure));
        }
        match self.via.get(name).cloned() {
            Some(sources) => sources.into_iter().for_each(|s| self.fate(s, Some(sure))),
            None => self.fate(name.clone(), Some(sure)),
        }
    }

    pub(super) fn unmapped(&mut self, name: &SmolStr, to: &str, origin: Origin, at: Monotone) {
        let names = self.via.get(name).cloned().unwrap_or_else(|| BTreeSet::from([name.clone()]));
        for name in names {
            let message = format!("{name} has no counterpart in {to}; it is kept as it is");
            self.fate(name, None);
            self.note(
                "translate/unmapped-field",
                Effect::UNKNOWN,
                origin,
                at,
                message,
                Some(MAP_IT),
            );
        }
    }

    /// The field is known, but not what this test of it is in the other taxonomy.
    pub(super) fn unsayable(&mut self, name: &SmolStr, to: &str, origin: Origin, at: Monotone) {
        let message = format!(
            "this test of {name} cannot be said with the fields of {to}; it is kept as it is"
        );
        self.fate(name.clone(), None);
        self.note("translate/unmapped-test", Effect::UNKNOWN, origin, at, message, Some(MAP_IT));
    }

    /// What an entry's confidence asks to be said.
    pub(super) fn confidence(
        &mut self,
        (name, other): (&SmolStr, &SmolStr),
        sure: Confidence,
        origin: Origin,
        at: Monotone,
    ) {
        match sure {
            Confidence::High | Confidence::Yours => {}
            Confidence::Medium => self.medium(
                Effect::UNKNOWN,
                format!("that {name} is {other} rests on names and schemas, no document shows it"),
                origin,
                at,
            ),
            Confidence::Low => self.note(
                "translate/uncertain-field",
                Effect::UNKNOWN,
                origin,
                at,
                format!("{name} is {other} for some events only, or not at all"),
                Some("check it against your data, then add an entry of your own"),
            ),
        }
    }

    /// A note that rests on an entry of medium confidence.
    pub(super) fn medium(&mut self, effect: Effect, message: String, origin: Origin, at: Monotone) {
        let note =
            Note::new("translate/medium-field", effect.through(at), About::Fields, origin, message)
                .with_remedy(
                    "replay your own events with --events, or refuse it with --assume none",
                )
                .assuming(Assumption::MapMedium);
        self.push(note);
    }

    /// What a rewriting lost or added.
    pub(super) fn relation(
        &mut self,
        (name, other): (&SmolStr, &SmolStr),
        relation: Relation,
        origin: Origin,
        at: Monotone,
    ) {
        let (code, effect, word) = match relation {
            Relation::Equal => return,
            Relation::Narrower => ("translate/field-narrower", Effect::NARROWER, "fewer"),
            Relation::Wider => ("translate/field-wider", Effect::WIDER, "more"),
        };
        let message = format!("{name} is written as {other}, which matches {word} events");
        self.note(code, effect, origin, at, message, None);
    }

    /// The wording of the target's repository was asked for.
    pub(super) fn house(&mut self, form: &HouseForm, origin: Origin, at: Monotone) {
        let (effect, word) = match form.matches {
            Relation::Equal => return,
            Relation::Narrower => (Effect::NARROWER, "fewer"),
            Relation::Wider => (Effect::WIDER, "more"),
        };
        let message =
            format!("`{}` is written as `{}`, which matches {word} events", form.hub, form.is);
        let remedy = "leave out --form house for the form that means the same";
        self.note("translate/house-form", effect, origin, at, message, Some(remedy));
    }

    /// A test that no event of the log source passes, though events of another may.
    pub(super) fn other_source(&mut self, text: &Expr, source: &str, at: Monotone) {
        let message =
            format!("`{text}` holds of no event of {source}, for which the rule is written");
        let note = Note::new(
            "translate/log-source-narrowed",
            Effect::NARROWER.through(at),
            About::Source,
            text.origin,
            message,
        )
        .with_remedy("write a rule for each log source");
        self.push(note);
    }

    /// The rule reads more log sources than the one that it is translated for.
    pub(super) fn unstated(&mut self, missing: &Expr, source: &str, origin: Origin) {
        let message =
            format!("the rule does not say `{missing}`; it is read as a rule for {source}");
        let effect = Effect::NARROWER;
        let note =
            Note::new("translate/log-source-narrowed", effect, About::Source, origin, message)
                .with_remedy("state it in the rule, or write a rule for each log source");
        self.push(note);
    }

    /// A condition that names some of the providers that record the events.
    pub(super) fn provider(&mut self, condition: &Expr) {
        let message = format!(
            "`{condition}` names one provider of these events; the log source is that of any"
        );
        let note = Note::new(
            "source/provider",
            Effect::PRESENTATION,
            About::Source,
            condition.origin,
            message,
        );
        self.push(
            note.with_remedy(
                "collect the events from that provider, or choose another with --source",
            ),
        );
    }

    /// A condition on where events are stored, which no other format has.
    pub(super) fn index(&mut self, condition: &Expr) {
        let message = format!("`{condition}` says where events are stored; it is left out");
        let note = Note::new(
            "translate/index-left-out",
            Effect::WIDER,
            About::Source,
            condition.origin,
            message,
        )
        .with_remedy("let the rule's index patterns or log source say it in the target");
        self.push(note);
    }

    /// A name that Splunk marks by what is a list on its way.
    pub(super) fn lists(
        &mut self,
        (name, other): (&SmolStr, &SmolStr),
        lists: Lists,
        effect: Effect,
        origin: Origin,
        at: Monotone,
    ) {
        match lists {
            Lists::Known | Lists::Place => {}
            Lists::Unknown => self.medium(
                effect,
                format!("that {name} is {other} rests on what is a list in it, which is not known"),
                origin,
                at,
            ),
            Lists::Otherwise => self.note(
                "translate/list-name",
                effect,
                origin,
                at,
                format!("{name} is no name that Splunk gives: {other} holds lists elsewhere"),
                Some("write {} after each name that holds a list, and after no other"),
            ),
        }
    }

    /// Everything of an expression whose log source is not known.
    pub(super) fn all_unmapped(&mut self, expr: &Expr, to: &str) {
        for_each_leaf(expr, Monotone::Up, &mut |leaf, at| {
            fields_of(leaf, &mut |field| {
                if let FieldRef::Named(f) = field
                    && matches!(f.taxonomy, Taxonomy::Known(_))
                {
                    self.unmapped(&f.name, to, leaf.origin, at);
                }
            });
        });
    }

    fn fate(&mut self, name: SmolStr, fate: Option<Confidence>) {
        // `None` sorts below every confidence: the weakest use counts, but a sure step beside a row of the user's own
        // leaves it the user's own.
        let sure = |fate: Option<Confidence>| fate >= Some(Confidence::High);
        let joined = |old: Option<Confidence>| {
            if sure(old) && sure(fate) { old.max(fate) } else { old.min(fate) }
        };
        self.fates.entry(name).and_modify(|old| *old = joined(*old)).or_insert(fate);
    }

    fn note(
        &mut self,
        code: &'static str,
        effect: Effect,
        origin: Origin,
        at: Monotone,
        message: String,
        remedy: Option<&'static str>,
    ) {
        let note = Note::new(code, effect.through(at), About::Fields, origin, message);
        self.push(match remedy {
            Some(remedy) => note.with_remedy(remedy),
            None => note,
        });
    }

    fn push(&mut self, note: Note) {
        let seen = |n: &Note| {
            n.code == note.code
                && n.message == note.message
                && n.effect == note.effect
                && n.origin.0 == note.origin.0
        };
        if !self.notes.iter().any(seen) {
            self.notes.push(note);
        }
    }
}
