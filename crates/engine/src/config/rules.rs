//! `[[rules]]`: the last word on some rules.

use super::keys::{Key, Shape, key};
use super::{Pattern, Reader, house, targets};
use crate::accept::is_or_below;
use ruleglot_document::{Node, OutMap, read_toml};
use ruleglot_formats::{Layer, ValueFrom};
use ruleglot_source::FileId;
use serde::Deserialize;
use smol_str::{SmolStr, format_smolstr};
use std::path::Path;
use toml::Spanned;

/// What is set for some rules. All that it says of them must fit.
#[derive(Clone, Debug)]
pub struct RuleSettings {
    /// Which entry it is, for people: `2 (aws/**)`.
    name: SmolStr,
    path: Option<Pattern>,
    id: Option<String>,
    source: Option<String>,
    /// The values, by format.
    sets: Vec<(&'static str, OutMap)>,
}

/// A rule that settings may speak of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RuleAt<'a> {
    pub(crate) path: &'a Path,
    pub(crate) id: Option<&'a str>,
    /// The id of its log source.
    pub(crate) source: Option<&'a str>,
}

pub(super) const RULE: &[Key] = &[
    key("id", "The id of a rule, as its source has it.", Shape::Text),
    key("path", "Which files: a pattern from where the configuration stands.", Shape::Text),
    key("set", "Values for keys of the target, which go before all others.", Shape::Anything),
    key("source", "The log source of rules, as in `aws.cloudtrail`, or its product.", Shape::Text),
    key(
        "target",
        "The target whose keys are set, where that is not plain.",
        Shape::Word(targets::names),
    ),
];

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct RuleText {
    path: Option<Spanned<String>>,
    id: Option<String>,
    source: Option<String>,
    target: Option<Spanned<String>>,
    set: Spanned<toml::Table>,
}

impl RuleSettings {
    /// Its values for a rule that is written in this format, if it speaks of it.
    pub(crate) fn layer(&self, format: &str, rule: RuleAt<'_>) -> Option<Layer<'_>> {
        let fits = self.path.as_ref().is_none_or(|path| path.fits(rule.path))
            && self.id.as_deref().is_none_or(|id| rule.id == Some(id))
            && self
                .source
                .as_deref()
                .is_none_or(|asked| rule.source.is_some_and(|id| is_or_below(id, asked, '.')));
        let (_, set) = self.sets.iter().find(|(of, _)| fits && *of == format)?;
        Some(Layer { from: ValueFrom::Rule(self.name.clone()), set })
    }
}

impl Reader<'_> {
    /// The entries, in their order.
    pub(super) fn rules(&self, read: Vec<RuleText>) -> Result<Vec<RuleSettings>, String> {
        if read.is_empty() {
            return Ok(Vec::new());
        }
        let document = read_toml(FileId(0), self.text).documents.into_iter().next();
        let entries = document.as_ref().and_then(|document| document.root.get("rules"));
        let entries = entries.and_then(Node::sequence).unwrap_or_default();
        let numbered = read.into_iter().enumerate();
        numbered
            .map(|(at, rule)| self.rule(at + 1, rule, entries.get(at).and_then(|e| e.get("set"))))
            .collect()
    }

    fn rule(&self, n: usize, read: RuleText, set: Option<&Node>) -> Result<RuleSettings, String> {
        if read.path.is_none() && read.id.is_none() && read.source.is_none() {
            let message = "say which rules are meant, by `path`, `id` or `source`";
            return Err(self.fault(&read.set.span(), message));
        }
        if let Some(source) = &read.source {
            self.known_source(source)?;
        }
        let target = read.target.as_ref();
        if let Some(word) = target.filter(|word| !targets::names().contains(word.get_ref())) {
            let all = targets::names().join(", ");
            let message = format!("`{}` is no target; there are {all}", word.get_ref());
            return Err(self.fault(&word.span(), &message));
        }
        let target = target.map(|word| word.get_ref().as_str());
        let sets = set.map(|set| house::set(set, target, self.text)).transpose()?;
        let path = read.path.as_ref().map(|path| path.get_ref().as_str());
        let which = path.or(read.id.as_deref()).or(read.source.as_deref()).unwrap_or_default();
        Ok(RuleSettings {
            name: format_smolstr!("{n} ({which})"),
            path: path.map(|path| self.pattern(path)).transpose()?,
            id: read.id,
            source: read.source,
            sets: sets.unwrap_or_default(),
        })
    }
}
