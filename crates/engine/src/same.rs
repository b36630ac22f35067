//! Whether two readings of a rule mean the same, by proof alone: nothing is run.

use crate::scan::RuleDoc;
use ruleglot_eval::proved_same;
use ruleglot_ir::{Body, Expr, Stage, all_of};
use ruleglot_translate::parts;
use std::fmt::Write;

/// Whether two readings of a rule are proved to detect the same; what cannot be read is the same as what cannot.
pub(crate) fn same_meaning(a: &RuleDoc, b: &RuleDoc) -> bool {
    match (&a.read.rule, &b.read.rule) {
        (None, None) => true,
        (Some(a), Some(b)) if a.body == b.body => true,
        (Some(a), Some(b)) => match (condition(&a.body), condition(&b.body)) {
            (Some((a, a_rest)), Some((b, b_rest))) => a_rest == b_rest && proved_same(&a, &b),
            _ => false,
        },
        _ => false,
    }
}

/// What a rule asks of an event, and what stands beside that.
fn condition(body: &Body) -> Option<(Expr, String)> {
    let Body::Pipeline(pipeline) = body else { return None };
    let (read, filters) = parts(pipeline);
    let mut rest = String::new();
    for native in &read.native {
        let _ = writeln!(rest, "{}", native.kind);
    }
    for stage in pipeline.iter().skip(1) {
        if !matches!(stage.kind, Stage::Filter(_)) {
            let _ = writeln!(rest, "{}", stage.kind);
        }
    }
    Some((all_of(read.consumed.into_iter().chain([filters])), rest))
}
