//! Witness events: for each predicate of a rule, events on which it decides.
//!
//! For each leaf the surroundings are made such that the leaf alone decides (siblings of an `and` hold, siblings of an
//! `or` fail), then the leaf's field gets values that pass and values that just miss. Two rules that mean different
//! things should differ on some of the events of one or the other.

mod frame;
mod solve;
mod values;

use crate::program::{Program, Setting};
use crate::proof::is_settled;
use frame::Frame;
use ruleglot_ir::{Expr, ExprKind, Monotone, Scope, Subject, for_each_leaf, normalise};
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Value, json};
pub(crate) use solve::Wanted;
use solve::{Flat, Parts, Requirement, any_key, key_of, leaf_values, require, solve};
use std::rc::Rc;

/// Events made from a rule.
#[derive(Clone, Debug, Default)]
pub struct Witnesses {
    /// Events with flat dotted keys, each once.
    pub events: Vec<Value>,
    /// How many different predicates the rule has, those left out that others settle wherever they are asked: `b` of
    /// `a and (a or b)` never decides.
    pub predicates: usize,
    /// For how many of them two events differ in that predicate, in nothing beside it, and so in the rule's answer.
    pub decisive: usize,
}

/// How many values of a predicate are put beside one that other predicates about its field ask for.
const LISTS: usize = 100;

/// Events of one place at least, while there are any.
const LEAST: usize = 30;

fn leaves(expr: &Expr) -> usize {
    let mut count = 0;
    for_each_leaf(expr, Monotone::Up, &mut |_, _| count += 1);
    count
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
        Self { values: 6_000, events: 10_000, attempts: 6 }
    }
}

/// Events for this expression. One that cannot be run has none.
pub fn witnesses(expr: &Expr, setting: &Setting<'_>, budget: Budget) -> Witnesses {
    let normal = normalise(expr);
    if Program::new(&normal, setting).is_err() {
        return Witnesses::default();
    }
    let mut maker = Maker {
        parts: Parts::new(setting),
        budget,
        share: (budget.events / leaves(&normal).max(1)).max(LEAST),
        shown: 0,
        counts: 0,
        seen: FxHashSet::default(),
        fates: FxHashMap::default(),
        out: Witnesses::default(),
    };
    maker.descend(&normal, &mut Vec::new());
    maker.push(&json!({}));
    maker.count();
    maker.out
}

/// What was found of a predicate, over all the places where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    /// Others settle it.
    Settled,
    /// No two events were found.
    Open,
    /// Two events differ in it alone.
    Decides,
}

struct Maker<'a, 'e> {
    parts: Parts<'a>,
    budget: Budget,
    /// Events of one place at most, so that the last predicates of a long rule get theirs.
    share: usize,
    /// Events of the place at hand.
    shown: usize,
    /// Inside how many counts; which of their members hold is a choice of ours.
    counts: usize,
    seen: FxHashSet<String>,
    fates: FxHashMap<&'e Expr, Fate>,
    out: Witnesses,
}

/// A predicate where it stands, with what must be true around it for it to decide.
struct Place<'e> {
    leaf: &'e Expr,
    program: Rc<Program>,
    around: Vec<(Rc<Program>, Wanted)>,
    /// Whether events were seen in which it alone fails, and holds.
    fails: bool,
    holds: bool,
}

impl Place<'_> {
    fn see(&mut self, event: &Value) {
        if self.decides() {
            return;
        }
        let as_wanted = |(p, w): &(Rc<Program>, Wanted)| p.matches(event) == (*w == Wanted::True);
        let holds = self.program.matches(event);
        if (holds && self.holds) || (!holds && self.fails) || !self.around.iter().all(as_wanted) {
            return;
        }
        *if holds { &mut self.holds } else { &mut self.fails } = true;
    }

    fn decides(&self) -> bool {
        self.holds && self.fails
    }
}

