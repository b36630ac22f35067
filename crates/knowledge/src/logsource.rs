//! Log sources as each format names them, and finding one from a format's words.

mod more;
mod own;

pub use more::{ElasticWords, SigmaWords, SourceWords, SplunkWords};
pub use own::{
    OwnPart, OwnSearch, OwnSource, OwnWords, SourceFault, SplunkName, check_own_sources,
    use_own_sources,
};
pub(crate) use own::{follows, own_ids, own_taxonomies};

use crate::table;
use crate::{Hub, hub};
use ruleglot_ir::Expr;
use rustc_hash::FxHashMap;
use std::sync::{LazyLock, OnceLock};

static LOG_SOURCES: &str = include_str!("../data/logsources.tsv");

/// A kind of event that a rule can read, with its name in every format.
#[derive(Clone, Debug)]
pub struct LogSource {
    /// `aws.cloudtrail`.
    pub id: &'static str,
    /// The concept of the field map that its fields follow.
    pub concept: &'static str,
    /// Sigma.
    pub sigma: Vec<SigmaSource>,
    /// Elastic.
    pub elastic: ElasticSource,
    /// Splunk.
    pub splunk: SplunkSource,
    /// Panther log types.
    pub panther: Vec<&'static str>,
    /// Kusto tables.
    pub kusto: Vec<&'static str>,
    /// The log source of whose events these are one provider's; rules written for that one may be written for this.
    pub home_of: Option<&'static str>,
    /// What the user's configuration says of it.
    pub own: Option<OwnWords>,
}

/// A Sigma `logsource`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub struct SigmaSource {
    pub category: Option<&'static str>,
    pub product: Option<&'static str>,
    pub service: Option<&'static str>,
}

/// A log source in Elastic's words.
#[derive(Clone, Debug)]
pub struct ElasticSource {
    /// Packages.
    pub integrations: Vec<&'static str>,
    /// Index patterns, best first.
    pub indexes: Vec<&'static str>,
    /// Values of `data_stream.dataset`.
    pub datasets: Vec<&'static str>,
    /// What its events have in common, in ECS, where that is a plain conjunction.
    pub condition: Option<Expr>,
    /// Rule tags that name it.
    pub tags: Vec<&'static str>,
}

/// A log source in Splunk's words.
#[derive(Clone, Debug)]
pub struct SplunkSource {
    /// Macro of ESCU.
    pub index_macro: Option<&'static str>,
    /// Sourcetypes.
    pub sourcetypes: Vec<&'static str>,
    /// Data model objects.
    pub datamodels: Vec<&'static str>,
    /// Values of `source`.
    pub sources: Vec<&'static str>,
    /// Values of `EventCode`, where other codes of its log are other log sources.
    pub codes: Vec<&'static str>,
    /// Tags of the Common Information Model that its events bear, where no one vendor's sourcetype stands for it.
    pub tags: Vec<&'static str>,
    /// Data sources of Security Content; a `*` at the end stands for any text.
    pub data_sources: Vec<&'static str>,
}

impl LogSource {
    /// The operating system on which its events arise, as Sigma writes it; `None` where it may be any.
    pub fn system(&self) -> Option<&'static str> {
        let products = self.sigma.iter().filter_map(|words| words.product);
        products.into_iter().find(|product| ["windows", "linux", "macos"].contains(product))
    }
}

impl SplunkSource {
    /// Whether the events of the other are among its own, by the log and the event codes of both.
    pub fn holds(&self, other: &Self) -> bool {
        let codes = &other.codes;
        self.sources == other.sources
            && !codes.is_empty()
            && codes.iter().all(|c| self.codes.contains(c))
    }

    /// Whether one of its data sources has this name.
    pub fn is_data_source(&self, name: &str) -> bool {
        self.data_sources.iter().any(|own| match own.strip_suffix('*') {
            Some(begins) => name.starts_with(begins.trim_end()),
            None => *own == name,
        })
    }

    /// Values that its events have in the fields of Splunk itself, in the spellings of both generations of add-ons.
    pub fn values(&self) -> Vec<(&'static str, String)> {
        let mut out: Vec<_> =
            self.sourcetypes.iter().map(|s| ("sourcetype", (*s).to_owned())).collect();
        out.extend(self.tags.iter().map(|t| ("tag", (*t).to_owned())));
        for source in &self.sources {
            let classic = source.strip_prefix("Xml").filter(|s| s.starts_with("WinEventLog:"));
            for spelled in [Some(*source), classic].into_iter().flatten() {
                out.push(("source", spelled.to_owned()));
                if spelled.contains("WinEventLog:") {
                    out.push(("sourcetype", spelled.to_owned()));
                }
            }
            if classic.is_some() {
                out.push(("sourcetype", "WinEventLog".to_owned()));
            }
        }
        out
    }
}

