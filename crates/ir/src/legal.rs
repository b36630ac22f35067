//! Rules that a target can say.

use crate::origin::Dialect;
use crate::{Body, Expr, ExprKind, Origin, Pipeline, Rule, Stage};

/// Says whether a language can say a node where it stands. `translate::legalise` rewrites until nothing is refused.
pub trait Target: Sync {
    /// The language.
    fn dialect(&self) -> Dialect;
    /// Whether it can say this expression, children apart.
    fn expr(&self, expr: &ExprKind, at: Position) -> Accept;
    /// Whether it can say this stage.
    fn stage(&self, stage: &Stage, index: usize) -> Accept;
    /// Names of shared rewrites, in the order to be tried.
    fn rewrites(&self) -> &'static [&'static str];
    /// The two languages of a rule whose condition may be said in both, joined by "and"; `None` for most.
    fn beside(&self) -> Option<Beside> {
        None
    }
}

/// A condition in two languages: each of its conjuncts stands whole in one of them.
#[derive(Clone, Copy)]
pub struct Beside {
    /// The language of the query, in which people read it.
    pub first: &'static dyn Target,
    /// The other, for conjuncts that the first cannot say without a loss.
    pub second: &'static dyn Target,
    /// The name ([`ExprKind::Named`]) of a conjunct that is said in the second.
    pub name: &'static str,
    /// What is said of it.
    pub note: &'static str,
}

/// Where an expression stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Number of the stage.
    pub stage: usize,
    /// Under an odd number of `Not`s: `Fails`.
    pub sign: Sign,
}

/// Whether something must hold or must fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "said above")]
pub enum Sign {
    Holds,
    Fails,
}

impl Sign {
    /// The other.
    #[must_use]
    pub fn flip(self) -> Self {
        match self {
            Self::Holds => Self::Fails,
            Self::Fails => Self::Holds,
        }
    }
}

/// A target's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accept {
    /// It can be said.
    Yes,
    /// It cannot.
    No {
        /// Why, for people.
        why: &'static str,
    },
}

/// A rule that its target accepts throughout. Made by checking, not by rewriting, so that it can live here, below the
/// languages that take it, while `legalise` stays above them.
#[derive(Clone)]
pub struct Legal<'t> {
    rule: Rule,
    target: &'t dyn Target,
}

/// A node that a target cannot say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The place in the source.
    pub origin: Origin,
    /// Why.
    pub why: &'static str,
}

impl<'t> Legal<'t> {
    /// The rule, if the target accepts all of it.
    ///
    /// # Errors
    /// The rule back, with each node that is refused.
    pub fn check(rule: Rule, target: &'t dyn Target) -> Result<Self, (Box<Rule>, Vec<Refusal>)> {
        let mut refused = Vec::new();
        if let Body::Pipeline(pipeline) = &rule.body {
            refusals(pipeline, target, &mut refused);
        }
        if refused.is_empty() { Ok(Self { rule, target }) } else { Err((Box::new(rule), refused)) }
    }

    /// The rule.
    pub fn rule(&self) -> &Rule {
        &self.rule
    }

    /// The target that accepts it.
    pub fn target(&self) -> &'t dyn Target {
        self.target
    }
}

fn refusals(pipeline: &Pipeline, target: &dyn Target, out: &mut Vec<Refusal>) {
    for (stage, node) in pipeline.iter().enumerate() {
        record(target.stage(&node.kind, stage), node.origin, out);
        match &node.kind {
            Stage::Filter(e) => refusals_in(e, target, Position { stage, sign: Sign::Holds }, out),
            Stage::Union(branches) => branches.iter().for_each(|b| refusals(&b.body, target, out)),
            Stage::Sequence(q) => {
                q.steps
                    .iter()
                    .chain(q.until.as_deref())
                    .for_each(|s| refusals(&s.body, target, out));
            }
            Stage::Join { right, .. } => refusals(right, target, out),
            // Expressions inside measures are the target's to judge with the stage.
            _ => {}
        }
    }
}

fn refusals_in(expr: &Expr, target: &dyn Target, at: Position, out: &mut Vec<Refusal>) {
    record(target.expr(&expr.kind, at), expr.origin, out);
    match &expr.kind {
        ExprKind::Not(x) => refusals_in(x, target, Position { sign: at.sign.flip(), ..at }, out),
        ExprKind::InPipeline { pipeline, .. } => refusals(pipeline, target, out),
        _ => crate::children(expr).for_each(|x| refusals_in(x, target, at, out)),
    }
}

fn record(accept: Accept, origin: Origin, out: &mut Vec<Refusal>) {
    if let Accept::No { why } = accept {
        out.push(Refusal { origin, why });
    }
}
