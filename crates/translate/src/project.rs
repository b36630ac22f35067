//! An event of a log source as another taxonomy's pipeline would make it, and what such events may look like.
//!
//! Projection follows the same entries as remap, by values instead of tests: it is what remap is checked against. A field
//! without an entry is carried over under its own name, as remap keeps it.

mod derive;
mod flat;
mod model;

use derive::derive;
use flat::{Flat, dotted, flatten, lists, nested};
use indexmap::IndexMap;
use ruleglot_eval::mapping::Schema;
use ruleglot_eval::{Program, Setting};
use ruleglot_ir::{Expr, ExprKind, Part, Pattern, Test};
use ruleglot_knowledge::{
    CIM, Derivation, Form, FormCase, Found, Hub, Lists, LogSource, Predicate, SPLUNK_TA,
    field_type_in,
};
use serde_json::{Value, json};
use smol_str::SmolStr;
use std::collections::BTreeSet;

use crate::remap::{
    conjunct_words, native_condition, registry_number, source_condition, splunk_source,
    splunk_values,
};

/// Elastic's taxonomy.
const ECS: &str = "ecs";

pub use model::{EventModel, FieldModel, ValueShape, event_model};

/// The event in taxonomy `to`. Its keys may be nested or dotted; what is made is nested, or dotted where a name is both a
/// value and a prefix. Without a hub the event stays as it is.
pub fn project(event: &Value, log_source: Option<&LogSource>, to: &str) -> Value {
    project_by(event, log_source, to, &[])
}

/// As [`project`], by the provider whose words `said` are: conjuncts that say what the log source does.
fn project_by(event: &Value, log_source: Option<&LogSource>, to: &str, said: &[Expr]) -> Value {
    let Some((source, hub)) = log_source.and_then(|s| Some((s, s.hub()?))) else {
        return event.clone();
    };
    if to == hub.taxonomy {
        return event.clone();
    }
    if to == "sigma" {
        return with_spellings(hub, event);
    }
    let mut out = Flat::default();
    let lists = lists(event);
    let flat = flatten(event);
    for which in [Fills::First, Fills::Behind] {
        for (name, values) in &flat {
            by_forms(hub, event, (name, values), (to, &lists), (which, &mut out));
        }
    }
    absences(hub, to, &mut out);
    fallbacks(hub, event, to, &mut out);
    for predicate in &hub.predicates {
        outcome(predicate, event, to, &mut out);
    }
    select(hub, source, to, &mut out);
    provide(said, &mut out);
    if to == ECS {
        own_in_elastic(source, &mut out);
    }
    if [SPLUNK_TA, CIM].contains(&to) {
        in_splunk(source, &mut out);
        return dotted(out);
    }
    nested(out)
}

/// The event with the other names that Sigma rules use for its fields beside its own.
fn with_spellings(hub: &Hub, event: &Value) -> Value {
    let mut event = event.clone();
    let flat = flatten(&event);
    let Value::Object(map) = &mut event else { return event };
    for (name, values) in &flat {
        for found in hub.forms(name, "sigma") {
            let mut made: Vec<Value> = values.iter().flat_map(|v| derive(&found, v)).collect();
            if made.is_empty() || map.contains_key(found.name.as_str()) {
                continue;
            }
            let value = if made.len() == 1 { made.remove(0) } else { Value::Array(made) };
            map.insert(found.name.to_string(), value);
        }
    }
    event
}

/// What Splunk itself says of events of the log source, so that its macro finds them.
fn in_splunk(source: &LogSource, out: &mut Flat) {
    let values = source.readings().flat_map(splunk_values);
    for (name, value) in values {
        if out.get(&name).is_none_or(<[Value]>::is_empty) {
            out.put(&name, vec![json!(value)]);
        }
    }
    // An event bears every tag of its kind.
    out.put("tag", source.splunk.tags.iter().map(|t| json!(t)).collect());
    source_condition(Some(source), SPLUNK_TA).iter().for_each(|x| state(x, out));
    for words in source.readings() {
        for native in splunk_source(words) {
            let Some(wanted) = native_condition(&native) else { continue };
            if !holds(&wanted, &dotted(out.clone())) {
                say(&wanted, out);
            }
        }
    }
}

/// What the user's own words for the log source say of its events, beside what is known of them: rules are read by either.
fn own_in_elastic(source: &LogSource, out: &mut Flat) {
    if source.own.is_none() {
        return;
    }
    for wanted in source_condition(Some(source), ECS) {
        if !holds(&wanted, &nested(out.clone())) {
            say(&wanted, out);
        }
    }
    if let [dataset] = source.elastic.datasets.as_slice() {
        for name in ["data_stream.dataset", "event.dataset"] {
            out.put(name, vec![json!(dataset)]);
        }
    }
}

/// Makes the first of several conditions true, whatever else their fields hold.
fn say(wanted: &Expr, out: &mut Flat) {
    match &wanted.kind {
        ExprKind::And(of) => of.iter().for_each(|x| say(x, out)),
        ExprKind::Or(of) => of.first().into_iter().for_each(|x| say(x, out)),
        ExprKind::Named { body, .. } => say(body, out),
        ExprKind::Test { test: Test::Text { any, .. }, .. } => {
            if let (Some(field), Some(first)) = (wanted.field(), any.first()) {
                out.put(&field.name, vec![json!(shortest(first))]);
            }
        }
        _ => {}
    }
}

