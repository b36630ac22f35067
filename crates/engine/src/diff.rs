//! Whether two rules mean the same.

mod metadata;
mod predicates;
mod since;

pub use metadata::MetadataChange;
pub use predicates::{ChangedPredicate, PredicateChanges};
pub use since::{ChangeSummary, RuleChange, SinceReport, diff_since};

use crate::flat::flat;
use crate::options::DiffOptions;
use crate::report::NoteReport;
use crate::scan::RuleDoc;
use crate::side::Comparable;
use crate::target::taxonomy_of_rule;
use ruleglot_eval::Unsupported;
use ruleglot_ir::{Body, Effect, Note, Sure};
use ruleglot_source::Diagnostic;
use ruleglot_translate::ByKeys;
use serde::Serialize;
use serde_json::Value;

/// The answer; the contract of `diff --format json`, schema 1.
#[derive(Clone, Debug, Serialize)]
pub struct Difference {
    /// Version of the contract.
    pub schema: u32,
    /// `same`, `narrower` (B matches less), `wider` (B matches more), `different`, `unknown`.
    pub verdict: &'static str,
    /// Proved, not only seen on events.
    pub proved: bool,
    /// Events run.
    pub events: usize,
    /// An event that tells them apart.
    pub witness: Option<Witness>,
    /// The predicates that came, went or changed, in the rules' own names where these are of one taxonomy.
    pub predicates: PredicateChanges,
    /// What else is said of one and not of the other.
    pub metadata: Vec<MetadataChange>,
    /// What the comparison rests on.
    pub notes: Vec<NoteReport>,
}

/// An event that tells two rules apart.
#[derive(Clone, Debug, Serialize)]
pub struct Witness {
    /// The event, as the first rule's pipeline would make it.
    pub event: Value,
    /// The same event as the second rule's pipeline would make it, where that differs.
    pub event_b: Option<Value>,
    /// Whether A matches it.
    pub a: bool,
    /// Whether B matches it.
    pub b: bool,
}

/// Compares two rules.
///
/// # Errors
/// Findings that keep one from being compared.
pub fn diff(
    a: &RuleDoc,
    b: &RuleDoc,
    options: &DiffOptions,
) -> Result<Difference, Vec<Diagnostic>> {
    let (first, second) = (side(a, options)?, side(b, options)?);
    let mut notes: Vec<Note> = [first.notes.clone(), second.notes.clone()].concat();
    notes.retain(|n| {
        n.effect != Effect::EXACT && n.assumes != Some(ruleglot_ir::Assumption::MapMedium)
    });
    let unsure =
        notes.iter().any(|n| n.effect.loses == Sure::Maybe && n.effect.adds == Sure::Maybe);
    let pairs = if first.taxonomy == second.taxonomy {
        own_events(&first, &second)
    } else {
        mapped_events(&first, &second)
    };
    let proved = ruleglot_eval::proved_same(&first.common, &second.common);
    let found = run(&first, &second, &pairs)
        .map_err(|u| u.iter().map(|u| not_run(u, a)).collect::<Vec<_>>())?;
    let verdict = match (found.lost, found.added) {
        (0, 0) if proved || !unsure => "same",
        (0, 0) => "unknown",
        (_, 0) => "narrower",
        (0, _) => "wider",
        _ => "different",
    };
    Ok(Difference {
        schema: 1,
        verdict,
        proved,
        events: pairs.len(),
        witness: found.witness,
        predicates: if first.taxonomy == second.taxonomy {
            PredicateChanges::between(&first.condition, &second.condition)
        } else {
            PredicateChanges::between(&first.common, &second.common)
        },
        metadata: said(a, b),
        notes: notes.iter().map(|n| NoteReport::new(n, None)).collect(),
    })
}

/// What is said of one rule and not of the other.
fn said(a: &RuleDoc, b: &RuleDoc) -> Vec<MetadataChange> {
    match (&a.read.rule, &b.read.rule) {
        (Some(a), Some(b)) => metadata::changes(a, b),
        _ => Vec::new(),
    }
}

fn not_run(refused: &Unsupported, a: &RuleDoc) -> Diagnostic {
    Diagnostic::error("eval/not-run", refused.origin.0.unwrap_or(a.read.at()), refused.why.clone())
}

fn side(doc: &RuleDoc, options: &DiffOptions) -> Result<Comparable, Vec<Diagnostic>> {
    let errors = || doc.read.diagnostics.clone();
    let rule = doc.read.rule.as_ref().filter(|_| !doc.unreadable()).ok_or_else(errors)?;
    // What every event of the log source has is not asked for: it tells no rules apart.
    let presented = flat(rule, ByKeys::Require);
    if let Some(stage) = presented.obstacles.first() {
        let at = stage.origin.0.unwrap_or(doc.read.at());
        let message =
            "this stage looks at more than one event, so the rules cannot be compared by events";
        return Err(vec![Diagnostic::error("eval/not-run", at, message)]);
    }
    let rule = presented.rule.as_ref();
    let Body::Pipeline(pipeline) = &rule.body else {
        let message = "what this rule detects is not read yet, so it cannot be compared";
        return Err(vec![Diagnostic::error("translate/no-query", doc.read.at(), message)]);
    };
    let taxonomy = taxonomy_of_rule(rule, doc.read.language.unwrap_or_default());
    Ok(Comparable::new(rule, pipeline, taxonomy, options))
}

/// Rules of one taxonomy see the same events.
fn own_events(first: &Comparable, second: &Comparable) -> Vec<(Value, Value)> {
    let events =
        [first.witnesses_of(&first.condition), second.witnesses_of(&second.condition)].concat();
    events.into_iter().map(|e| (e.clone(), e)).collect()
}

/// Rules of two taxonomies see one event of the hub, each as its own pipeline makes it.
fn mapped_events(first: &Comparable, second: &Comparable) -> Vec<(Value, Value)> {
    let mut pairs = first.pairs_with(&first.hub, &second.taxonomy);
    pairs.extend(first.pairs_with(&second.hub, &second.taxonomy));
    pairs
}

struct Found {
    lost: usize,
    added: usize,
    witness: Option<Witness>,
}

fn run(
    first: &Comparable,
    second: &Comparable,
    pairs: &[(Value, Value)],
) -> Result<Found, Vec<Unsupported>> {
    let a = ruleglot_eval::Program::new(&first.condition, &first.setting())?;
    let b = ruleglot_eval::Program::new(&second.condition, &second.setting())?;
    let mut found = Found { lost: 0, added: 0, witness: None };
    for (here, there) in pairs {
        let (a, b) = (a.matches(here), b.matches(there));
        found.lost += usize::from(a && !b);
        found.added += usize::from(b && !a);
        if a != b && found.witness.is_none() {
            let event_b = (here != there).then(|| there.clone());
            found.witness = Some(Witness { event: here.clone(), event_b, a, b });
        }
    }
    Ok(found)
}
