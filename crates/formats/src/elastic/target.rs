//! What an Elastic rule with a KQL query can say: the query, then perhaps a threshold or new terms.

use super::dsl::{self, QueryDsl};
use ruleglot_ir::{
    Accept, Aggregate, Beside, Body, Dialect, Expr, ExprKind, Inequality, Legal, Literal,
    MeasureOp, MissingKey, Monotone, Node, Position, Quant, Rows, Rule, Scalar, Sign, Stage,
    Subject, Target, Taxonomy, Test, Window, all_of, children, for_each_leaf,
};
use ruleglot_kuery::Kuery;
use ruleglot_kuery::ast::Query;

/// KQL inside an Elastic rule.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ElasticKuery;

/// The name of a conjunct that stands in a filter.
const FILTER: &str = "rule.filters";

/// Stages from here on are the rule's, not the query's.
const AFTER_QUERY: usize = 2;

impl Target for ElasticKuery {
    fn dialect(&self) -> Dialect {
        Dialect("kuery")
    }

    fn expr(&self, expr: &ExprKind, at: Position) -> Accept {
        if at.stage > AFTER_QUERY {
            return of_count(expr);
        }
        match (Kuery.expr(expr, at), QueryDsl.expr(expr, at)) {
            (_, Accept::Yes) => Accept::Yes,
            (_, no) if matches!(expr, ExprKind::Test { test: Test::Matches(_), .. }) => no,
            (kuery, Accept::No { .. }) => kuery,
        }
    }

    fn stage(&self, stage: &Stage, index: usize) -> Accept {
        match stage {
            Stage::Aggregate(aggregate) if index == AFTER_QUERY => of_aggregate(aggregate),
            Stage::FirstSeen { key, .. } if index == AFTER_QUERY => of_first_seen(key),
            Stage::Filter(condition) if index < AFTER_QUERY => of_conjuncts(condition),
            _ => Kuery.stage(stage, index),
        }
    }

    fn beside(&self) -> Option<Beside> {
        let note = "KQL would lose something here: this part is written as a filter of the rule, in Query DSL";
        Some(Beside { first: &Kuery, second: &QueryDsl, name: FILTER, note })
    }

    fn rewrites(&self) -> &'static [&'static str] {
        Kuery.rewrites()
    }
}

/// Each conjunct stands whole in the query or in a filter.
fn of_conjuncts(condition: &Expr) -> Accept {
    let sound = |c: &Expr| in_filter(c).map_or_else(|| is_kuery(c), dsl::says);
    let mixed = !conjuncts(condition).iter().all(sound);
    // A leaf that neither says is refused at its own place.
    let said = |leaf: &Expr| dsl::says(leaf) || is_kuery(leaf);
    let mut each_said = true;
    for_each_leaf(condition, Monotone::Up, &mut |leaf, _| each_said &= said(leaf));
    accept((mixed && each_said).then_some(
        "neither the query nor a filter can say all of one alternative of this condition",
    ))
}

/// The conjuncts of a condition.
fn conjuncts(condition: &Expr) -> &[Expr] {
    match &condition.kind {
        ExprKind::And(of) => of,
        _ => std::slice::from_ref(condition),
    }
}

/// Whether KQL says all of it.
fn is_kuery(expr: &Expr) -> bool {
    let at = Position { stage: 1, sign: Sign::Holds };
    Kuery.expr(&expr.kind, at) == Accept::Yes && children(expr).all(is_kuery)
}

/// The conjuncts of a rule's condition that its filters say.
pub(super) fn filters(rule: &Rule) -> Vec<&Expr> {
    let Body::Pipeline(pipeline) = &rule.body else { return Vec::new() };
    let condition = pipeline.iter().take(AFTER_QUERY).find_map(|stage| match &stage.kind {
        Stage::Filter(condition) => Some(condition),
        _ => None,
    });
    condition.into_iter().flat_map(conjuncts).filter_map(in_filter).collect()
}

