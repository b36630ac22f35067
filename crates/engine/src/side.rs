//! One side of a comparison of two rules.

use crate::options::DiffOptions;
use crate::plan::packages;
use crate::types::schema_for;
use ruleglot_eval::mapping::Schema;
use ruleglot_eval::{Budget, Setting, witnesses};
use ruleglot_ir::{Expr, Note, Pipeline, Rule, all_of};
use ruleglot_knowledge::LogSource;
use ruleglot_translate::{FieldsMode, event_pairs, parts, recognise, remap, resolve};
use serde_json::Value;

/// One side of a comparison: its condition in its own names and in the hub's.
pub(crate) struct Comparable {
    /// The condition as read, mapping questions answered.
    pub(crate) condition: Expr,
    /// In the hub's names; as read when names are kept or no hub is known.
    pub(crate) hub: Expr,
    /// In a spelling that both sides share, to prove equality by.
    pub(crate) common: Expr,
    /// What reading it rests on.
    pub(crate) notes: Vec<Note>,
    /// The taxonomy of its names.
    pub(crate) taxonomy: String,
    /// What it says of its log source.
    said: Vec<Expr>,
    schema: Schema,
    source: Option<&'static LogSource>,
    now: i128,
}

impl Comparable {
    /// A rule of this taxonomy; `pipeline` is its body.
    pub(crate) fn new(
        rule: &Rule,
        pipeline: &Pipeline,
        taxonomy: &'static str,
        options: &DiffOptions,
    ) -> Self {
        let (read, filters) = parts(pipeline);
        let condition = all_of(read.consumed.into_iter().chain([filters]));
        let named = options.source.as_deref().and_then(ruleglot_knowledge::log_source);
        let source = recognise(rule).first().map(|r| r.source).or(named);
        let schema = schema_for(&condition, packages(source), options.schema.as_ref());
        let resolved = resolve(condition, &schema);
        let keep = options.fields == FieldsMode::Keep;
        // Both sides in Sigma's names, which are the hub's unless it says otherwise.
        let mapped = remap(&resolved.expr, source, taxonomy, "sigma", options.fields);
        let hub = if keep { resolved.expr.clone() } else { mapped.hub };
        let notes = [resolved.notes, mapped.notes].concat();
        let taxonomy = if keep { "kept" } else { taxonomy }.to_owned();
        Self {
            condition: resolved.expr,
            common: mapped.expr,
            hub,
            notes,
            taxonomy,
            said: mapped.consumed,
            schema,
            source,
            now: options.now,
        }
    }

    pub(crate) fn setting(&self) -> Setting<'_> {
        Setting { schema: &self.schema, now: self.now }
    }

    /// Events made from a condition.
    pub(crate) fn witnesses_of(&self, condition: &Expr) -> Vec<Value> {
        witnesses(condition, &self.setting(), Budget::default()).events
    }

    /// Events made from a condition in the hub's names, as this side and as the other side would see them.
    pub(crate) fn pairs_with(&self, hub: &Expr, to: &str) -> Vec<(Value, Value)> {
        let events = self.witnesses_of(hub);
        event_pairs(hub, &events, self.source, (&self.taxonomy, &self.said), to)
    }
}
