//! What events of a log source may look like.

use super::holds;
use crate::remap::{conjunct_words, registry_number};
use ruleglot_ir::{Expr, ExprKind, Monotone, Scalar, Subject, Test, for_each_leaf};
use ruleglot_knowledge::{
    Derivation, Hub, HubField, Keyed, LogSource, Multiplicity, Nulls, Spelling, field_type_in,
};
use serde_json::{Map, Value};
use smol_str::SmolStr;

/// What events of a log source may look like, in the hub's names.
#[derive(Clone, Debug, Default)]
pub struct EventModel {
    /// Fields that are known, in the hub's order.
    pub fields: Vec<FieldModel>,
    /// What is true of every event.
    pub facts: Vec<Expr>,
}

/// A field of a log source's events.
#[derive(Clone, Debug)]
pub struct FieldModel {
    /// Name in the hub; `x.*` stands for every name below `x`.
    pub name: SmolStr,
    /// Elasticsearch's type of its plain form, if that is known.
    pub ty: Option<SmolStr>,
    /// One value or a list.
    pub many: Multiplicity,
    /// Whether it may be null.
    pub nulls: Nulls,
    /// Whether each value has one spelling.
    pub spelling: Spelling,
    /// All values there are, if they are few.
    pub vocabulary: Vec<SmolStr>,
    /// Some values that occur.
    pub examples: Vec<SmolStr>,
    /// How a value is composed.
    pub shape: ValueShape,
}

/// How a value is composed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ValueShape {
    /// In no way that matters.
    #[default]
    Plain,
    /// `KEY=HEX,KEY=HEX`, with these keys.
    Keyed(Vec<Keyed>),
    /// A number as `0x1f4`, or other text.
    Hexadecimal,
    /// Text, or a number as `DWORD (0x…)` or `QWORD (0x…-0x…)`.
    RegistryNumber,
}

/// The model of a log source's events; one that admits everything when its hub is not known.
pub fn event_model(log_source: Option<&LogSource>) -> EventModel {
    let Some((source, hub)) = log_source.and_then(|s| Some((s, s.hub()?))) else {
        return EventModel::default();
    };
    let mut facts = hub.facts.clone();
    match hub.select(source.id).map(|s| &s.hub) {
        // Each is completed by itself.
        Some(Expr { kind: ExprKind::And(of), .. }) => facts.extend(of.iter().cloned()),
        other => facts.extend(other.cloned()),
    }
    let packages = hub.package_names();
    let fields = hub.fields.values().map(|f| FieldModel {
        name: f.name.clone(),
        ty: plain_type(hub, &f.name, &packages),
        many: f.many,
        nulls: f.nulls,
        spelling: f.spelling,
        vocabulary: f.vocabulary.clone(),
        examples: f.examples.clone(),
        shape: shape(f),
    });
    EventModel { fields: fields.collect(), facts }
}

fn shape(field: &HubField) -> ValueShape {
    let keys = keys(field);
    if !keys.is_empty() {
        return ValueShape::Keyed(keys);
    }
    if field.forms.iter().any(|f| f.of == Derivation::Hexadecimal) {
        return ValueShape::Hexadecimal;
    }
    let number = field.forms.iter().any(|f| f.of == Derivation::RegistryNumber);
    if number { ValueShape::RegistryNumber } else { ValueShape::Plain }
}

/// Each key once, whichever taxonomies have a field for it.
fn keys(field: &HubField) -> Vec<Keyed> {
    let mut out: Vec<Keyed> = Vec::new();
    for form in &field.forms {
        if let Derivation::Keyed(keyed) = &form.of
            && !out.contains(keyed)
        {
            out.push(keyed.clone());
        }
    }
    out
}

fn plain_type(hub: &Hub, name: &str, packages: &[&str]) -> Option<SmolStr> {
    let forms = hub.forms(name, "ecs");
    let plain = forms.iter().find(|f| f.form.of == Derivation::Same)?;
    plain.form.ty.clone().or_else(|| field_type_in(&plain.name, packages).map(SmolStr::from))
}

impl EventModel {
    /// Whether the log source could write this event (dotted or nested keys). Fields that are not known may hold anything.
    pub fn admits(&self, event: &Value) -> bool {
        let Value::Object(map) = event else { return false };
        self.shapes(map, &mut String::new()) && self.facts.iter().all(|fact| holds(fact, event))
    }

    /// The event with the values that facts ask for, where it has none of its own.
    #[must_use]
    pub fn complete(&self, event: &Value) -> Value {
        let mut event = event.clone();
        for fact in &self.facts {
            if holds(fact, &event) {
                continue;
            }
            let (Some((name, words)), Value::Object(map)) = (asked_for(fact), &mut event) else {
                continue;
            };
            if let Some(word) = words.first()
                && !map.contains_key(name)
            {
                map.insert(name.to_owned(), Value::from(*word));
            }
        }
        event
    }

    fn shapes(&self, map: &Map<String, Value>, path: &mut String) -> bool {
        map.iter().all(|(key, value)| {
            let length = path.len();
            if length > 0 {
                path.push('.');
            }
            path.push_str(key);
            let fits = match value {
                Value::Object(inner) => self.shapes(inner, path),
                _ => self.field(path).is_none_or(|f| f.fits(value)),
            };
            path.truncate(length);
            fits
        })
    }

