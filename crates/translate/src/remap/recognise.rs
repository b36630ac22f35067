//! Which log source a rule reads, from its own words.

mod query;

use super::context::conjuncts;
use super::select::{Beside, Common, is_dataset, source_condition};
use super::splunk;
use ruleglot_ir::{
    Body, Expr, ExprKind, FieldRef, NativeSource, NativeValue, Rule, Stage, fields_of,
};
use ruleglot_knowledge::{Fit, LogSource, concept_has, fits_sigma, log_sources, recognise_elastic};

/// A log source that a rule may read.
#[derive(Clone, Debug)]
pub struct Recognised {
    /// The log source.
    pub source: &'static LogSource,
    /// Whether the rule reads this log source alone, as far as its words go.
    pub fit: Fit,
    /// How many of the rule's conjuncts speak for it.
    pub agree: usize,
    /// Fields of the rule that its events are not known to have.
    pub foreign: usize,
    /// Conjuncts that its events have in common and that the rule does not state.
    pub unstated: Vec<Expr>,
    /// Whether the rule names it among its data sources.
    pub hinted: bool,
}

/// Log sources of a rule, best first; none when it names none that is known.
pub fn recognise(rule: &Rule) -> Vec<Recognised> {
    let Body::Pipeline(pipeline) = &rule.body else { return Vec::new() };
    let Some(Stage::Read(read)) = pipeline.first().map(|s| &s.kind) else { return Vec::new() };
    let native: Vec<&NativeSource> = read.native.iter().map(|n| &n.kind).collect();
    let mut stated: Vec<&Expr> = Vec::new();
    read.consumed.iter().for_each(|x| conjuncts(x, &mut stated));
    for stage in pipeline {
        if let Stage::Filter(filter) = &stage.kind {
            conjuncts(filter, &mut stated);
        }
    }
    let mut found = candidates(&native, rule, (&read.consumed, &stated));
    let hints = data_sources(rule);
    // A data model does not say on which system its events arise; the data sources do.
    if native.iter().any(|n| matches!(n, NativeSource::Datamodel { .. })) {
        let systems = systems(&hints);
        found.retain(|r| {
            systems.is_empty() || r.source.system().is_none_or(|own| systems.contains(&own))
        });
    }
    for recognised in &mut found {
        recognised.hinted = is_hinted(recognised.source, &hints);
    }
    // What the rule names twice is what it reads. Of those equally likely by name the one that its own conditions speak for
    // most goes first; the sort is stable.
    found.sort_by_key(|r| {
        let twice = r.hinted && splunk::names(r.source, &native);
        (!twice, r.foreign, !r.hinted, r.fit, r.unstated.len(), std::cmp::Reverse(r.agree))
    });
    found
}

fn is_hinted(source: &LogSource, hints: &[&str]) -> bool {
    hints.iter().any(|name| source.splunk.is_data_source(name))
}

/// The operating systems of the data sources, as far as they tell.
fn systems(hints: &[&str]) -> Vec<&'static str> {
    let named = log_sources().iter().filter(|source| is_hinted(source, hints));
    named.filter_map(LogSource::system).collect()
}

fn candidates(
    native: &[&NativeSource],
    rule: &Rule,
    (consumed, stated): (&[Expr], &[&Expr]),
) -> Vec<Recognised> {
    for source in native {
        if let NativeSource::Logsource { category, product, service } = source {
            let named = fits_sigma(category.as_deref(), product.as_deref(), service.as_deref());
            let found = named.into_iter();
            return found
                .map(|(source, fit)| Recognised {
                    source,
                    fit,
                    agree: 0,
                    foreign: 0,
                    unstated: vec![],
                    hinted: false,
                })
                .collect();
        }
    }
    if let Some(taxonomy) = splunk::taxonomy(native, stated) {
        let said = splunk::Said { native, consumed, stated, hinted: &data_sources(rule) };
        let named = splunk::candidates(&said).into_iter();
        return named.filter_map(|source| agreement(source, taxonomy, stated)).collect();
    }
    let indexes: Vec<&str> = native.iter().filter_map(|n| n.index_pattern()).collect();
    let tags: Vec<&str> = rule.meta.tags.iter().map(smol_str::SmolStr::as_str).collect();
    let mut datasets = datasets(stated);
    if native.is_empty() {
        datasets.extend(query::datasets(stated));
    }
    let named = recognise_elastic(&indexes, &tags, &datasets);
    if named.is_empty() && native.is_empty() && datasets.is_empty() {
        return of_query(stated);
    }
    named
        .into_iter()
        .filter(|source| runs_on(source, &tags))
        .filter_map(|source| agreement(source, ECS, stated))
        .collect()
}

