//! What `data/sources.toml` says of log sources beside or instead of the table, and the log sources that only it has.
//!
//! Its shape is that of `[[sources]]` in a user's configuration: a Sigma log source, what Elastic and Splunk read.

use super::{ElasticSource, LogSource, SigmaSource, SplunkSource};
use serde::Deserialize;

static SOURCES: &str = include_str!("../../data/sources.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    sources: Vec<SourceWords>,
}

/// What an entry of `[[sources]]` says of a log source; what it leaves out stays as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SourceWords {
    /// The log source.
    pub id: String,
    /// What its fields follow: in the built-in file a concept of the field map, in a user's a known log source.
    pub concept: Option<String>,
    /// As [`LogSource::home_of`]; in the built-in file alone.
    pub home_of: Option<String>,
    /// Sigma.
    pub sigma: Option<Vec<SigmaWords>>,
    /// Elastic.
    #[serde(default)]
    pub elastic: ElasticWords,
    /// Splunk.
    #[serde(default)]
    pub splunk: SplunkWords,
}

/// A Sigma `logsource`; a word without letters is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the names say it")]
pub struct SigmaWords {
    pub category: Option<String>,
    pub product: Option<String>,
    pub service: Option<String>,
}

/// As [`ElasticSource`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[allow(missing_docs, reason = "they are those of `ElasticSource`")]
pub struct ElasticWords {
    pub integration: Option<Vec<String>>,
    pub index: Option<Vec<String>>,
    pub dataset: Option<Vec<String>>,
    pub condition: Option<String>,
    pub tags: Option<Vec<String>>,
}

/// As [`SplunkSource`], and in a user's what stands in front of searches.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[allow(missing_docs, reason = "they are those of `SplunkSource`")]
pub struct SplunkWords {
    pub r#macro: Option<String>,
    pub sourcetype: Option<Vec<String>>,
    pub source: Option<Vec<String>>,
    pub datamodel: Option<Vec<String>>,
    pub codes: Option<Vec<String>>,
    pub tags: Option<Vec<String>>,
    pub data_source: Option<Vec<String>>,
    /// Indexes; in a user's alone.
    pub index: Option<Vec<String>>,
    /// The search that finds its events, as it is written; in a user's alone.
    pub search: Option<String>,
}

/// Changes the log sources of the table and adds others behind them.
///
/// # Panics
/// When the file is not what it should be, which a test would tell first.
pub(super) fn add(sources: &mut Vec<LogSource>) {
    let file: File = toml::from_str(SOURCES).expect("invariant: data/sources.toml is in order");
    for more in file.sources {
        let id = leak(more.id.clone());
        let known = sources.iter().position(|s| s.id == id);
        let at = known.unwrap_or_else(|| {
            sources.push(empty(id));
            sources.len() - 1
        });
        change(&mut sources[at], more);
    }
}

pub(super) fn change(source: &mut LogSource, more: SourceWords) {
    set(&mut source.concept, more.concept.map(leak));
    source.home_of = more.home_of.map(leak).or(source.home_of);
    set(&mut source.sigma, more.sigma.map(|of| of.into_iter().filter_map(sigma).collect()));
    let (elastic, from) = (&mut source.elastic, more.elastic);
    set(&mut elastic.integrations, from.integration.map(all));
    set(&mut elastic.indexes, from.index.map(all));
    set(&mut elastic.datasets, from.dataset.map(all));
    set(&mut elastic.tags, from.tags.map(all));
    if let Some(text) = from.condition {
        elastic.condition = (!is_blank(&text)).then(|| {
            crate::notation::parse(&text, "ecs").expect("invariant: conditions are in order")
        });
    }
    let (splunk, from) = (&mut source.splunk, more.splunk);
    if let Some(name) = from.r#macro {
        splunk.index_macro = (!is_blank(&name)).then(|| leak(name));
    }
    set(&mut splunk.sourcetypes, from.sourcetype.map(all));
    set(&mut splunk.sources, from.source.map(all));
    set(&mut splunk.datamodels, from.datamodel.map(all));
    set(&mut splunk.codes, from.codes.map(all));
    set(&mut splunk.tags, from.tags.map(all));
    set(&mut splunk.data_sources, from.data_source.map(all));
}

fn set<T>(old: &mut T, new: Option<T>) {
    if let Some(new) = new {
        *old = new;
    }
}

pub(super) fn all(of: Vec<String>) -> Vec<&'static str> {
    of.into_iter().filter(|word| !is_blank(word)).map(leak).collect()
}

/// Whether a word stands for none, as in an entry that is still to be completed.
pub(super) fn is_blank(word: &str) -> bool {
    word.trim().is_empty()
}

/// The table is read once and lives as long as the program.
pub(super) fn leak(text: String) -> &'static str {
    text.leak()
}

fn sigma(of: SigmaWords) -> Option<SigmaSource> {
    let word = |word: Option<String>| word.filter(|word| !is_blank(word)).map(leak);
    let [category, product, service] = [of.category, of.product, of.service].map(word);
    let some = category.or(product).or(service).is_some();
    some.then_some(SigmaSource { category, product, service })
}

pub(super) fn empty(id: &'static str) -> LogSource {
    LogSource {
        id,
        concept: "",
        sigma: Vec::new(),
        elastic: ElasticSource {
            integrations: Vec::new(),
            indexes: Vec::new(),
            datasets: Vec::new(),
            condition: None,
            tags: Vec::new(),
        },
        splunk: SplunkSource {
            index_macro: None,
            sourcetypes: Vec::new(),
            datamodels: Vec::new(),
            sources: Vec::new(),
            codes: Vec::new(),
            tags: Vec::new(),
            data_sources: Vec::new(),
        },
        panther: Vec::new(),
        kusto: Vec::new(),
        home_of: None,
        own: None,
    }
}
