//! Whether something written finds what a rule finds: the test of a hunt, which may find more and nothing less.

use super::Draft;
use crate::resolve::resolve;
use ruleglot_eval::{Budget, Program, Setting, witnesses};
use ruleglot_ir::Expr;
use serde_json::Value;

/// What running a rule and something written from it on the same events showed.
#[derive(Clone, Debug, Default)]
pub struct Lost {
    /// Events run.
    pub events: usize,
    /// Of them, those that the rule matches.
    pub matched: usize,
    /// Of those, in the target's view, what the written text does not find.
    pub lost: Vec<Value>,
}

impl Draft {
    /// Runs the rule of this draft, as it was read, and what was written from `other`, a weaker form of it, on events made
    /// from the rule. `None` when one of them cannot be run.
    pub fn lost_by(&self, other: &Self, written: Expr) -> Option<Lost> {
        let here = Setting { schema: &self.source_schema, now: self.now };
        let there = Setting { schema: &other.target_schema, now: self.now };
        let rule = Program::new(&self.source, &here).ok()?;
        let Some(pairs) = &self.pairs else {
            // Names are kept; what the target says of the log source is not in events made from the condition.
            let weaker = Program::new(&other.legalised, &there).ok()?;
            let events = witnesses(&self.source, &here, Budget::default()).events;
            return Some(run(&rule, &weaker, events.iter().map(|e| (e, e))));
        };
        let written = Program::new(&resolve(written, &other.target_schema).expr, &there).ok()?;
        Some(run(&rule, &written, pairs.iter().map(|(here, there)| (here, there))))
    }
}

fn run<'e>(
    rule: &Program,
    written: &Program,
    events: impl Iterator<Item = (&'e Value, &'e Value)>,
) -> Lost {
    let mut out = Lost::default();
    for (here, there) in events {
        out.events += 1;
        if rule.matches(here) {
            out.matched += 1;
            if !written.matches(there) {
                out.lost.push(there.clone());
            }
        }
    }
    out
}
