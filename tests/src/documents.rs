//! Entries of the hubs held against pairs of raw event and document.

use ruleglot_knowledge::{Confidence, Derivation, Found, Hub, field_type_in, hubs};
use ruleglot_translate::{fill, form_values};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

mod indexed;

pub use indexed::{Flat, flatten};

/// A raw event, and what an integration of Elastic makes of it.
pub struct Pair {
    /// The concept of the field map that the event is of.
    pub concept: String,
    /// The raw event.
    pub raw: Value,
    /// The document.
    pub ecs: Value,
    /// Where the pair is from.
    pub from: String,
}

/// Every pair; `None` where the material is not there.
pub fn pairs() -> Option<Vec<Pair>> {
    let of = |case: Value| Pair {
        concept: crate::text(&case, "source").to_owned(),
        from: crate::text(&case, "from").to_owned(),
        raw: named_as_in_rules(case["raw"].clone()),
        ecs: case["ecs"].clone(),
    };
    Some(crate::cases("cases/documents.jsonl")?.into_iter().map(of).collect())
}

/// The event with headers as rules name them: `cs-user-agent` for the `cs(User-Agent)` of the extended log format.
fn named_as_in_rules(raw: Value) -> Value {
    let Value::Object(map) = raw else { return raw };
    let named = |name: String| match name.strip_prefix("cs(").and_then(|n| n.strip_suffix(')')) {
        Some(header) => format!("cs-{}", header.to_lowercase()),
        None => name,
    };
    map.into_iter().map(|(name, value)| (named(name), value)).collect()
}

/// How the documents speak of one form.
#[derive(Clone, Debug, Default)]
pub struct Heard {
    /// Documents with the value that the form has by the raw event.
    pub equal: usize,
    /// Documents with another value.
    pub different: usize,
    /// Documents without any.
    pub absent: usize,
    /// How sure the entry is.
    pub confidence: Confidence,
    /// Whether something else than documents is named that says so.
    pub grounds: bool,
    /// The first document with another value.
    pub example: Option<String>,
}

/// The forms of one hub field by name.
pub type Row = BTreeMap<String, Heard>;

/// What the documents say of a hub: its fields in order of name.
pub struct Report {
    /// The hub.
    pub hub: &'static Hub,
    /// Pairs of its log sources.
    pub pairs: usize,
    /// Hub fields that it states, with their forms.
    pub rows: BTreeMap<String, Row>,
}

/// What the documents say of every hub.
pub fn reports(pairs: &[Pair]) -> Vec<Report> {
    hubs().map(|hub| report(hub, pairs)).collect()
}

fn report(hub: &'static Hub, pairs: &[Pair]) -> Report {
    let mut report = Report { hub, pairs: 0, rows: stated(hub) };
    let own = |p: &&Pair| hub.concepts.iter().any(|c| *c == p.concept);
    for pair in pairs.iter().filter(own) {
        report.pairs += 1;
        let (raw, ecs) = (flatten(&pair.raw), flatten(&pair.ecs));
        for (name, values) in &raw {
            for found in hub.forms(name, ECS) {
                hear(&mut report, pair, (&found, values), &raw, &ecs);
            }
        }
    }
    report
}

const ECS: &str = "ecs";

/// Every field of a hub that has a form in ECS which is read or written.
fn stated(hub: &Hub) -> BTreeMap<String, Row> {
    let counts = |f: &&ruleglot_knowledge::Form| {
        f.taxonomy == ECS && (f.read.is_some() || f.write.is_some())
    };
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    for field in hub.fields.values() {
        for form in field.forms.iter().filter(counts) {
            let row = rows.entry(field.name.to_string()).or_default();
            let heard = row.entry(key(form)).or_default();
            heard.confidence = form.confidence;
            heard.grounds = form.grounds.is_some();
        }
    }
    rows
}

/// A form's name, with the events of which it is said.
fn key(form: &ruleglot_knowledge::Form) -> String {
    match &form.when {
        Some(when) => format!("{} when {when}", form.name),
        None => form.name.to_string(),
    }
}

fn hear(
    report: &mut Report,
    pair: &Pair,
    (found, values): (&Found<'_>, &[Value]),
    raw: &Flat,
    ecs: &Flat,
) {
    let hub = report.hub;
    let row = report.rows.get_mut(found.field.name.as_str());
    let Some(heard) = row.and_then(|r| r.get_mut(&key(found.form))) else { return };
    if fill(hub, found).iter().any(|before| raw.contains_key(before.as_str())) {
        // Another field fills the name here.
        return;
    }
    if found.form.agent.as_ref().is_some_and(|agent| pair.ecs["agent"]["type"] != agent.as_str()) {
        return;
    }
    let Some(made) = form_values(hub, found, values, &pair.raw) else { return };
    let closed = matches!(found.form.of, Derivation::Values(_));
    if made.is_empty() && !closed {
        return;
    }
    let ty = found.form.ty.as_deref();
    let ty = ty.or_else(|| field_type_in(&found.name, &hub.package_names())).unwrap_or("keyword");
    let loose = found.form.of == Derivation::Time;
    let indexed = |values: &[Value]| -> BTreeSet<String> {
        values.iter().map(|v| indexed::as_indexed(v, ty, loose)).collect()
    };
    match ecs.get(found.name.as_str()).filter(|v| !v.is_empty()) {
        None if made.is_empty() => {}
        None => heard.absent += 1,
        Some(there) if indexed(there) == indexed(&made) => heard.equal += 1,
        // The pipelines of two generations write a number in one of two ways each.
        Some(there)
            if found.form.of == Derivation::RegistryNumber
                && indexed(there).is_subset(&indexed(&made)) =>
        {
            heard.equal += 1;
        }
        Some(there) => {
            heard.different += 1;
            let shown = |v: &[Value]| Value::from(v.to_vec()).to_string();
            let example = || {
                format!(
                    "{} is {}, not {}, in {}",
                    shown(values),
                    shown(there),
                    shown(&made),
                    pair.from
                )
            };
            heard.example.get_or_insert_with(example);
        }
    }
}

impl Heard {
    /// Whether it claims to be so.
    pub fn is_claimed(&self) -> bool {
        self.confidence > Confidence::Low
    }
}
