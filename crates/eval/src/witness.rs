//! Witness events: for each predicate of a rule, events on which it decides.
//!
//! For each leaf the surroundings are made such that the leaf alone decides (siblings of an `and` hold, siblings of an
//! `or` fail), then the leaf's field gets values that pass and values that just miss. Two rules that mean different
//! things should differ on some of the events of one or the other.

mod solve;
mod values;

use crate::program::{Program, Setting};
use ruleglot_ir::{Expr, ExprKind, normalise};
use rustc_hash::FxHashSet;
use serde_json::{Value, json};
use solve::{Flat, Requirement, Wanted, key_of, leaf_values, require, solve};

/// Events made from a rule.
#[derive(Clone, Debug, Default)]
pub struct Witnesses {
    /// Events with flat dotted keys, each once.
    pub events: Vec<Value>,
    /// How many predicates the rule has.
    pub predicates: usize,
    /// For how many of them two events differ in that predicate's field alone and in the rule's answer.
    pub decisive: usize,
}

/// How much may be made.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    /// Values of one predicate.
    pub values: usize,
    /// Events in all.
    pub events: usize,
    /// Tries to make a predicate decide.
    pub attempts: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self { values: 400, events: 20_000, attempts: 6 }
    }
}

/// Events for this expression. One that cannot be run has none.
pub fn witnesses(expr: &Expr, setting: &Setting<'_>, budget: Budget) -> Witnesses {
    let normal = normalise(expr);
    let Ok(program) = Program::new(&normal, setting) else { return Witnesses::default() };
    let mut maker =
        Maker { program, setting, budget, seen: FxHashSet::default(), out: Witnesses::default() };
    maker.descend(&normal, &mut Vec::new());
    maker.push(json!({}));
    maker.out
}

struct Maker<'a> {
    program: Program,
    setting: &'a Setting<'a>,
    budget: Budget,
    seen: FxHashSet<String>,
    out: Witnesses,
}

impl Maker<'_> {
    /// Visits each leaf with what its surroundings must be for it to decide.
    fn descend<'e>(&mut self, expr: &'e Expr, around: &mut Vec<(&'e Expr, Wanted)>) {
        let (of, siblings): (&[Expr], Wanted) = match &expr.kind {
            ExprKind::Not(x) => return self.descend(x, around),
            ExprKind::Named { body, .. } => return self.descend(body, around),
            ExprKind::And(of) => (of, Wanted::True),
            ExprKind::Or(of) => (of, Wanted::False),
            ExprKind::AtLeast { n, of } => return self.descend_counted(*n as usize, of, around),
            ExprKind::Const(_) => return,
            _ => return self.leaf(expr, around),
        };
        let before = around.len();
        for i in 0..of.len() {
            around
                .extend(of.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, x)| (x, siblings)));
            self.descend(&of[i], around);
            around.truncate(before);
        }
    }

    /// One less than needed holds beside the child, which then decides.
    fn descend_counted<'e>(
        &mut self,
        n: usize,
        of: &'e [Expr],
        around: &mut Vec<(&'e Expr, Wanted)>,
    ) {
        let before = around.len();
        for i in 0..of.len() {
            let others = of.iter().enumerate().filter(|(j, _)| *j != i);
            around.extend(
                others
                    .enumerate()
                    .map(|(k, (_, x))| (x, if k + 1 < n { Wanted::True } else { Wanted::False })),
            );
            self.descend(&of[i], around);
            around.truncate(before);
        }
    }

    fn leaf(&mut self, leaf: &Expr, around: &[(&Expr, Wanted)]) {
        self.out.predicates += 1;
        for attempt in 0..self.budget.attempts {
            let mut requirements: Vec<Requirement<'_>> = vec![(leaf, Wanted::True)];
            around.iter().for_each(|(x, w)| require(x, *w, attempt, &mut requirements));
            let hit = solve(&requirements, attempt, self.setting);
            requirements[0].1 = Wanted::False;
            let miss = solve(&requirements, attempt, self.setting);
            let decides = self.vary(leaf, &hit, &miss, &requirements);
            if decides {
                self.out.decisive += 1;
                return;
            }
        }
    }

    /// Adds the events of one leaf in one surrounding; whether they show that it decides.
    fn vary(
        &mut self,
        leaf: &Expr,
        hit: &Flat,
        miss: &Flat,
        requirements: &[Requirement<'_>],
    ) -> bool {
        let mut answers =
            [self.push(Value::Object(hit.clone())), self.push(Value::Object(miss.clone()))];
        let mut decides = answers[0] != answers[1];
        let Some(key) = key_of(leaf).map(str::to_owned) else { return decides };
        let mut values = leaf_values(leaf, 0, self.setting);
        values.truncate(self.budget.values);
        let first = values.first().cloned().unwrap_or(json!("x"));
        values.extend([
            Value::Null,
            json!(""),
            json!([]),
            json!([null]),
            json!([first, "ruleglot"]),
            json!(0),
        ]);
        answers[0] = answers[0].or(answers[1]);
        for (i, value) in values.into_iter().enumerate() {
            // Other predicates about the same field keep their say for the first alternatives.
            if i > 0
                && i < 8
                && requirements.iter().filter(|(l, _)| key_of(l) == Some(&key)).count() > 1
            {
                let mut together = requirements.to_vec();
                together[0].1 = Wanted::True;
                let event = solve(&together, i, self.setting);
                decides |= self.push(Value::Object(event)) != answers[0];
            }
            let mut event = hit.clone();
            event.insert(key.clone(), value);
            let answer = self.push(Value::Object(event));
            decides |= answer.is_some() && answer != answers[0];
        }
        let mut without = hit.clone();
        without.remove(&key);
        decides | (self.push(Value::Object(without)) != answers[0])
    }

    /// Adds an event, once; the rule's answer, or `None` past the budget.
    fn push(&mut self, event: Value) -> Option<bool> {
        if self.out.events.len() >= self.budget.events {
            return None;
        }
        let answer = self.program.matches(&event);
        if self.seen.insert(event.to_string()) {
            self.out.events.push(event);
        }
        Some(answer)
    }
}
