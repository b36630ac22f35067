//! One pass: the tree is walked once, each node with what stands around it.

use super::Wording;
use super::context::{conjuncts, settle};
use super::ledger::Ledger;
use super::predicates::{self, Plan};
use ruleglot_ir::{Expr, ExprKind, FieldRef, Monotone, fields_of};
use ruleglot_knowledge::{Found, Hub, LogSource};

/// Which way a pass goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// From a taxonomy into the hub.
    Inward,
    /// From the hub to a taxonomy.
    Outward,
}

/// A pass from one taxonomy to the next.
#[derive(Clone, Copy)]
pub(super) struct Pass<'h> {
    pub(super) hub: &'h Hub,
    pub(super) source: Option<&'static LogSource>,
    pub(super) from: &'h str,
    pub(super) to: &'h str,
    pub(super) direction: Direction,
    pub(super) wording: Wording,
}

/// Where a node stands.
pub(super) struct Place<'p, 'e> {
    /// How its events count for the whole.
    pub(super) at: Monotone,
    /// The conjuncts around it, all the way up.
    pub(super) around: &'p mut Vec<&'e Expr>,
    /// What matched predicates made of single nodes.
    pub(super) plan: &'p mut Plan,
}

impl<'h> Pass<'h> {
    pub(super) fn run(&self, expr: &Expr, at: Monotone, ledger: &mut Ledger) -> Expr {
        let (mut around, mut plan) = (Vec::new(), Plan::default());
        self.node(expr, &mut Place { at, around: &mut around, plan: &mut plan }, ledger)
    }

    /// The pass without anybody to tell what it cost.
    pub(super) fn silently(&self, expr: &Expr) -> Expr {
        self.run(expr, Monotone::Up, &mut Ledger::default())
    }

    /// Whether a form's condition is settled by what stands around its test and by the log source.
    pub(super) fn is_said(&self, found: &Found<'_>, around: &[&Expr]) -> bool {
        let Some(when) = &found.form.when else { return true };
        let mut known: Vec<Expr> = Vec::new();
        match self.direction {
            Direction::Outward => known.extend(around.iter().map(|x| (*x).clone())),
            Direction::Inward => {
                let about = |x: &&&Expr| self.is_about(x, when);
                known.extend(around.iter().filter(about).map(|x| self.silently(x)));
            }
        }
        // The rule's own words count before those of the log source.
        if let Some(common) = self.source.and_then(|s| self.hub.select(s.id)) {
            let mut of = Vec::new();
            conjuncts(&common.hub, &mut of);
            known.extend(of.into_iter().cloned());
        }
        settle(&known, when)
    }

    /// Whether a conjunct tests a field that the condition tests, by a form that needs no condition itself.
    fn is_about(&self, conjunct: &Expr, when: &Expr) -> bool {
        let Some(field) = conjunct.field() else { return false };
        let hub_name = match self.hub.read(self.from, &field.name) {
            Some(found) if found.form.when.is_none() => found.hub,
            Some(_) => return false,
            None => field.name.clone(),
        };
        let mut about = false;
        fields_of(when, &mut |f| {
            about |= matches!(f, FieldRef::Named(f) if f.name == hub_name);
        });
        about
    }

    /// The pass from the hub to the taxonomy that this one reads.
    pub(super) fn back(&self) -> Pass<'h> {
        let (hub, source) = (self.hub, self.source);
        let (direction, wording) = (Direction::Outward, Wording::Exact);
        Pass { hub, source, from: &hub.taxonomy, to: self.from, direction, wording }
    }

    fn node<'e>(&self, expr: &'e Expr, place: &mut Place<'_, 'e>, ledger: &mut Ledger) -> Expr {
        if let Some(planned) = place.plan.take(expr) {
            return planned;
        }
        let kind = match &expr.kind {
            ExprKind::Const(_) => return expr.clone(),
            ExprKind::Not(x) => {
                place.at = place.at.flip();
                let inner = self.node(x, place, ledger);
                place.at = place.at.flip();
                match inner.kind {
                    ExprKind::Const(b) => ExprKind::Const(!b),
                    // A leaf became its complement: there is no need to say so twice.
                    ExprKind::Not(twice) if !matches!(x.kind, ExprKind::Not(_)) => twice.kind,
                    _ => ExprKind::Not(Box::new(inner)),
                }
            }
            ExprKind::Named { name, body } => {
                let body = self.node(body, place, ledger);
                match body.kind {
                    ExprKind::Const(_) => return body,
                    _ => ExprKind::Named { name: name.clone(), body: Box::new(body) },
                }
            }
            ExprKind::And(of) => self.and(expr, of, place, ledger),
            ExprKind::Or(of) => self.or(expr, of, place, ledger),
            ExprKind::AtLeast { n, of } => {
                let of = of.iter().map(|x| self.node(x, place, ledger)).collect();
                ExprKind::AtLeast { n: *n, of }
            }
            _ => return self.leaf(expr, place, ledger),
        };
        Expr { kind, origin: expr.origin }
    }

    fn and<'e>(
        &self,
        expr: &'e Expr,
        of: &'e [Expr],
        place: &mut Place<'_, 'e>,
        ledger: &mut Ledger,
    ) -> ExprKind {
        let before = place.around.len();
        conjuncts(expr, place.around);
        predicates::match_all(self, expr, place, ledger);
        let of: Vec<Expr> = of.iter().map(|x| self.node(x, place, ledger)).collect();
        place.around.truncate(before);
        joined(of, true)
    }

    fn or<'e>(
        &self,
        expr: &'e Expr,
        of: &'e [Expr],
        place: &mut Place<'_, 'e>,
        ledger: &mut Ledger,
    ) -> ExprKind {
        predicates::match_any(self, expr, place, ledger);
        let of: Vec<Expr> = of.iter().map(|x| self.node(x, place, ledger)).collect();
        joined(of, false)
    }
}

/// A junction without its neutral parts; constant when a part decides it. Nothing else is changed: authors' structure
/// stays.
fn joined(of: Vec<Expr>, neutral: bool) -> ExprKind {
    let constant = |b| ExprKind::Const(b);
    if of.iter().any(|x| x.kind == constant(!neutral)) {
        return constant(!neutral);
    }
    let mut of: Vec<Expr> = of.into_iter().filter(|x| x.kind != constant(neutral)).collect();
    match of.len() {
        0 => constant(neutral),
        1 => of.remove(0).kind,
        _ if neutral => ExprKind::And(of),
        _ => ExprKind::Or(of),
    }
}