/// The log sources of a bare query, by its conditions.
fn of_query(stated: &[&Expr]) -> Vec<Recognised> {
    let said = |source: &'static LogSource| {
        let how = query::states(source, stated)?;
        let found = agreement(source, ECS, stated)?;
        (how == query::Stated::Surely || found.foreign == 0).then_some(found)
    };
    log_sources().iter().filter_map(said).collect()
}

/// The data sources that a rule of Security Content says it is for; some stand joined by `AND`.
fn data_sources(rule: &Rule) -> Vec<&str> {
    let value = rule.meta.native.iter().find(|(key, _)| key == "data_source").map(|(_, v)| v);
    let named: Vec<&str> = match value {
        Some(NativeValue::List(items)) => items.iter().filter_map(scalar).collect(),
        Some(one) => scalar(one).into_iter().collect(),
        None => Vec::new(),
    };
    named.into_iter().flat_map(|name| name.split(" AND ")).map(str::trim).collect()
}

fn scalar(value: &NativeValue) -> Option<&str> {
    match value {
        NativeValue::Text(text) => Some(text),
        _ => None,
    }
}

/// Whether a rule tagged for some operating systems may read the log source.
fn runs_on(source: &LogSource, tags: &[&str]) -> bool {
    let systems: Vec<&str> = tags.iter().filter_map(|tag| system(tag)).collect();
    let own = source_condition(Some(source), "ecs");
    let own = own.iter().filter_map(super::context::words).find(|w| w.field.name == "host.os.type");
    let Some(own) = own.filter(|_| !systems.is_empty()) else { return true };
    own.words.iter().any(|w| systems.iter().any(|s| s.eq_ignore_ascii_case(w)))
}

/// The operating system that a tag names; in older rules it is the name alone.
fn system(tag: &str) -> Option<&str> {
    match tag {
        "Linux" | "Windows" | "macOS" => Some(tag),
        _ => tag.strip_prefix("OS: "),
    }
}

/// Values of the dataset that the rule states.
fn datasets<'e>(stated: &[&'e Expr]) -> Vec<&'e str> {
    let of = stated.iter().filter_map(|x| super::context::words(x));
    of.filter(|w| is_dataset(&w.field.name)).flat_map(|w| w.words).collect()
}

const ECS: &str = "ecs";

/// Beginnings of names that every integration fills alike.
const EVERYWHERE: [&str; 6] = ["host.", "event.", "agent.", "data_stream.", "user.", "message"];

/// Fields that Splunk or every add-on fills.
const IN_EVERY_SEARCH: [&str; 9] =
    ["_time", "_raw", "host", "index", "source", "sourcetype", "dest", "user", "eventtype"];

fn everywhere(taxonomy: &str, name: &str) -> bool {
    match taxonomy {
        ECS => EVERYWHERE.iter().any(|p| name.starts_with(p)),
        _ => IN_EVERY_SEARCH.contains(&name),
    }
}

/// Fields, each once, that no entry of the log source has.
fn foreign(source: &LogSource, taxonomy: &str, common: &Common, stated: &[&Expr]) -> usize {
    let mut names: Vec<&str> = Vec::new();
    for conjunct in stated {
        fields_of(conjunct, &mut |f| {
            if let FieldRef::Named(f) = f
                && !names.contains(&f.name.as_str())
            {
                names.push(&f.name);
            }
        });
    }
    let hub = source.hub();
    let known = |name: &str| {
        everywhere(taxonomy, name)
            || common.has(name)
            || concept_has(source.concept, taxonomy, name)
            || hub.is_some_and(|h| h.read(taxonomy, name).is_some())
    };
    names.into_iter().filter(|n| !known(n)).count()
}

/// How far the rule's conjuncts fit the log source; `None` when one of them holds of none of its events.
fn agreement(source: &'static LogSource, taxonomy: &str, stated: &[&Expr]) -> Option<Recognised> {
    let common = Common::of(Some(source), taxonomy);
    let mut agree = 0;
    for conjunct in stated {
        match common.says(conjunct) {
            Some(true) => agree += 1,
            Some(false) => return None,
            None => {}
        }
    }
    let states = |wanted: &Expr| {
        stated.iter().any(|s| {
            let mut about = false;
            fields_of(s, &mut |f| {
                about |= matches!((f, wanted.field()), (FieldRef::Named(a), Some(b)) if a.name == b.name);
            });
            about && !matches!(s.kind, ExprKind::Not(_))
        })
    };
    let beside = Beside::new(Some(source), taxonomy, stated);
    let left = |words: &LogSource| -> Vec<Expr> {
        let condition = source_condition(Some(words), taxonomy).into_iter();
        condition.filter(|w| !states(w) && !beside.says(w)).collect()
    };
    let unstated = source.readings().map(left).min_by_key(Vec::len).unwrap_or_default();
    let fit = if unstated.is_empty() { Fit::Same } else { Fit::Part };
    let foreign = foreign(source, taxonomy, &common, stated);
    Some(Recognised { source, fit, agree, foreign, unstated, hinted: false })
}