/// The shortest text that a pattern fits.
fn shortest(pattern: &Pattern) -> String {
    let part = |part: &Part| match part {
        Part::Text(text) => text.to_string(),
        Part::One => "x".to_owned(),
        _ => String::new(),
    };
    pattern.parts().iter().map(part).collect()
}

/// Words that stand where the hub has nothing.
fn absences(hub: &Hub, to: &str, out: &mut Flat) {
    for form in hub.fields.values().flat_map(|f| &f.forms).filter(|f| f.taxonomy == to) {
        if let Derivation::OrWord(word) = &form.of
            && out.get(&form.name).is_none_or(<[Value]>::is_empty)
        {
            out.put(&form.name, vec![json!(word.as_str())]);
        }
    }
}

/// Of several hub fields of one name the one that it is read as fills it, another where that one has no value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fills {
    First,
    Behind,
}

fn by_forms(
    hub: &Hub,
    event: &Value,
    (name, values): (&str, &[Value]),
    (to, lists): (&str, &[String]),
    (which, out): (Fills, &mut Flat),
) {
    let forms = hub.forms(name, to);
    if forms.is_empty() && which == Fills::First {
        out.put(name, values.to_vec());
        return;
    }
    for found in forms {
        let filled_by_another = !found.form.fallback.is_empty() || fills_behind(hub, &found);
        let readings = hub.readings(to, &found.name);
        let is_read = readings.is_empty() || readings.iter().any(|r| r.hub == found.hub);
        let is_free = || out.get(&found.name).is_none_or(<[Value]>::is_empty);
        let fills = match which {
            Fills::First => is_read,
            Fills::Behind => !is_read && is_free(),
        };
        if filled_by_another || !fills {
            continue;
        }
        let Some(made) = form_values(hub, &found, values, event) else { continue };
        let spelled = match found.lists {
            Lists::Unknown => hub.splunk_name(&found, |n| lists.iter().any(|l| l == n)),
            // Elements that the taxonomy numbers: the first.
            _ if found.name.contains(".*.") => found.name.replace(".*.", ".0.").into(),
            Lists::Known | Lists::Otherwise | Lists::Place => found.name.clone(),
        };
        out.put(&spelled, made);
    }
}

/// Hub fields that fill the form's name where they have a value, before this one.
pub fn fill(hub: &Hub, found: &Found<'_>) -> Vec<SmolStr> {
    let same = |form: &&Form| form.taxonomy == found.form.taxonomy && form.name == found.name;
    let of = |field: &ruleglot_knowledge::HubField| {
        let form = field.forms.iter().filter(same).find(|f| f.fallback.contains(&found.hub))?;
        let order = std::iter::once(&field.name).chain(&form.fallback);
        Some(order.take_while(|n| **n != found.hub).cloned().collect())
    };
    hub.fields.values().find_map(of).unwrap_or_default()
}

/// Whether the hub field fills the name only where others have no value.
fn fills_behind(hub: &Hub, found: &Found<'_>) -> bool {
    let falls_back = |form: &Form| {
        form.taxonomy == found.form.taxonomy
            && form.name == found.name
            && form.fallback.contains(&found.hub)
    };
    hub.fields.values().any(|f| f.forms.iter().any(falls_back))
}

/// The values that a form has for values of its hub field in an event; `None` where it says nothing of the event.
pub fn form_values(
    hub: &Hub,
    found: &Found<'_>,
    values: &[Value],
    event: &Value,
) -> Option<Vec<Value>> {
    if found.form.when.as_ref().is_some_and(|when| !holds(when, event)) {
        return None;
    }
    let fits = |v: &Value| found.form.taxonomy != ECS || indexed(hub, found, v);
    let of: &[Value] = match found.form.of {
        Derivation::Nth(n) => values.get(n).map(std::slice::from_ref).unwrap_or_default(),
        _ => values,
    };
    let made = of.iter().flat_map(|v| derive(found, v)).filter(fits);
    Some(made.map(|v| as_indexed(found, v)).collect())
}

/// Whether Elastic's pipelines keep the value: they drop empty texts, and what is no address where one belongs.
fn indexed(hub: &Hub, found: &Found<'_>, value: &Value) -> bool {
    let Value::String(text) = value else { return true };
    let ty = found.form.ty.as_deref();
    let ty = ty.or_else(|| field_type_in(&found.name, &hub.package_names()));
    !text.is_empty() && (ty != Some("ip") || text.parse::<std::net::IpAddr>().is_ok())
}

fn as_indexed(found: &Found<'_>, value: Value) -> Value {
    match value {
        Value::String(s) if found.form.case == FormCase::Folded => Value::from(s.to_lowercase()),
        other => other,
    }
}

