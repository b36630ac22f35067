//! When a rule runs: `interval` and `from`.

use super::forms;
use crate::value::Notation;
use ruleglot_document::Mapping;
use ruleglot_ir::Schedule;
use std::time::Duration;

/// Kibana's defaults. Elastic Security, "Create a rule via API": `interval` 5m, `from` now-6m.
pub(super) const DEFAULT: Schedule =
    Schedule { every: Duration::from_secs(300), lookback: Duration::from_secs(360) };

/// The schedule that the keys give; keys that are not understood count as absent. `None` when neither is there.
pub(super) fn read(rule: &Mapping, notation: Notation) -> Option<Schedule> {
    let text = |key| notation.text(rule.get(key)?);
    let every = text("interval").and_then(|t| forms::span(&t));
    let lookback = text("from").and_then(|t| forms::lookback(&t));
    if every.is_none() && lookback.is_none() {
        return None;
    }
    Some(Schedule {
        every: every.unwrap_or(DEFAULT.every),
        lookback: lookback.unwrap_or(DEFAULT.lookback),
    })
}

/// Whether the value of a schedule key is understood.
pub(super) fn is_understood(key: &str, text: &str) -> bool {
    match key {
        "interval" => forms::span(text).is_some(),
        _ => forms::lookback(text).is_some(),
    }
}
