//! What `data/sources.toml` says of log sources beside or instead of the table, and the log sources that only it has.
//!
//! Its shape is that of `[[sources]]` in a user's configuration: a Sigma log source, what Elastic and Splunk read.

use super::{ElasticSource, LogSource, SigmaSource, SplunkSource};
use serde::Deserialize;

static SOURCES: &str = include_str!("../../data/sources.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    sources: Vec<Source>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Source {
    id: String,
    concept: Option<String>,
    home_of: Option<String>,
    sigma: Option<Vec<Sigma>>,
    #[serde(default)]
    elastic: Elastic,
    #[serde(default)]
    splunk: Splunk,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sigma {
    category: Option<String>,
    product: Option<String>,
    service: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Elastic {
    integration: Option<Vec<String>>,
    index: Option<Vec<String>>,
    dataset: Option<Vec<String>>,
    condition: Option<String>,
    tags: Option<Vec<String>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Splunk {
    r#macro: Option<String>,
    sourcetype: Option<Vec<String>>,
    source: Option<Vec<String>>,
    datamodel: Option<Vec<String>>,
    codes: Option<Vec<String>>,
    tags: Option<Vec<String>>,
    data_source: Option<Vec<String>>,
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

fn change(source: &mut LogSource, more: Source) {
    set(&mut source.concept, more.concept.map(leak));
    source.home_of = more.home_of.map(leak).or(source.home_of);
    set(&mut source.sigma, more.sigma.map(|of| of.into_iter().map(sigma).collect()));
    let (elastic, from) = (&mut source.elastic, more.elastic);
    set(&mut elastic.integrations, from.integration.map(all));
    set(&mut elastic.indexes, from.index.map(all));
    set(&mut elastic.datasets, from.dataset.map(all));
    set(&mut elastic.tags, from.tags.map(all));
    if let Some(text) = from.condition {
        elastic.condition = (!text.is_empty()).then(|| {
            crate::notation::parse(&text, "ecs").expect("invariant: conditions are in order")
        });
    }
    let (splunk, from) = (&mut source.splunk, more.splunk);
    if let Some(name) = from.r#macro {
        splunk.index_macro = (!name.is_empty()).then(|| leak(name));
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

fn all(of: Vec<String>) -> Vec<&'static str> {
    of.into_iter().map(leak).collect()
}

/// The table is read once and lives as long as the program.
fn leak(text: String) -> &'static str {
    text.leak()
}

fn sigma(of: Sigma) -> SigmaSource {
    SigmaSource {
        category: of.category.map(leak),
        product: of.product.map(leak),
        service: of.service.map(leak),
    }
}

fn empty(id: &'static str) -> LogSource {
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
    }
}
