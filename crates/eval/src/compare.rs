//! Two rules on the same events.

use crate::program::{Program, Setting, Unsupported};
use crate::witness::{Budget, witnesses};
use ruleglot_ir::{Expr, normalise};
use serde_json::Value;

/// How two expressions differ.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// Proved by structure: their normal forms are the same.
    pub equal: bool,
    /// Events that only the first matches.
    pub only_first: Vec<Value>,
    /// Events that only the second matches.
    pub only_second: Vec<Value>,
    /// Events that both match.
    pub both: usize,
    /// Events tried.
    pub events: usize,
}

impl Comparison {
    /// Whether no event told them apart.
    pub fn agrees(&self) -> bool {
        self.only_first.is_empty() && self.only_second.is_empty()
    }
}

/// Compares two expressions over fields of the same names: by structure, then on witness events of both.
///
/// # Errors
/// What cannot be run.
pub fn compare(
    first: &Expr,
    second: &Expr,
    setting: &Setting<'_>,
    budget: Budget,
) -> Result<Comparison, Vec<Unsupported>> {
    if normalise(first) == normalise(second) {
        return Ok(Comparison { equal: true, ..Comparison::default() });
    }
    let mut events = witnesses(first, setting, budget).events;
    events.extend(witnesses(second, setting, budget).events);
    compare_on(first, second, setting, &events)
}

/// Compares two expressions on given events.
///
/// # Errors
/// What cannot be run.
pub fn compare_on(
    first: &Expr,
    second: &Expr,
    setting: &Setting<'_>,
    events: &[Value],
) -> Result<Comparison, Vec<Unsupported>> {
    let (a, b) = (Program::new(first, setting)?, Program::new(second, setting)?);
    let mut out = Comparison { events: events.len(), ..Comparison::default() };
    for event in events {
        match (a.matches(event), b.matches(event)) {
            (true, false) => out.only_first.push(event.clone()),
            (false, true) => out.only_second.push(event.clone()),
            (true, true) => out.both += 1,
            (false, false) => {}
        }
    }
    Ok(out)
}