    /// How the rule spells values of fields that the vendor spells in one way: that way, as far as anyone knows.
    pub(super) fn spellings(&self, rule: &Expr) -> Spellings {
        let mut out = Vec::new();
        for_each_leaf(rule, Monotone::Up, &mut |leaf, _| {
            let ExprKind::Test {
                subject: Subject::Value(Scalar::Field(field)),
                test: Test::Text { any, .. },
                ..
            } = &leaf.kind
            else {
                return;
            };
            if self.field(&field.name).is_some_and(|f| f.spelling == Spelling::Canonical) {
                let texts = any.iter().flat_map(ruleglot_ir::Pattern::texts);
                out.extend(texts.map(|t| (field.name.clone(), t.clone())));
            }
        });
        Spellings(out)
    }

    /// What is known of a field.
    pub fn field(&self, name: &str) -> Option<&FieldModel> {
        let is_above = |f: &&FieldModel| {
            f.name.strip_suffix('*').is_some_and(|prefix| name.starts_with(prefix))
        };
        self.fields.iter().find(|f| f.name == name).or_else(|| self.fields.iter().find(is_above))
    }
}

/// The words that a fact wants a field to have: its own, or those of its last alternative.
fn asked_for(fact: &Expr) -> Option<(&str, Vec<&str>)> {
    match &fact.kind {
        ExprKind::Or(of) => conjunct_words(of.last()?),
        _ => conjunct_words(fact),
    }
}

impl FieldModel {
    fn fits(&self, value: &Value) -> bool {
        match value {
            Value::Null => self.nulls == Nulls::Written,
            Value::Array(items) => {
                self.many == Multiplicity::Many
                    && items.iter().all(|i| !i.is_null() && (i.is_object() || self.fits(i)))
            }
            Value::Object(_) => true,
            scalar => self.fits_scalar(scalar),
        }
    }

    fn fits_scalar(&self, value: &Value) -> bool {
        let text = match value {
            Value::String(s) => s.clone(),
            other => other.to_string(),
        };
        let known = self.vocabulary.is_empty() || self.vocabulary.iter().any(|w| **w == *text);
        let by_type = match self.ty.as_deref() {
            // In its own spelling: no vendor writes `00`.
            Some("long" | "integer" | "short") => {
                text.parse::<i64>().is_ok_and(|n| n.to_string() == text)
            }
            Some("ip") => text.parse::<std::net::IpAddr>().is_ok(),
            Some("boolean") => matches!(text.as_str(), "true" | "false"),
            Some("date") => text.contains('-'),
            Some("keyword" | "wildcard" | "text" | "match_only_text") => {
                value.is_string() || !self.vocabulary.is_empty()
            }
            _ => true,
        };
        // No pipeline keeps an empty text.
        known && by_type && !text.is_empty() && self.shape.fits(&text)
    }
}

impl ValueShape {
    fn fits(&self, text: &str) -> bool {
        match self {
            Self::Plain => true,
            Self::Keyed(keys) => text.split(',').all(|part| {
                let (key, value) = part.split_once('=').unwrap_or((part, ""));
                let of = keys.iter().find(|k| k.key == key);
                let hexadecimal = |c: char| matches!(c, '0'..='9' | 'A'..='F');
                of.is_some_and(|k| value.len() == k.digits && value.chars().all(hexadecimal))
            }),
            Self::Hexadecimal => text.strip_prefix("0x").is_none_or(|digits| {
                u64::from_str_radix(digits, 16).is_ok_and(|n| format!("{n:x}") == digits)
            }),
            Self::RegistryNumber => {
                let spelled = |digits: &str| digits.chars().all(|c| !c.is_ascii_uppercase());
                let own = text.strip_prefix("DWORD (").or_else(|| text.strip_prefix("QWORD ("));
                registry_number(text).is_none() || own.is_some_and(spelled)
            }
        }
    }
}

/// Texts of canonical fields as a rule spells them.
pub(super) struct Spellings(Vec<(SmolStr, SmolStr)>);

impl Spellings {
    /// The event with these texts spelled as in the rule, whatever letters a witness has for them. It is flat, as
    /// witnesses are.
    pub(super) fn respell(&self, mut event: Value) -> Value {
        let Value::Object(map) = &mut event else { return event };
        for (name, text) in &self.0 {
            match map.get_mut(name.as_str()) {
                Some(Value::Array(items)) => items.iter_mut().for_each(|i| respell(i, text)),
                Some(value) => respell(value, text),
                None => {}
            }
        }
        event
    }

    /// Whether no value of the event has one of the texts in another letter case.
    pub(super) fn admit(&self, event: &Value) -> bool {
        let flat = super::flatten(event);
        let other = |value: &Value, text: &str| {
            value.as_str().is_some_and(|v| {
                !v.contains(text) && v.to_lowercase().contains(&text.to_lowercase())
            })
        };
        self.0.iter().all(|(name, text)| {
            flat.get(name).is_none_or(|values| !values.iter().any(|v| other(v, text)))
        })
    }
}

/// Puts a text in place of one that differs from it by the case of ASCII letters alone.
fn respell(value: &mut Value, text: &str) {
    let Value::String(held) = value else { return };
    if text.is_empty() || held.contains(text) {
        return;
    }
    if let Some(at) = held.to_ascii_lowercase().find(&text.to_ascii_lowercase()) {
        held.replace_range(at..at + text.len(), text);
    }
}
