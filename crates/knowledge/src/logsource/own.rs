//! Log sources of a user's own, and what the user says of known ones; they have the last word on what rules read.

use super::more::{all, change, empty, is_blank, leak};
use super::{LogSource, SourceWords, are_in_use, known_log_sources};
use crate::{RAW, SPLUNK_TA, TAXONOMIES, nearest};
use ruleglot_ir::Expr;
use std::sync::OnceLock;

/// An entry of a user's `[[sources]]`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OwnSource {
    /// What it says.
    pub words: SourceWords,
    /// What stands in front of its searches, as far as it says so.
    pub search: Option<OwnSearch>,
}

/// A search of the user's own that finds the events of a log source.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnSearch {
    /// As it is written.
    pub text: String,
    /// What it says.
    pub condition: Expr,
}

/// What the user's configuration says of a log source.
#[derive(Clone, Debug)]
pub struct OwnWords {
    /// The log source without it; `None` where only the configuration has it.
    pub known: Option<&'static LogSource>,
    /// The known log source whose fields its events have, where that is said.
    pub follows: Option<&'static str>,
    /// What stands in front of its searches.
    pub search: Option<OwnSearch>,
    /// What names it in a search.
    pub name: SplunkName,
    /// What the configuration says of it.
    pub says: Vec<OwnPart>,
}

/// What names a log source in a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SplunkName {
    /// What is known to, behind the user's own search.
    Known,
    /// A macro of the user's own.
    Macro(&'static str),
    /// The user's own search alone.
    Search,
}

/// A part of what a configuration can say of a log source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnPart {
    /// What its events have in common, in ECS.
    Condition,
    /// Its data sets.
    Datasets,
    /// Its index patterns.
    Indexes,
    /// Its packages.
    Integrations,
    /// What names it in a search.
    Search,
    /// The data sources of Security Content.
    DataSources,
    /// Values of `EventCode`.
    Codes,
    /// Whose names its fields have in searches.
    SplunkNames,
}

/// What is wrong with an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFault {
    /// Which entry, from 0.
    pub entry: usize,
    /// The text in it that is wrong.
    pub word: String,
    /// What is wrong with it.
    pub message: String,
}

static OWN: OnceLock<Vec<OwnSource>> = OnceLock::new();

/// Uses these log sources from now on, wherever log sources are looked up. To be called once, before the first look-up and
/// before [`crate::use_own_rows`].
///
/// # Errors
/// What [`check_own_sources`] says, or that log sources are in use already.
pub fn use_own_sources(sources: &[OwnSource]) -> Result<(), String> {
    if sources.is_empty() {
        return Ok(());
    }
    check_own_sources(sources).map_err(|fault| fault.message)?;
    let late = || "log sources are in use already".to_owned();
    if are_in_use() {
        return Err(late());
    }
    OWN.set(sources.to_vec()).map_err(|_| late())
}

/// Whether the entries can be used together.
///
/// # Errors
/// The first fault: an id without letters or that two have, a concept that is no known log source, a condition that cannot
/// be read.
pub fn check_own_sources(sources: &[OwnSource]) -> Result<(), SourceFault> {
    for (entry, source) in sources.iter().enumerate() {
        let words = &source.words;
        let fault = |(word, message)| SourceFault { entry, word, message };
        let id = &words.id;
        if is_blank(id) {
            let message = "a log source needs an `id`, as in `corp.sysmon`".to_owned();
            return Err(fault((id.clone(), message)));
        }
        if sources[..entry].iter().any(|other| other.words.id == *id) {
            return Err(fault((id.clone(), format!("two log sources have the id `{id}`"))));
        }
        check_concept(words)
            .and_then(|()| check_condition(words))
            .and_then(|()| check_taxonomies(words))
            .map_err(fault)?;
    }
    Ok(())
}

/// A text that is wrong, and what is wrong with it.
type Fault = (String, String);

fn said(word: Option<&String>) -> Option<&str> {
    word.map(String::as_str).filter(|word| !is_blank(word))
}

fn check_concept(words: &SourceWords) -> Result<(), Fault> {
    match said(words.concept.as_ref()) {
        Some(concept) if known(concept).is_none() => {
            let near = nearest(concept, known_log_sources().iter().map(|s| s.id));
            let meant = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            let message = format!("there is no log source `{concept}` to follow{meant}");
            Err((concept.to_owned(), message))
        }
        _ => Ok(()),
    }
}

fn check_condition(words: &SourceWords) -> Result<(), Fault> {
    let Some(condition) = said(words.elastic.condition.as_ref()) else { return Ok(()) };
    let wrong = |why| (condition.to_owned(), format!("the condition of `{}`: {why}", words.id));
    crate::notation::parse(condition, "ecs").map(|_| ()).map_err(wrong)
}

