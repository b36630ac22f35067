//! Fields from one taxonomy to another, through the hub of a log source.
//!
//! Two passes, into the hub and out of it, each rewriting only names of the taxonomy that it reads, so neither can go in
//! circles. Closed combinations of conjuncts go first, then leaves by field. What has no counterpart stays as it is, with
//! a note; predicates that say no more than the log source are taken out and stated again in the target's way.

mod context;
mod glob;
mod leaf;
mod ledger;
mod names;
mod outcome;
mod pass;
mod predicates;
mod read;
mod recognise;
mod select;
mod splunk;
mod write;

use ledger::Ledger;
use pass::{Direction, Pass};
use ruleglot_ir::{Expr, Monotone, NativeSource, Note};
use ruleglot_knowledge::{Hub, LogSource, SPLUNK_TA, Spelling};
use smol_str::SmolStr;

pub use names::{FieldName, map_name};
pub use recognise::{Recognised, recognise};
pub use select::source_condition;
pub use splunk::{native_condition, splunk_source};

pub(crate) use write::registry_number;

/// Values that events have in fields of Splunk's own.
pub(crate) fn splunk_values(source: &LogSource) -> Vec<(String, String)> {
    splunk::values(source)
}

/// The field and the words that a conjunct says it has.
pub(crate) fn conjunct_words(expr: &Expr) -> Option<(&str, Vec<&str>)> {
    context::words(expr).map(|w| (w.field.name.as_str(), w.words))
}

/// What is done with names of fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldsMode {
    /// Each becomes its counterpart in the target's taxonomy.
    Map,
    /// They stay as they are.
    Keep,
}

/// Which of several forms of a condition is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wording {
    /// The one that means the same.
    #[default]
    Exact,
    /// The one that rules of the target's own repository have, with a note of what it loses or adds.
    House,
}

/// How many fields were mapped how surely; each name of the source counts once, by its weakest use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FieldCounts {
    /// By entries that documents or the vendor's pipeline confirm.
    pub high: usize,
    /// By entries that only names and schemas speak for.
    pub medium: usize,
    /// By entries that may be wrong.
    pub low: usize,
    /// Not at all.
    pub unmapped: usize,
    /// By the user's own entries.
    pub yours: usize,
}

/// An expression in another taxonomy.
#[derive(Clone, Debug)]
pub struct Remapped {
    /// The expression; predicates of the log source are not in it.
    pub expr: Expr,
    /// The expression half-way, in the hub's names: what witness events are made from.
    pub hub: Expr,
    /// What was lost, added or guessed, as effects on the whole.
    pub notes: Vec<Note>,
    /// How the fields fared.
    pub fields: FieldCounts,
    /// Names without a counterpart, sorted.
    pub unmapped: Vec<SmolStr>,
    /// Conjuncts that said no more than the log source, as they were read.
    pub consumed: Vec<Expr>,
    /// What the target states for the log source, to stand before `expr`.
    pub condition: Vec<Expr>,
    /// What the target reads, in its own words; empty where it has none, and where names are kept.
    pub native: Vec<NativeSource>,
    /// The log source by which it was done.
    pub log_source: Option<&'static LogSource>,
}

/// The expression with its fields in taxonomy `to` (`"ecs"`, `"sigma"`, a hub's own), read as taxonomy `from`.
pub fn remap(
    expr: &Expr,
    log_source: Option<&'static LogSource>,
    from: &str,
    to: &str,
    mode: FieldsMode,
) -> Remapped {
    remap_worded(expr, log_source, (from, to), mode, Wording::Exact)
}