/// Names that several hub fields fill: the first that has a value.
fn fallbacks(hub: &Hub, event: &Value, to: &str, out: &mut Flat) {
    let flat = flatten(event);
    for field in hub.fields.values() {
        let said = |f: &&Form| f.when.as_ref().is_none_or(|when| holds(when, event));
        let behind = field.forms.iter().filter(|f| f.taxonomy == to && !f.fallback.is_empty());
        for form in behind.filter(said) {
            let names = std::iter::once(&field.name).chain(&form.fallback);
            let filled = names.filter_map(|n| flat.get(n)).find(|v| !v.is_empty());
            if let Some(values) = filled {
                out.put(&form.name, values.to_vec());
            }
        }
    }
}

/// The words that say on which side of a predicate the event is.
fn outcome(predicate: &Predicate, event: &Value, to: &str, out: &mut Flat) {
    let Some(form) = predicate.forms.iter().find(|f| f.taxonomy == to) else { return };
    let in_exception = predicate.unless.as_ref().is_some_and(|u| holds(u, event));
    let condition = match &predicate.there {
        Some(there) if in_exception => there.clone(),
        _ => predicate.hub.clone(),
    };
    let said = if holds(&condition, event) { Some(&form.is) } else { form.otherwise.as_ref() };
    match said.and_then(conjunct_words) {
        // A field of words may have several.
        Some((name, words)) if form.otherwise.is_none() => {
            out.put(name, words.iter().map(|w| json!(w)).collect());
        }
        _ => said.into_iter().for_each(|said| state(said, out)),
    }
}

/// What every event of the log source says, and one of what its providers say.
fn select(hub: &Hub, source: &LogSource, to: &str, out: &mut Flat) {
    let form = hub.select(source.id).and_then(|s| s.forms.iter().find(|f| f.taxonomy == to));
    let Some(form) = form else { return };
    state(&form.is, out);
    for also in &form.also {
        state(also, out);
    }
}

/// Makes the words true that one provider has for what every event of the log source says, each field of its own.
fn provide(said: &[Expr], out: &mut Flat) {
    let mut own: IndexMap<&str, Vec<Value>> = IndexMap::new();
    for (name, words) in said.iter().filter_map(conjunct_words) {
        let known = own.entry(name).or_default();
        if !words.iter().any(|word| known.contains(&json!(word))) {
            known.extend(words.first().map(|word| json!(word)));
        }
    }
    for (name, words) in own {
        let there = out.get(name).unwrap_or_default();
        if !words.iter().all(|word| there.contains(word)) {
            out.set(name, words);
        }
    }
}

/// Makes a conjunction of words true, the first word of each list, of fields that have no value yet.
fn state(said: &Expr, out: &mut Flat) {
    match &said.kind {
        ExprKind::And(of) => of.iter().for_each(|x| state(x, out)),
        _ => {
            if let Some((name, words)) = conjunct_words(said)
                && out.get(name).is_none_or(<[Value]>::is_empty)
                && let Some(word) = words.first()
            {
                out.put(name, vec![json!(word)]);
            }
        }
    }
}

fn holds(expr: &Expr, event: &Value) -> bool {
    let schema = Schema::default();
    Program::new(expr, &Setting { schema: &schema, now: 0 }).is_ok_and(|p| p.matches(event))
}

/// Pairs of an event in taxonomy `from` and in taxonomy `to`, from events of the hub that a vendor could write.
///
/// `said` is what the rule says of its log source in taxonomy `from`; where it names one provider of several, the events
/// are that one's.
///
/// `events` are events in the hub's names, as witnesses make them from `rule`, the rule in the hub's names. What they lack
/// to be events of the log source is added, and canonical values are spelled as in the rule; those that its model does not
/// admit even so are left out.
pub fn event_pairs(
    rule: &Expr,
    events: &[Value],
    log_source: Option<&LogSource>,
    (from, said): (&str, &[Expr]),
    to: &str,
) -> Vec<(Value, Value)> {
    let model = event_model(log_source);
    let spelled = model.spellings(rule);
    let mut seen = BTreeSet::new();
    events
        .iter()
        .map(|e| spelled.respell(model.complete(e)))
        .filter(|e| model.admits(e) && spelled.admit(e) && !misspelt_number(e))
        .filter(|e| seen.insert(e.to_string()))
        .map(|e| (project_by(&e, log_source, from, said), project(&e, log_source, to)))
        .collect()
}

/// Whether a registry number stands in letters that Windows does not write: `dword (0X0000000a)` for `DWORD (0x0000000a)`.
fn misspelt_number(event: &Value) -> bool {
    let misspelt = |text: &str| {
        let lower = text.to_lowercase();
        let written = ["dword (0x", "qword (0x"].iter().find_map(|start| {
            let rest = lower.strip_prefix(start)?;
            Some(format!("{}WORD (0x{rest}", start[..1].to_uppercase()))
        });
        written.is_some_and(|w| w != text && registry_number(&w).is_some())
    };
    match event {
        Value::String(text) => misspelt(text),
        Value::Array(items) => items.iter().any(misspelt_number),
        Value::Object(map) => map.values().any(misspelt_number),
        _ => false,
    }
}
