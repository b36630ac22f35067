//! Which log source a rule reads, from its own words.

use super::context::conjuncts;
use super::select::{Common, source_condition};
use ruleglot_ir::{Body, Expr, ExprKind, FieldRef, NativeSource, Rule, Stage, fields_of};
use ruleglot_knowledge::{LogSource, recognise_elastic, recognise_sigma};

/// A log source that a rule may read.
#[derive(Clone, Debug)]
pub struct Recognised {
    /// The log source.
    pub source: &'static LogSource,
    /// How many of the rule's conjuncts speak for it.
    pub agree: usize,
    /// Conjuncts that its events have in common and that the rule does not state.
    pub unstated: Vec<Expr>,
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
    let mut found = candidates(&native, rule, &stated);
    // Of those equally likely by name the one that the rule's own conditions speak for most; the sort is stable.
    found.sort_by_key(|r| std::cmp::Reverse(r.agree));
    found
}

fn candidates(native: &[&NativeSource], rule: &Rule, stated: &[&Expr]) -> Vec<Recognised> {
    for source in native {
        if let NativeSource::Logsource { category, product, service } = source {
            let named =
                recognise_sigma(category.as_deref(), product.as_deref(), service.as_deref());
            let found = named.into_iter();
            return found.map(|source| Recognised { source, agree: 0, unstated: vec![] }).collect();
        }
    }
    let indexes: Vec<&str> = native
        .iter()
        .filter_map(|n| match n {
            NativeSource::IndexPattern(p) => Some(p.as_str()),
            _ => None,
        })
        .collect();
    let tags: Vec<&str> = rule.meta.tags.iter().map(smol_str::SmolStr::as_str).collect();
    let datasets = datasets(stated);
    let named = recognise_elastic(&indexes, &tags, &datasets);
    named.into_iter().filter_map(|source| agreement(source, stated)).collect()
}

/// Values of the dataset that the rule states.
fn datasets<'e>(stated: &[&'e Expr]) -> Vec<&'e str> {
    let about = |name: &str| matches!(name, "data_stream.dataset" | "event.dataset");
    let of = stated.iter().filter_map(|x| super::context::words(x));
    of.filter(|w| about(&w.field.name)).flat_map(|w| w.words).collect()
}

/// How far the rule's conjuncts fit the log source; `None` when one of them holds of none of its events.
fn agreement(source: &'static LogSource, stated: &[&Expr]) -> Option<Recognised> {
    let common = Common::of(Some(source), "ecs");
    let mut agree = 0;
    for conjunct in stated {
        match common.says(conjunct) {
            Some(true) => agree += 2,
            Some(false) => return None,
            None => {}
        }
    }
    let condition = source_condition(Some(source), "ecs");
    let states = |wanted: &Expr| {
        stated.iter().any(|s| {
            let mut about = false;
            fields_of(s, &mut |f| {
                about |= matches!((f, wanted.field()), (FieldRef::Named(a), Some(b)) if a.name == b.name);
            });
            about && !matches!(s.kind, ExprKind::Not(_))
        })
    };
    let unstated: Vec<Expr> = condition.into_iter().filter(|w| !states(w)).collect();
    let agree = (agree + 8_usize).saturating_sub(unstated.len());
    Some(Recognised { source, agree, unstated })
}