impl<'e> Maker<'_, 'e> {
    /// Visits each leaf with what its surroundings must be for it to decide.
    fn descend(&mut self, expr: &'e Expr, around: &mut Vec<(&'e Expr, Wanted)>) {
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
    fn descend_counted(&mut self, n: usize, of: &'e [Expr], around: &mut Vec<(&'e Expr, Wanted)>) {
        let before = around.len();
        for i in 0..of.len() {
            let others = of.iter().enumerate().filter(|(j, _)| *j != i);
            around.extend(
                others
                    .enumerate()
                    .map(|(k, (_, x))| (x, if k + 1 < n { Wanted::True } else { Wanted::False })),
            );
            self.counts += 1;
            self.descend(&of[i], around);
            self.counts -= 1;
            around.truncate(before);
        }
    }

    fn leaf(&mut self, leaf: &'e Expr, around: &[(&'e Expr, Wanted)]) {
        let Some(mut place) = self.place(leaf, around) else { return };
        for attempt in 0..self.budget.attempts {
            self.shown = 0;
            let mut requirements: Vec<Requirement<'_>> = vec![(leaf, Wanted::True)];
            around.iter().for_each(|(x, w)| require(x, *w, attempt, &mut requirements));
            let hit = solve(&requirements, attempt, &self.parts);
            requirements[0].1 = Wanted::False;
            let miss = solve(&requirements, attempt, &self.parts);
            self.vary(&mut place, &hit, &miss, &requirements);
            if place.decides() {
                break;
            }
        }
        let fate = match place.decides() {
            true => Fate::Decides,
            false if self.counts == 0 && is_settled(leaf, around) => Fate::Settled,
            false => Fate::Open,
        };
        let best = self.fates.entry(leaf).or_insert(fate);
        *best = fate.max(*best);
    }

    fn place(&self, leaf: &'e Expr, around: &[(&'e Expr, Wanted)]) -> Option<Place<'e>> {
        let program = self.parts.program(leaf)?;
        let around = around
            .iter()
            .map(|(x, w)| Some((self.parts.program(x)?, *w)))
            .collect::<Option<_>>()?;
        Some(Place { leaf, program, around, fails: false, holds: false })
    }

    /// Adds the events of one leaf in one surrounding.
    fn vary(
        &mut self,
        place: &mut Place<'_>,
        hit: &Flat,
        miss: &Flat,
        requirements: &[Requirement<'_>],
    ) {
        // These two are for every predicate, whatever was spent on others.
        for event in [hit, miss] {
            let event = Value::Object(event.clone());
            self.push(&event);
            place.see(&event);
        }
        let Some(key) = key_of(place.leaf).map(str::to_owned).or_else(|| any_key(place.leaf))
        else {
            return;
        };
        // What is searched everywhere must not be there already.
        let everywhere = matches!(
            place.leaf.kind,
            ExprKind::Test { subject: Subject::Event(Scope::Values | Scope::DefaultFields), .. }
        );
        let hit = if everywhere { miss } else { hit };
        let mut values = leaf_values(place.leaf, 0, &self.parts);
        values.truncate(self.budget.values);
        let first = values.first().cloned().unwrap_or(json!("x"));
        let odd = [json!(""), json!([first, "ruleglot"]), Value::Null, json!([]), json!([null])];
        values.splice(1.min(values.len())..1.min(values.len()), odd);
        values.push(json!(0));
        let about = || requirements[1..].iter().filter(|(l, _)| key_of(l) == Some(&key));
        let shared = about().next().is_some();
        let others: Vec<_> = about().filter(|(_, w)| *w == Wanted::True).map(|(l, _)| *l).collect();
        let frame = Frame::of(&others, 0).filter(|_| !others.is_empty());
        for (i, value) in values.into_iter().enumerate() {
            // Other predicates about the same field keep their say for the first alternatives.
            if shared && (1..8).contains(&i) {
                let mut together = requirements.to_vec();
                together[0].1 = Wanted::True;
                let event = solve(&together, i, &self.parts);
                self.show(place, &Value::Object(event));
            }
            let with = |value: Value| {
                let mut event = hit.clone();
                event.insert(key.clone(), value);
                Value::Object(event)
            };
            if let Some(frame) = &frame {
                if let Value::String(text) = &value {
                    self.show(place, &with(frame.with(text)));
                }
                if i < LISTS {
                    self.show(place, &with(frame.beside(&value)));
                }
            }
            self.show(place, &with(value));
        }
        let mut without = hit.clone();
        without.remove(&key);
        self.show(place, &Value::Object(without));
    }

    /// Adds an event of one place, while there is budget for it.
    fn show(&mut self, place: &mut Place<'_>, event: &Value) {
        self.shown += 1;
        if self.shown <= self.share && self.out.events.len() < self.budget.events {
            self.push(event);
            place.see(event);
        }
    }

    /// Adds an event, once.
    fn push(&mut self, event: &Value) {
        if self.seen.insert(event.to_string()) {
            self.out.events.push(event.clone());
        }
    }

    fn count(&mut self) {
        let of = |fate: Fate| self.fates.values().filter(|f| **f == fate).count();
        self.out.decisive = of(Fate::Decides);
        self.out.predicates = self.out.decisive + of(Fate::Open);
    }
}
