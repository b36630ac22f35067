//! Rules with their conditions in front, where every part of the engine wants them.

use ruleglot_ir::{Body, Node, Pipeline, Rule, Stage, Target};
use ruleglot_translate::{ByKeys, Presented, present};

/// The rule with what only shows folded away.
pub(crate) fn flat(rule: &Rule, by_keys: ByKeys) -> Presented<'_> {
    let source = ruleglot_translate::recognise(rule).first().map(|r| r.source);
    let taxonomy = ruleglot_translate::taxonomy_of_rule(rule);
    present(rule, by_keys, &|field| {
        ruleglot_translate::is_always_there(source, taxonomy, &field.name)
    })
}

/// Its pipeline.
pub(crate) fn pipeline(rule: &Rule) -> Option<&Pipeline> {
    match &rule.body {
        Body::Pipeline(pipeline) => Some(pipeline),
        Body::Native(_) => None,
    }
}

/// Why a target cannot say a stage of which no single event tells.
pub(crate) fn why_not(stage: &Node<Stage>, target: &dyn Target) -> &'static str {
    match target.stage(&stage.kind, 1) {
        ruleglot_ir::Accept::No { why } => why,
        ruleglot_ir::Accept::Yes => "what it tests is made by more than one event",
    }
}