/// What a conjunct says, if it stands in a filter.
fn in_filter(conjunct: &Expr) -> Option<&Expr> {
    match &conjunct.kind {
        ExprKind::Named { name, body } if name == FILTER => Some(body),
        _ => None,
    }
}

fn accept(why: Option<&'static str>) -> Accept {
    why.map_or(Accept::Yes, |why| Accept::No { why })
}

fn is_field(scalar: &Scalar) -> bool {
    matches!(scalar, Scalar::Field(f) if matches!(f.taxonomy, Taxonomy::Known(_)))
}

fn of_aggregate(aggregate: &Aggregate) -> Accept {
    let counts = aggregate.measures.iter().all(|(_, m)| match m.op {
        MeasureOp::Rows => m.of.is_empty() && m.only.is_none(),
        MeasureOp::Distinct => m.only.is_none() && m.of.len() == 1 && m.of.iter().all(is_field),
        _ => false,
    });
    let distinct = aggregate.measures.iter().filter(|(_, m)| m.op == MeasureOp::Distinct).count();
    accept(match () {
        () if aggregate.missing != MissingKey::Drop && !aggregate.by.is_empty() => {
            Some("a threshold rule leaves out events without a field that it groups by")
        }
        () if aggregate.window != Window::Run => {
            Some("a threshold rule counts all that one run reads")
        }
        () if aggregate.rows != Rows::PerGroup => Some("a threshold rule gives one alert a group"),
        () if aggregate.by.len() > 5 => Some("a threshold rule groups by at most five fields"),
        () if !aggregate.by.iter().all(|k| is_field(&k.of)) => {
            Some("a threshold rule groups by fields only")
        }
        () if !counts => {
            Some("a threshold rule counts events and the values of a field, nothing else")
        }
        () if distinct > 1 => Some("a threshold rule counts the values of one field only"),
        () => None,
    })
}

fn of_first_seen(key: &[Scalar]) -> Accept {
    accept(match () {
        () if !(1..=3).contains(&key.len()) => Some("a new terms rule has one to three fields"),
        () if !key.iter().all(is_field) => Some("a new terms rule knows fields only"),
        () => None,
    })
}

/// The test of a measure: `>=` a whole number.
fn of_count(expr: &ExprKind) -> Accept {
    let plain = match expr {
        ExprKind::And(_) => true,
        ExprKind::Test {
            subject: Subject::Value(Scalar::Field(field)),
            quant: Quant::Any,
            test,
        } => {
            let bound = matches!(test, Test::Order { op: Inequality::Ge, bound: Literal::Number(n), .. }
                if matches!(n, ruleglot_ir::Number::Int(n) if *n >= 1));
            field.taxonomy == Taxonomy::Derived && bound
        }
        _ => false,
    };
    accept((!plain).then_some("a threshold rule asks for at least so many, nothing else"))
}

/// The KQL of a rule that [`ElasticKuery`] accepts: of its filters before the threshold or new terms.
pub(super) fn query(legal: &Legal<'_>) -> Query {
    let mut rule = Rule::bare(legal.rule().body.clone());
    if let Body::Pipeline(pipeline) = &mut rule.body {
        let own = |s: &Node<Stage>| matches!(s.kind, Stage::Aggregate(_) | Stage::FirstSeen { .. });
        let end = pipeline.iter().position(own).unwrap_or(pipeline.len());
        pipeline.truncate(end);
        for stage in pipeline {
            if let Stage::Filter(condition) = &mut stage.kind {
                let said = conjuncts(condition).iter().filter(|c| in_filter(c).is_none()).cloned();
                *condition = Expr { origin: condition.origin, ..all_of(said) };
            }
        }
    }
    match Legal::check(rule, &Kuery) {
        Ok(legal) => ruleglot_kuery::raise(&legal),
        // Accepted by our target, so by KQL too; should the two ever differ, the read-back will tell.
        Err(_) => Query { root: None },
    }
}
