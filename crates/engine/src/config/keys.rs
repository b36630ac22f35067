//! The keys of `ruleglot.toml`: one table, from which unknown keys are found, the JSON Schema is made and the guide is
//! written.

use super::convert::CONVERT;
use super::rules::RULE;
use super::sources::keys::SOURCE;
use super::targets::{self, TARGET};
use ruleglot_knowledge::{AttackRelease, nearest};
use serde_json::{Map, Value, json};
use std::fmt::Write;

/// A key.
pub(super) struct Key {
    pub(super) name: &'static str,
    /// What it says; Markdown, sentences.
    what: &'static str,
    shape: Shape,
}

/// What stands behind a key.
pub(super) enum Shape {
    Text,
    Flag,
    Count,
    /// One of these words.
    Word(fn() -> Vec<String>),
    Texts,
    /// Codes and families of findings.
    Codes,
    /// A code or family to one of these words.
    ByCode(&'static [&'static str]),
    /// Tables with these keys, of which those marked must be there.
    Tables(&'static [Key], &'static [&'static str]),
    /// One table with these keys.
    Table(&'static [Key]),
    /// A table by each of these names, all with these keys.
    Named(fn() -> Vec<String>, &'static [Key]),
    /// A table of a format's own keys with any value.
    Anything,
    /// A name, or `false` for none.
    NameOrNone,
}

pub(super) const fn key(name: &'static str, what: &'static str, shape: Shape) -> Key {
    Key { name, what, shape }
}

/// Severities that a finding can be given, and what stops a run.
pub(super) const SEVERITIES: &[&str] = &["error", "warning", "info", "off"];

/// The keys at the top.
pub(super) const TOP: &[Key] = &[
    key(
        "attack",
        "The release of ATT&CK that the rules are written against.",
        Shape::Word(releases),
    ),
    key(
        "baseline",
        "The file of known findings, when it is not `ruleglot-baseline.json`.",
        Shape::Text,
    ),
    key("convert", "How rules are translated here.", Shape::Table(CONVERT)),
    key(
        "exclude",
        "Files and folders that are left out, as patterns from where this file stands.",
        Shape::Texts,
    ),
    key(
        "extend-select",
        "Codes and families that are told only when asked for, to be told beside the others.",
        Shape::Codes,
    ),
    key("fail-on", "The least severity that makes `check` exit with 1.", Shape::Word(fails)),
    key("fields", "Rows of your own field map.", Shape::Tables(ROW, &["source", "raw"])),
    key("ignore", "Codes and families that are not told.", Shape::Codes),
    key("max-warnings", "How many warnings `check` lets pass.", Shape::Count),
    key(
        "paths",
        "What holds of some files only; the last that fits counts.",
        Shape::Tables(PATH, &["path"]),
    ),
    key(
        "rules",
        "The last word on some rules; of several that fit the last counts.",
        Shape::Tables(RULE, &["set"]),
    ),
    key(
        "schema",
        "Files that say which fields your indexes have, as `--schema` takes them.",
        Shape::Texts,
    ),
    key("select", "Codes and families that are told, and no others.", Shape::Codes),
    key("severity", "Another severity for a code or family.", Shape::ByCode(SEVERITIES)),
    key(
        "sources",
        "Log sources of your own, and what you say of known ones.",
        Shape::Tables(SOURCE, &["id"]),
    ),
    key("targets", "How rules of a format are written here.", Shape::Named(targets::names, TARGET)),
];

/// The keys of `[[paths]]`.
const PATH: &[Key] = &[
    key("extend-select", "As at the top, for these files.", Shape::Codes),
    key("format", "The format of these files, whatever their marks.", Shape::Text),
    key("ignore", "As at the top, for these files.", Shape::Codes),
    key("path", "Which files: a pattern from where the configuration stands.", Shape::Text),
];

/// The keys of `[[fields]]` beside the taxonomies.
const ROW: &[Key] = &[
    key("one-spelling", "Whether the vendor writes each value in one spelling.", Shape::Flag),
    key("raw", "The field as the log source itself names it.", Shape::Text),
    key("source", "The log source, as in `aws.cloudtrail`.", Shape::Text),
    key("sigma", "Its name in Sigma, or `false` for none.", Shape::NameOrNone),
    key("ecs", "Its name in ECS, or `false` for none.", Shape::NameOrNone),
    key("splunk-ta", "Its name in Splunk's add-on, or `false` for none.", Shape::NameOrNone),
    key("cim", "Its name in the data models, or `false` for none.", Shape::NameOrNone),
    key("panther", "Its name in Panther, or `false` for none.", Shape::NameOrNone),
];

fn releases() -> Vec<String> {
    let number = |release: &AttackRelease| release.number().to_owned();
    let short =
        |release: &AttackRelease| release.number().split('.').next().unwrap_or_default().to_owned();
    AttackRelease::ALL.iter().flat_map(|r| [short(r), number(r)]).collect()
}

fn fails() -> Vec<String> {
    SEVERITIES.iter().filter(|word| **word != "off").map(|word| (*word).to_owned()).collect()
}

/// A key that is not known where it stands: the key, and those that are known there.
pub(super) struct UnknownKey {
    pub(super) key: String,
    known: Vec<String>,
}

impl UnknownKey {
    /// What is wrong and what was probably meant.
    pub(super) fn message(&self) -> String {
        match nearest(&self.key, self.known.iter().map(String::as_str)) {
            Some(near) => format!("unknown key `{}`; did you mean `{near}`?", self.key),
            None => {
                format!("unknown key `{}`; the keys here are {}", self.key, self.known.join(", "))
            }
        }
    }
}

/// The first unknown key of a table.
pub(super) fn unknown(table: &toml::Table) -> Option<UnknownKey> {
    unknown_in(table, TOP)
}

fn unknown_in(table: &toml::Table, keys: &'static [Key]) -> Option<UnknownKey> {
    let known = || keys.iter().map(|key| key.name.to_owned()).collect();
    for (name, value) in table {
        let Some(key) = keys.iter().find(|key| key.name == name) else {
            return Some(UnknownKey { key: name.clone(), known: known() });
        };
        if let Some(found) = unknown_below(value, &key.shape) {
            return Some(found);
        }
    }
    None
}

fn unknown_below(value: &toml::Value, shape: &Shape) -> Option<UnknownKey> {
    match shape {
        Shape::Tables(below, _) => {
            let mut tables = value.as_array()?.iter().filter_map(toml::Value::as_table);
            tables.find_map(|table| unknown_in(table, below))
        }
        Shape::Table(below) => unknown_in(value.as_table()?, below),
        Shape::Named(names, below) => value.as_table()?.iter().find_map(|(name, value)| {
            let known = names();
            if known.contains(name) {
                return unknown_in(value.as_table()?, below);
            }
            Some(UnknownKey { key: name.clone(), known })
        }),
        _ => None,
    }
}

/// The JSON Schema of `ruleglot.toml`.
pub fn config_schema() -> Value {
    let mut schema = object(TOP, &[]);
    if let Value::Object(map) = &mut schema {
        let head = json!("https://json-schema.org/draft/2020-12/schema");
        map.insert("$schema".into(), head);
        map.insert("title".into(), json!("ruleglot.toml"));
        map.insert("$defs".into(), json!({"code": {"enum": codes_and_families()}}));
    }
    schema
}

fn object(keys: &[Key], required: &[&str]) -> Value {
    let mut properties = Map::new();
    for key in keys {
        let mut of = shape(&key.shape);
        if let Value::Object(map) = &mut of {
            map.insert("description".into(), json!(key.what));
        }
        properties.insert(key.name.to_owned(), of);
    }
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn shape(shape: &Shape) -> Value {
    match shape {
        Shape::Text => json!({"type": "string"}),
        Shape::Flag => json!({"type": "boolean"}),
        Shape::Count => json!({"type": "integer", "minimum": 0}),
        Shape::Word(words) => json!({"enum": words()}),
        Shape::Texts => json!({"type": "array", "items": {"type": "string"}}),
        Shape::Codes => json!({"type": "array", "items": {"$ref": "#/$defs/code"}}),
        Shape::ByCode(words) => json!({
            "type": "object",
            "propertyNames": {"$ref": "#/$defs/code"},
            "additionalProperties": {"enum": words},
        }),
        Shape::Tables(keys, required) => {
            json!({"type": "array", "items": object(keys, required)})
        }
        Shape::Table(keys) => object(keys, &[]),
        Shape::Named(names, keys) => {
            let named = names().into_iter().map(|name| (name, object(keys, &[])));
            json!({
                "type": "object",
                "properties": named.collect::<Map<_, _>>(),
                "additionalProperties": false,
            })
        }
        Shape::Anything => json!({"type": "object"}),
        Shape::NameOrNone => json!({"anyOf": [{"type": "string"}, {"const": false}]}),
    }
}

fn codes_and_families() -> Vec<&'static str> {
    let codes = ruleglot_lint::codes().iter();
    let findings = codes.filter(|page| page.kind != ruleglot_lint::Kind::Note);
    let families = ruleglot_lint::families().iter().map(|(name, _)| *name);
    findings.map(|page| page.code).chain(families).collect()
}

/// The keys as a table of Markdown, for the guide.
pub fn config_keys() -> String {
    let mut out = String::from("| key | value | what |\n|---|---|---|\n");
    for key in TOP {
        rows(&mut out, "", key);
    }
    out
}

fn rows(out: &mut String, prefix: &str, key: &Key) {
    let name = format!("{prefix}{}", key.name);
    let _ = writeln!(out, "| `{name}` | {} | {} |", word(&key.shape), key.what);
    let (below, prefix) = match &key.shape {
        Shape::Tables(below, _) | Shape::Table(below) => (below, format!("{name}.")),
        Shape::Named(_, below) => (below, format!("{name}.NAME.")),
        _ => return,
    };
    below.iter().for_each(|key| rows(out, &prefix, key));
}

fn word(shape: &Shape) -> String {
    let quoted =
        |words: &[String]| words.iter().map(|w| format!("`{w}`")).collect::<Vec<_>>().join(", ");
    match shape {
        Shape::Text => "text".into(),
        Shape::Flag => "`true` or `false`".into(),
        Shape::Count => "number".into(),
        Shape::Word(words) => quoted(&words()),
        Shape::Texts => "list of texts".into(),
        Shape::Codes => "list of codes and families".into(),
        Shape::ByCode(words) => format!(
            "table of codes to {}",
            quoted(&words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>())
        ),
        Shape::Tables(..) => "tables".into(),
        Shape::Table(..) => "table".into(),
        Shape::Named(names, _) => format!("a table for each of {}", quoted(&names())),
        Shape::Anything => "table of the format's own keys".into(),
        Shape::NameOrNone => "text or `false`".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::sources::keys::{SOURCE_ELASTIC, SOURCE_SIGMA, SOURCE_SPLUNK};
    use ruleglot_knowledge::TAXONOMIES;

    #[test]
    fn every_taxonomy_has_its_key() {
        for taxonomy in TAXONOMIES {
            assert!(ROW.iter().any(|key| key.name == taxonomy), "{taxonomy}");
        }
    }

    #[test]
    fn keys_stand_in_order() {
        for keys in [TOP, PATH, RULE, TARGET, SOURCE, SOURCE_SIGMA, SOURCE_ELASTIC, SOURCE_SPLUNK] {
            assert!(keys.is_sorted_by_key(|key| key.name));
        }
    }
}