fn check_taxonomies(words: &SourceWords) -> Result<(), Fault> {
    let known = || TAXONOMIES.into_iter().chain([RAW]);
    let named = [&words.elastic.taxonomy, &words.splunk.taxonomy];
    let mut named = named.into_iter().filter_map(|name| said(name.as_ref()));
    let Some(name) = named.find(|name| known().all(|taxonomy| taxonomy != *name)) else {
        return Ok(());
    };
    let meant = match nearest(name, known()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are {}", known().collect::<Vec<_>>().join(", ")),
    };
    Err((name.to_owned(), format!("there is no taxonomy `{name}`; {meant}")))
}

/// The log sources of which the user says something.
pub(crate) fn own_ids() -> impl Iterator<Item = &'static str> {
    OWN.get().into_iter().flatten().map(|source| source.words.id.as_str())
}

/// The taxonomies whose place another's names take in a log source, each with that other.
pub(crate) fn own_taxonomies(id: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let own = own_ids().zip(OWN.get().into_iter().flatten()).find(|(own, _)| *own == id);
    let of = own.into_iter().flat_map(|(_, source)| {
        let words = &source.words;
        [("ecs", words.elastic.taxonomy.as_deref()), (SPLUNK_TA, words.splunk.taxonomy.as_deref())]
    });
    of.filter_map(|(taxonomy, names)| Some((taxonomy, names.filter(|names| !is_blank(names))?)))
}

fn known(id: &str) -> Option<&'static LogSource> {
    known_log_sources().iter().find(|s| s.id == id)
}

/// The known log source whose fields those of a log source are, where the configuration says so.
pub(crate) fn follows(id: &str) -> Option<&'static str> {
    let own = OWN.get()?.iter().find(|source| source.words.id == id)?;
    own.words.concept.as_deref().filter(|concept| !is_blank(concept))
}

/// The log sources with what the user says of them, the user's own behind.
pub(super) fn applied(known: &'static [LogSource]) -> Vec<LogSource> {
    let mut sources = known.to_vec();
    for own in OWN.get().into_iter().flatten() {
        let at = known.iter().position(|s| s.id == own.words.id);
        let made = made(own, at.map(|at| &known[at]));
        match at {
            Some(at) => sources[at] = made,
            None => sources.push(made),
        }
    }
    sources
}

fn made(own: &OwnSource, before: Option<&'static LogSource>) -> LogSource {
    let follows = follows(&own.words.id);
    let mut source = before.cloned().unwrap_or_else(|| empty(leak(own.words.id.clone())));
    let followed = follows.and_then(known).map(|s| s.concept);
    source.concept = followed.unwrap_or(source.concept);
    change(&mut source, SourceWords { concept: None, ..own.words.clone() });
    let name = splunk_name(own, &source);
    if name != SplunkName::Known {
        source.splunk.tags = all(own.words.splunk.tags.clone().unwrap_or_default());
    }
    if name == SplunkName::Search {
        source.splunk.index_macro = None;
    }
    let (elastic, splunk) = (&own.words.elastic, &own.words.splunk);
    let speaks =
        |taxonomy| own_taxonomies(&own.words.id).any(|(of, names)| of == taxonomy && names != of);
    // What is known of its events is said in names that they do not have.
    if speaks("ecs") && elastic.condition.is_none() {
        source.elastic.condition = None;
    }
    let says = [
        (OwnPart::Condition, elastic.condition.is_some()),
        (OwnPart::Datasets, elastic.dataset.is_some()),
        (OwnPart::Indexes, elastic.index.is_some()),
        (OwnPart::Integrations, elastic.integration.is_some()),
        (OwnPart::Search, own.search.is_some() || name != SplunkName::Known),
        (OwnPart::DataSources, splunk.data_source.is_some()),
        (OwnPart::Codes, splunk.codes.is_some()),
        (OwnPart::SplunkNames, speaks(SPLUNK_TA)),
    ];
    source.own = Some(OwnWords {
        known: before,
        follows,
        search: own.search.clone(),
        name,
        says: says.into_iter().filter_map(|(part, said)| said.then_some(part)).collect(),
    });
    source
}

fn splunk_name(own: &OwnSource, source: &LogSource) -> SplunkName {
    let words = &own.words.splunk;
    let says = |of: &Option<Vec<String>>| of.iter().flatten().any(|word| !is_blank(word));
    if words.r#macro.as_deref().is_some_and(|name| !is_blank(name))
        && let Some(name) = source.splunk.index_macro
    {
        return SplunkName::Macro(name);
    }
    let by_search = words.search.as_deref().is_some_and(|search| !is_blank(search));
    let of = &source.splunk;
    let nameless = of.index_macro.is_none() && of.sourcetypes.is_empty() && of.tags.is_empty();
    let by_words = says(&words.sourcetype) || says(&words.source) || nameless;
    if own.search.is_some() && (by_search || by_words) {
        return SplunkName::Search;
    }
    SplunkName::Known
}