/// As [`remap`], in the wording of the target's own repository where that is wanted.
pub fn remap_worded(
    expr: &Expr,
    log_source: Option<&'static LogSource>,
    (from, to): (&str, &str),
    mode: FieldsMode,
    wording: Wording,
) -> Remapped {
    if mode == FieldsMode::Keep || from == to {
        let expr = names::retag(expr, |_| true, to);
        return Remapped {
            hub: expr.clone(),
            expr,
            notes: Vec::new(),
            fields: FieldCounts::default(),
            unmapped: Vec::new(),
            consumed: Vec::new(),
            condition: Vec::new(),
            native: Vec::new(),
            log_source,
        };
    }
    let selected = select::consume(expr, log_source, from);
    let mut ledger = Ledger::default();
    for missing in select::unstated(log_source, from, expr) {
        ledger.unstated(&missing, log_source.map_or("", |s| s.id), expr.origin);
    }
    let (hub_expr, expr) = match log_source.and_then(LogSource::hub) {
        Some(hub) => {
            let outward = (hub, log_source, wording);
            two_passes(&selected.rest, outward, (from, to), &mut ledger)
        }
        None => {
            ledger.all_unmapped(&selected.rest, to);
            (selected.rest.clone(), names::retag(&selected.rest, |id| id == from, to))
        }
    };
    for index in selected.consumed.iter().filter(|x| splunk::is_index(x)) {
        if !splunk::is_any_index(index) && !splunk::is_own_index(log_source, index) {
            ledger.index(index);
        }
    }
    selected.providers.iter().for_each(|said| ledger.provider(said));
    let native = match log_source {
        Some(source) if to == SPLUNK_TA => splunk_source(source),
        _ => Vec::new(),
    };
    let (notes, fields, unmapped) = ledger.close();
    let condition = source_condition(log_source, to);
    let consumed = selected.consumed;
    let hub = hub_expr;
    Remapped { expr, hub, notes, fields, unmapped, consumed, condition, native, log_source }
}

fn two_passes(
    expr: &Expr,
    (hub, source, wording): (&Hub, Option<&'static LogSource>, Wording),
    (from, to): (&str, &str),
    ledger: &mut Ledger,
) -> (Expr, Expr) {
    let raw = hub.taxonomy.as_str();
    let inward = Pass { hub, source, from, to: raw, direction: Direction::Inward, wording };
    let middle = if from == raw { expr.clone() } else { inward.run(expr, Monotone::Up, ledger) };
    let outward = Pass { hub, source, from: raw, to, direction: Direction::Outward, wording };
    let end = if to == raw { middle.clone() } else { outward.run(&middle, Monotone::Up, ledger) };
    (middle, names::retag(&end, |id| id == from || id == raw, to))
}

/// Whether a field holds one value at most.
pub fn is_single(log_source: Option<&LogSource>, taxonomy: &str, field: &str) -> bool {
    use ruleglot_knowledge::Multiplicity;
    let Some(hub) = log_source.and_then(LogSource::hub) else { return false };
    let one = |name: &str| hub.field(name).is_some_and(|f| f.many != Multiplicity::Many);
    let found = hub.readings(taxonomy, field);
    if found.is_empty() {
        return (taxonomy == "sigma" || taxonomy == hub.taxonomy) && one(field);
    }
    found.iter().all(|f| f.form.fallback.is_empty() && one(&f.hub))
}

/// Whether the vendor writes each value of a field in one spelling, so that its letter case tells no two events apart.
pub fn is_canonical(log_source: Option<&LogSource>, taxonomy: &str, field: &str) -> bool {
    use ruleglot_knowledge::Derivation;
    let Some(hub) = log_source.and_then(LogSource::hub) else { return false };
    let canonical = |name: &str| hub.field(name).is_some_and(|f| f.spelling == Spelling::Canonical);
    let found = hub.readings(taxonomy, field);
    if found.is_empty() {
        return outcome::outcome_field(hub, taxonomy, field)
            || ((taxonomy == "sigma" || taxonomy == hub.taxonomy) && canonical(field));
    }
    found.iter().all(|f| {
        matches!(f.form.of, Derivation::Values(_) | Derivation::Keyed(_))
            || (f.form.fallback.is_empty() && canonical(&f.hub))
    })
}
