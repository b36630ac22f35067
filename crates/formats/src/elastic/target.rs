//! What an Elastic rule with a KQL query can say: the query, then perhaps a threshold or new terms.

use ruleglot_ir::{
    Accept, Aggregate, Body, Dialect, ExprKind, Inequality, Legal, Literal, MeasureOp, MissingKey,
    Node, Position, Quant, Rows, Rule, Scalar, Stage, Subject, Target, Taxonomy, Test, Window,
};
use ruleglot_kuery::Kuery;
use ruleglot_kuery::ast::Query;

/// KQL inside an Elastic rule.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ElasticKuery;

/// Stages from here on are the rule's, not the query's.
const AFTER_QUERY: usize = 2;

impl Target for ElasticKuery {
    fn dialect(&self) -> Dialect {
        Dialect("kuery")
    }

    fn expr(&self, expr: &ExprKind, at: Position) -> Accept {
        if at.stage <= AFTER_QUERY { Kuery.expr(expr, at) } else { of_count(expr) }
    }

    fn stage(&self, stage: &Stage, index: usize) -> Accept {
        match stage {
            Stage::Aggregate(aggregate) if index == AFTER_QUERY => of_aggregate(aggregate),
            Stage::FirstSeen { key, .. } if index == AFTER_QUERY => of_first_seen(key),
            _ => Kuery.stage(stage, index),
        }
    }

    fn rewrites(&self) -> &'static [&'static str] {
        Kuery.rewrites()
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
    }
    match Legal::check(rule, &Kuery) {
        Ok(legal) => ruleglot_kuery::raise(&legal),
        // Accepted by our target, so by KQL too; should the two ever differ, the read-back will tell.
        Err(_) => Query { root: None },
    }
}