impl LogSource {
    /// Other providers of the same events.
    pub fn homes(&self) -> impl Iterator<Item = &'static LogSource> {
        let id = self.id;
        log_sources().iter().filter(move |s| s.home_of == Some(id))
    }

    /// The log source in each of the words that rules are read by: the user's own, then those that are known without.
    pub fn readings(&self) -> impl Iterator<Item = &LogSource> {
        std::iter::once(self).chain(self.own.as_ref().and_then(|own| own.known))
    }

    /// Whether the user's configuration says this of it.
    pub fn is_own(&self, part: OwnPart) -> bool {
        self.own.as_ref().is_some_and(|own| own.says.contains(&part))
    }

    /// The id of the log source that it is like, for what is known of known ones alone: its own, or of one that only the
    /// configuration has, the one whose fields it follows.
    pub fn like(&self) -> &'static str {
        let followed = self.own.as_ref().filter(|own| own.known.is_none());
        followed.and_then(|own| own.follows).unwrap_or(self.id)
    }

    /// Its fields in every taxonomy, if they are known.
    pub fn hub(&self) -> Option<&'static Hub> {
        hub(self.id)
    }
}

/// The log source with this id.
pub fn log_source(id: &str) -> Option<&'static LogSource> {
    all().by_id.get(id).map(|i| &all().sources[*i])
}

/// Every log source.
pub fn log_sources() -> &'static [LogSource] {
    &all().sources
}

/// How a log source fits the words of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fit {
    /// The same words.
    Same,
    /// The rule's words say more than the log source's.
    Whole,
    /// The rule's words leave open what the log source's say: it is one of several that the rule reads.
    Part,
}

/// Log sources that a Sigma `logsource` names, best first: the same three words, then those of which it says more, then
/// those of which it leaves something open.
pub fn recognise_sigma(
    category: Option<&str>,
    product: Option<&str>,
    service: Option<&str>,
) -> Vec<&'static LogSource> {
    fits_sigma(category, product, service).into_iter().map(|(source, _)| source).collect()
}

/// As [`recognise_sigma`], with how each fits.
pub fn fits_sigma(
    category: Option<&str>,
    product: Option<&str>,
    service: Option<&str>,
) -> Vec<(&'static LogSource, Fit)> {
    let given = [category, product, service];
    let fit = |s: &LogSource| s.sigma.iter().filter_map(|of| sigma_fit(given, of)).min();
    let mut found: Vec<_> = log_sources().iter().filter_map(|s| Some((best(s, fit)?, s))).collect();
    found.sort_by_key(|(fit, _)| *fit);
    found.into_iter().map(|(((fit, _), _), s)| (s, fit)).collect()
}

/// Which of several log sources that fit alike goes first: the user's own by their own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Whose {
    Own,
    Known,
}

/// The best that any of its words fit, and whose they are.
fn best<T: Ord>(source: &LogSource, fit: impl Fn(&LogSource) -> Option<T>) -> Option<(T, Whose)> {
    let whose = |words: &LogSource| if words.own.is_some() { Whose::Own } else { Whose::Known };
    source.readings().filter_map(|words| Some((fit(words)?, whose(words)))).min()
}

/// How the words fit, and how many of them one side leaves open; `None` when two differ, or when both leave open what
/// the other says.
fn sigma_fit(given: [Option<&str>; 3], source: &SigmaSource) -> Option<(Fit, usize)> {
    let (mut more, mut less) = (0, 0);
    let own = [source.category, source.product, source.service];
    for (given, own) in given.into_iter().zip(own) {
        match (given, own) {
            (Some(g), Some(o)) if !g.eq_ignore_ascii_case(o) => return None,
            (Some(_), Some(_)) | (None, None) => {}
            (Some(_), None) => more += 1,
            (None, Some(_)) => less += 1,
        }
    }
    let says_kind = |of: [Option<&str>; 3]| of[0].is_some() || of[2].is_some();
    match (more, less) {
        (0, 0) => Some((Fit::Same, 0)),
        // The word that says what kind of event it is must be common to both.
        (_, 0) if says_kind(own) => Some((Fit::Whole, more)),
        (0, _) if says_kind(given) => Some((Fit::Part, less)),
        _ => None,
    }
}

