//! Which names a taxonomy has, mapped or not, and which of them a mistyped one may have meant.

use crate::near::one_edit_apart;
use crate::{CIM, LogSource, table};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

/// `Dataset.field`, sorted.
static DATA_MODELS: &str = include_str!("../data/cim.tsv");
/// `category/product/service TAB field`, sorted.
static SIGMA: &str = include_str!("../data/sigma.tsv");

/// Whether a data model of Splunk has this field: `Processes.process_name`.
pub fn is_data_model_field(name: &str) -> bool {
    table::find(DATA_MODELS, name).is_some() || cim_of_hubs(name)
}

/// A name that the field map knows although the definitions of data models leave it out.
fn cim_of_hubs(name: &str) -> bool {
    crate::hubs().any(|hub| hub.read(CIM, name).is_some())
}

/// The fields of the data model that this name is below.
pub fn data_model_fields(name: &str) -> Vec<&'static str> {
    let dataset = name.split('.').next().unwrap_or_default();
    let in_it =
        |known: &&str| known.strip_prefix(dataset).is_some_and(|rest| rest.starts_with('.'));
    let forms = crate::hubs().flat_map(|hub| hub.fields.values()).flat_map(|f| &f.forms);
    let mapped = forms.filter(|f| f.taxonomy == CIM).map(|f| f.name.as_str());
    table::keys(DATA_MODELS).chain(mapped).filter(in_it).collect()
}

/// The names that Sigma rules may use for the fields of some log sources.
#[derive(Debug, Default)]
pub struct SigmaNames {
    ordered: Vec<&'static str>,
    held: FxHashSet<&'static str>,
}

impl SigmaNames {
    /// Whether the name is one of them.
    pub fn has(&self, name: &str) -> bool {
        self.held.contains(name)
    }

    /// Those of the field map first; none when nothing is known of the log sources.
    pub fn iter(&self) -> impl Iterator<Item = &'static str> {
        self.ordered.iter().copied()
    }

    fn of(sources: &[&'static LogSource]) -> Self {
        let hubs = || sources.iter().filter_map(|source| source.hub());
        let fields = || hubs().flat_map(|hub| hub.fields.values());
        let forms = fields().flat_map(|f| &f.forms).filter(|f| f.taxonomy == "sigma");
        let own = fields().map(|f| f.name.as_str()).chain(forms.map(|f| f.name.as_str()));
        let with_hub = sources.iter().filter(|source| source.hub().is_some());
        let of_pipelines = with_hub.flat_map(|source| mapped_by_pipelines(source));
        let mut held = FxHashSet::default();
        let ordered = own
            .chain(of_pipelines)
            .filter(|name| !name.contains('*') && held.insert(*name))
            .collect();
        Self { ordered, held }
    }
}

/// The names that Sigma rules may use for the fields of these log sources. Gathered once for all rules that read the same.
pub fn sigma_names(sources: &[&'static LogSource]) -> Arc<SigmaNames> {
    type Gathered = RwLock<FxHashMap<Vec<&'static str>, Arc<SigmaNames>>>;
    static GATHERED: LazyLock<Gathered> = LazyLock::new(RwLock::default);
    let key: Vec<&'static str> = sources.iter().map(|source| source.id).collect();
    let known = GATHERED.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
    known.unwrap_or_else(|| {
        let names = Arc::new(SigmaNames::of(sources));
        let mut gathered = GATHERED.write().unwrap_or_else(PoisonError::into_inner);
        gathered.entry(key).or_insert(names).clone()
    })
}

/// What pipelines map of a log source, or of a wider one that holds it.
fn mapped_by_pipelines(source: &'static LogSource) -> impl Iterator<Item = &'static str> {
    let fits = |said: &str| {
        source.sigma.iter().any(|own| {
            let own = [own.category, own.product, own.service];
            said.split('/').zip(own).all(|(s, own)| s == "-" || Some(s) == own)
        })
    };
    let mut fitting = FxHashSet::default();
    SIGMA.lines().filter_map(|line| line.split_once('\t')).filter_map(move |(said, field)| {
        (fitting.contains(said) || (fits(said) && fitting.insert(said))).then_some(field)
    })
}

/// The name among these that is one edit away (a character added, lost or changed, two neighbours swapped), or the same in
/// another case; of several the first.
pub fn nearest<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let near = |k: &&'k str| k.len().abs_diff(name.len()) <= 4 && *k != name;
    let mut found = None;
    for known in known.into_iter().filter(near) {
        if known.eq_ignore_ascii_case(name) {
            return Some(known);
        }
        if found.is_none() && one_edit_apart(known, name) {
            found = Some(known);
        }
    }
    found
}
