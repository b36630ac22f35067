//! A team's settings for the rules of a run: which target is meant, what is put into which rule, and the origin of every
//! value for the report.

use crate::Usage;
use crate::config::{Config, Form, RuleAt, RuleSettings};
use crate::target::TargetSpec;
use ruleglot_document::{Out, OutMap};
use ruleglot_formats::{Format, HouseStyle, Layer, WrittenValue};
use serde::Serialize;
use serde_json::{Map, Value};

/// A team's settings for rules that are written in one target.
#[derive(Clone, Debug, Default)]
pub struct HouseSettings {
    /// Those of the target.
    pub style: Option<HouseStyle>,
    /// Those of some rules.
    pub rules: Vec<RuleSettings>,
}

/// A value of a written rule, with where it is from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MetadataReport {
    /// The keys that lead to it, with dots between.
    pub key: String,
    /// The value; a list is one.
    pub value: Value,
    /// Where it is from: `source`, `derived`, `assumed`, `target`, `template`, `source ID` or `rule N (WHICH)`, with commas
    /// between where a list is from several.
    pub from: String,
}

impl Config {
    /// What `--to` names, with the language and form of its settings where it names none.
    ///
    /// # Errors
    /// The targets that there are.
    pub fn target(&self, to: &str) -> Result<TargetSpec, Usage> {
        let settings = self.targets.iter().find(|target| target.format == to);
        match settings.map(|target| (target.form, target.language)) {
            Some((Form::Search, _)) => TargetSpec::parse("spl"),
            Some((Form::Escu, Some(language))) if language != to => {
                TargetSpec::parse(&format!("{to}:{language}"))
            }
            _ => TargetSpec::parse(to),
        }
    }

    /// The settings for rules that are written in a target.
    pub fn house(&self, target: &TargetSpec) -> HouseSettings {
        let Some(format) = target.format.map(Format::id) else { return HouseSettings::default() };
        let settings = self.targets.iter().find(|target| target.format == format);
        let style = settings.map(|settings| settings.style.clone());
        HouseSettings { style, rules: self.rules.clone() }
    }
}

impl HouseSettings {
    /// What is set for a rule that is written in a format, the last word last.
    pub(crate) fn layers(&self, format: &str, rule: RuleAt<'_>) -> Vec<Layer<'_>> {
        self.rules.iter().filter_map(|settings| settings.layer(format, rule)).collect()
    }
}

impl From<&WrittenValue> for MetadataReport {
    fn from(value: &WrittenValue) -> Self {
        let from: Vec<String> = value.from.iter().map(ToString::to_string).collect();
        Self { key: value.key.clone(), value: json(&value.value), from: from.join(", ") }
    }
}

fn json(value: &Out) -> Value {
    match value {
        Out::Null => Value::Null,
        Out::Bool(b) => Value::from(*b),
        Out::Int(n) => i64::try_from(*n).map_or_else(|_| Value::from(n.to_string()), Value::from),
        Out::Float(x) => Value::from(*x),
        Out::Date(text) | Out::Text(text, _) => Value::from(text.as_str()),
        Out::List(items, _) => items.iter().map(json).collect(),
        Out::Map(OutMap { entries, .. }) => {
            let pairs = entries.iter().map(|entry| (entry.key.to_string(), json(&entry.value)));
            Value::Object(pairs.collect::<Map<_, _>>())
        }
    }
}