/// Log sources that an Elastic rule reads, best first, from its index patterns, tags and dataset values.
pub fn recognise_elastic(
    indexes: &[&str],
    tags: &[&str],
    datasets: &[&str],
) -> Vec<&'static LogSource> {
    let score = |source: &LogSource| -> Option<usize> {
        let of = &source.elastic;
        if datasets.iter().any(|d| of.datasets.contains(d)) {
            return Some(0);
        }
        if !datasets.is_empty() && !of.datasets.is_empty() {
            return None;
        }
        let best = indexes.iter().filter_map(|i| index_score(i, source)).min();
        let tagged = tags.iter().any(|t| of.tags.contains(t));
        match (best, tagged) {
            (Some(best), true) => Some(best),
            (Some(best), false) => Some(best + 1),
            (None, true) if indexes.is_empty() => Some(40),
            (None, _) => None,
        }
    };
    let mut found: Vec<_> =
        log_sources().iter().filter_map(|s| best(s, score).map(|score| (score, s))).collect();
    found.sort_by_key(|(score, _)| *score);
    // An agent's own index holds everything: beside an index that says what it holds it says nothing.
    if found.first().is_some_and(|((best, _), _)| *best < VAGUE) {
        found.retain(|((score, _), _)| *score < VAGUE);
    }
    found.into_iter().map(|(_, s)| s).collect()
}

/// Scores from here on are guesses.
const VAGUE: usize = 20;

/// Lower is surer: the same pattern, then one within the other; patterns of a whole agent say little.
fn index_score(given: &str, source: &LogSource) -> Option<usize> {
    let own = source.elastic.indexes.iter().enumerate();
    // An index of the user's own is no whole agent's, unless it is one that others are known to have.
    let shared = |own: &str| {
        let has = |s: &LogSource| s.elastic.indexes.contains(&own);
        source.own.is_none() || known_log_sources().iter().any(has)
    };
    own.filter_map(|(i, own)| {
        let vague = if !own.starts_with("logs-") && shared(own) { VAGUE } else { 0 };
        let fit = match (given.trim_end_matches('*'), own.trim_end_matches('*')) {
            (g, o) if g == o => 2,
            // A pattern of everything is not a pattern of anything in particular.
            (_, "logs-") => return None,
            (g, o) if g.starts_with(o) || (o.starts_with(g) && g.len() > "logs-".len()) => 6,
            _ => return None,
        };
        Some(fit + vague + i.min(3))
    })
    .min()
}

struct All {
    sources: Vec<LogSource>,
    by_id: FxHashMap<&'static str, usize>,
}

static ALL: OnceLock<All> = OnceLock::new();

/// The log sources as they are known without a configuration.
static KNOWN: LazyLock<Vec<LogSource>> = LazyLock::new(|| {
    let mut sources: Vec<_> = LOG_SOURCES.lines().map(source).collect();
    more::add(&mut sources);
    sources
});

/// Every log source as it is known without the user's configuration.
pub(crate) fn known_log_sources() -> &'static [LogSource] {
    &KNOWN
}

fn all() -> &'static All {
    ALL.get_or_init(|| {
        let sources = own::applied(&KNOWN);
        let by_id = sources.iter().enumerate().map(|(i, s)| (s.id, i)).collect();
        All { sources, by_id }
    })
}

/// Whether log sources were looked up already.
fn are_in_use() -> bool {
    ALL.get().is_some()
}

fn source(line: &'static str) -> LogSource {
    let mut cells = line.split('\t');
    let mut next = || cells.next().unwrap_or_default();
    let many = |cell: &'static str| table::list(cell, '|').collect::<Vec<_>>();
    let (id, concept) = (next(), next());
    let sigma = table::list(next(), '|').map(sigma).collect();
    let elastic = ElasticSource {
        integrations: many(next()),
        indexes: many(next()),
        datasets: many(next()),
        condition: crate::notation::parse(next(), "ecs").ok(),
        tags: many(next()),
    };
    let index_macro = Some(next()).filter(|m| !m.is_empty());
    let (sourcetypes, datamodels) = (many(next()), many(next()));
    let (panther, kusto) = (many(next()), many(next()));
    let (sources, codes, data_sources) = (many(next()), many(next()), many(next()));
    let splunk = SplunkSource {
        index_macro,
        sourcetypes,
        datamodels,
        sources,
        codes,
        tags: Vec::new(),
        data_sources,
    };
    LogSource { id, concept, sigma, elastic, splunk, panther, kusto, home_of: None, own: None }
}

fn sigma(cell: &'static str) -> SigmaSource {
    let mut words = cell.split('/').map(|w| Some(w).filter(|w| *w != "-"));
    let mut next = || words.next().flatten();
    SigmaSource { category: next(), product: next(), service: next() }
}
