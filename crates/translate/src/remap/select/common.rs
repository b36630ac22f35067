//! What the events of a log source have in common.

use super::super::context::{holds, words};
use super::{is_dataset, source_condition};
use ruleglot_ir::{Expr, FieldRef, fields_of};
use ruleglot_knowledge::{CIM, LogSource, SPLUNK_TA};
use smol_str::SmolStr;

/// Values that events of a log source have in common, or have from one provider or another.
#[derive(Debug, Default)]
pub(in crate::remap) struct Common {
    values: Vec<(SmolStr, SmolStr)>,
    /// Fields of which an event has one of these values, whichever its provider.
    each: Vec<(SmolStr, Vec<SmolStr>)>,
    /// Fields that name the provider.
    providers: Vec<(SmolStr, Vec<SmolStr>)>,
    /// What the user's own search of the log source says.
    own: Vec<Expr>,
}

impl Common {
    pub(in crate::remap) fn of(source: Option<&LogSource>, taxonomy: &str) -> Self {
        let mut common = Self::default();
        for words in source.into_iter().flat_map(LogSource::readings) {
            let Self { values, each, providers, own } = Self::by(words, taxonomy);
            common.values.extend(values);
            common.each.extend(each);
            common.providers.extend(providers);
            common.own.extend(own);
        }
        common.each.dedup();
        common
    }

    /// By one of the ways in which the log source is named.
    fn by(source: &LogSource, taxonomy: &str) -> Self {
        let mut common = Self::default();
        let stated = source_condition(Some(source), taxonomy);
        stated.iter().for_each(|x| common.state(x));
        let form = source.hub().and_then(|h| h.select(source.id));
        let form = form.and_then(|s| s.forms.iter().find(|f| f.taxonomy == taxonomy));
        for also in form.into_iter().flat_map(|f| &f.also) {
            common.add(also);
            if let Some(of) = words(also).filter(|of| names_provider(&of.field.name)) {
                let own = of.words.iter().map(|w| SmolStr::from(*w)).collect();
                common.providers.push((of.field.name.clone(), own));
            }
        }
        match taxonomy {
            "ecs" => {
                // Of several, an event is of one: which ones are providers of the same, the hub says.
                if let [dataset] = source.elastic.datasets.as_slice() {
                    for name in ["data_stream.dataset", "event.dataset"] {
                        common.values.push((name.into(), (*dataset).into()));
                    }
                }
            }
            SPLUNK_TA | CIM => {
                let of = super::super::splunk::values(source);
                common.values.extend(of.into_iter().map(|(n, v)| (n.into(), v.into())));
                // Events of a data model say which of its objects they are.
                common.own = super::super::splunk::own_parts(source);
                let objects = source.splunk.datamodels.iter().filter_map(|d| d.split_once('.'));
                common.values.extend(objects.map(|(_, object)| ("nodename".into(), object.into())));
            }
            _ => {}
        }
        common
    }

    /// What every event says.
    fn state(&mut self, conjunct: &Expr) {
        match words(conjunct) {
            Some(of) if of.words.len() > 1 => {
                let words = of.words.iter().map(|w| SmolStr::from(*w)).collect();
                self.each.push((of.field.name.clone(), words));
            }
            _ => self.add(conjunct),
        }
    }

    fn add(&mut self, conjunct: &Expr) {
        if let Some(of) = words(conjunct) {
            let values = of.words.iter().map(|w| (of.field.name.clone(), SmolStr::from(*w)));
            self.values.extend(values);
        }
    }

    /// Whether the events have a value of this field in common.
    pub(in crate::remap) fn has(&self, name: &str) -> bool {
        self.values.iter().any(|(n, _)| n == name) || self.each.iter().any(|(n, _)| n == name)
    }

    /// Whether a conjunct leaves out words of some of the providers.
    pub(super) fn is_choice(&self, conjunct: &Expr) -> bool {
        let leaves_out =
            |own: &[SmolStr], said: &[&str]| own.iter().any(|w| !said.contains(&w.as_str()));
        words(conjunct).is_some_and(|of| {
            let own = self.providers.iter().filter(|(n, _)| *n == of.field.name);
            own.into_iter().any(|(_, own)| leaves_out(own, &of.words))
        })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.values.is_empty() && self.each.is_empty() && self.own.is_empty()
    }

    /// Whether the log source is all that the expression is about, and then whether its events pass; `None` where some
    /// of them do.
    pub(in crate::remap) fn says(&self, expr: &Expr) -> Option<bool> {
        if self.own.iter().any(|part| super::super::splunk::says_same(part, expr)) {
            return Some(true);
        }
        let (mut all, mut some) = (true, false);
        fields_of(expr, &mut |f| {
            some = true;
            all &= matches!(f, FieldRef::Named(f) if self.has(&f.name));
        });
        if !(all && some) {
            return None;
        }
        let values: Vec<_> = self.values.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let mut events = vec![values];
        for (name, words) in &self.each {
            let with = |event: &Vec<_>, word| [event.clone(), vec![(name.as_str(), word)]].concat();
            events = events
                .iter()
                .flat_map(|e| words.iter().map(move |w| with(e, w.as_str())))
                .collect();
        }
        let passing = events.iter().filter(|values| holds(expr, values)).count();
        match passing {
            0 => Some(false),
            n if n == events.len() => Some(true),
            _ => None,
        }
    }
}

/// Whether a field of ECS says who recorded an event.
fn names_provider(name: &str) -> bool {
    is_dataset(name) || matches!(name, "event.module" | "agent.type")
}
