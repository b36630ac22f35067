//! Rules with their conditions in front, where every part of the engine wants them.

use ruleglot_ir::{Accept, Node, Rule, Stage, Target};
use ruleglot_translate::{ByKeys, Presented, present};

/// The rule as it runs: what only shows folded away, events without a key dropped, nothing taken for granted.
pub(crate) fn as_run(rule: &Rule) -> Presented<'_> {
    present(rule, ByKeys::Require, &|_| false)
}

/// The rule with what only shows folded away; keys that every event of its log source has are not asked for.
pub(crate) fn flat(rule: &Rule, by_keys: ByKeys) -> Presented<'_> {
    let source = ruleglot_translate::recognise(rule).first().map(|r| r.source);
    let hub = source.and_then(ruleglot_knowledge::LogSource::hub);
    present(rule, by_keys, &|field| {
        let (Some(hub), Some(taxonomy)) = (hub, field.taxonomy.id()) else { return false };
        hub.read(taxonomy, &field.name).is_some_and(|found| hub.is_always_there(&found.hub))
    })
}

/// Why a target cannot say a stage of which no single event tells, in one clause.
pub(crate) fn why_not(stage: &Node<Stage>, target: &dyn Target) -> String {
    if let Stage::Opaque(opaque) = &stage.kind {
        let text = opaque.text.trim();
        if let Some(call) = text.strip_prefix('`').and_then(|t| t.strip_suffix('`')) {
            return format!("the macro `{call}` has no definition here");
        }
        let command = text.split_whitespace().next().unwrap_or(text);
        return format!("`{command}` is a command that only {} knows", opaque.dialect.0);
    }
    match target.stage(&stage.kind, 1) {
        Accept::No { why } => why.to_owned(),
        Accept::Yes => "what it tests is made by more than one event".to_owned(),
    }
}
