//! What is said about two rules, side by side.

use ruleglot_ir::{Meta, NativeValue, Rule};
use serde::Serialize;
use smol_str::SmolStr;
use std::fmt::Debug;

/// A part of the metadata of which two rules differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MetadataChange {
    /// Which, in the words of the shared model; keys of one format by their path in the file.
    pub key: String,
    /// In the first rule; `None` where it says nothing.
    pub before: Option<String>,
    /// In the second.
    pub after: Option<String>,
}

/// The parts of which two rules differ.
pub(super) fn changes(first: &Rule, second: &Rule) -> Vec<MetadataChange> {
    let (before, after) = (said(first), said(second));
    let mut keys: Vec<&String> = before.iter().chain(&after).map(|(key, _)| key).collect();
    let mut seen = Vec::new();
    keys.retain(|key| {
        let new = !seen.contains(key);
        seen.push(key);
        new
    });
    let value = |all: &[(String, Option<String>)], key: &str| {
        all.iter().find(|(known, _)| known == key).and_then(|(_, value)| value.clone())
    };
    let change = |key: &String| MetadataChange {
        key: key.clone(),
        before: value(&before, key),
        after: value(&after, key),
    };
    keys.into_iter().map(change).filter(|change| change.before != change.after).collect()
}

/// Everything that is said about a rule, in the order in which people look for it.
fn said(rule: &Rule) -> Vec<(String, Option<String>)> {
    let meta = &rule.meta;
    let list = |all: &mut dyn Iterator<Item = String>| {
        let all: Vec<String> = all.collect();
        (!all.is_empty()).then(|| all.join(", "))
    };
    let mut out: Vec<(&str, Option<String>)> = vec![
        ("title", Some(meta.title.to_string()).filter(|t| !t.is_empty())),
        ("id", meta.id.as_ref().map(ToString::to_string)),
        ("name", meta.name.as_ref().map(ToString::to_string)),
        ("severity", meta.severity.map(word)),
        ("risk", meta.risk.map(|risk| risk.to_string())),
        ("status", meta.status.map(word)),
        ("class", meta.class.map(word)),
        ("attack", list(&mut meta.attack.iter().map(|t| t.kind.id.to_string()))),
        ("tactics", list(&mut meta.tactics.iter().map(|t| t.kind.to_string()))),
        ("tags", list(&mut meta.tags.iter().map(ToString::to_string))),
        ("description", meta.description.clone()),
        ("references", list(&mut meta.references.iter().map(ToString::to_string))),
        ("authors", list(&mut meta.authors.iter().map(ToString::to_string))),
        ("license", meta.license.as_ref().map(ToString::to_string)),
        ("created", meta.created.map(date)),
        ("modified", meta.modified.map(date)),
        ("related", list(&mut meta.related.iter().map(|r| format!("{} {}", r.how, r.id)))),
        ("false positives", list(&mut meta.false_positives.iter().cloned())),
        ("triage", meta.triage.clone()),
        ("setup", meta.setup.clone()),
    ];
    let schedule = rule
        .schedule
        .map(|s| format!("every {} s, {} s back", s.every.as_secs(), s.lookback.as_secs()));
    out.push(("schedule", schedule));
    out.push(("outputs", list(&mut rule.alert.outputs.iter().map(|f| f.kind.to_string()))));
    out.push(("group by", list(&mut rule.alert.group_by.iter().map(ToString::to_string))));
    let suppress = rule.alert.suppress.map(|time| format!("{} s", time.as_secs()));
    out.push(("suppress", suppress));
    let shared = out.into_iter().map(|(key, value)| (key.to_owned(), value));
    shared.chain(native(meta)).collect()
}

fn native(meta: &Meta) -> impl Iterator<Item = (String, Option<String>)> {
    meta.native.iter().map(|(key, value)| (key.to_string(), Some(spelled(value))))
}

/// A value as JSON spells it, texts bare.
fn spelled(value: &NativeValue) -> String {
    let list =
        |all: Vec<String>, [open, close]: [&str; 2]| format!("{open}{}{close}", all.join(", "));
    match value {
        NativeValue::Null => "null".into(),
        NativeValue::Bool(flag) => flag.to_string(),
        NativeValue::Number(number) => number.to_string(),
        NativeValue::Moment(text) | NativeValue::Text(text) => text.to_string(),
        NativeValue::List(of) => list(of.iter().map(spelled).collect(), ["[", "]"]),
        NativeValue::Map(of) => {
            let entry =
                |(key, value): &(SmolStr, NativeValue)| format!("{key}: {}", spelled(value));
            list(of.iter().map(entry).collect(), ["{", "}"])
        }
    }
}

fn word(value: impl Debug) -> String {
    format!("{value:?}").to_lowercase()
}

fn date(date: ruleglot_ir::Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}
