//! `detection-rules/building-block-schedule`

use super::is;
use crate::elastic_rule::ElasticRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};
use std::time::Duration;

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "detection-rules/building-block-schedule",
        kind: Kind::OnRequest(Severity::Warning),
        what: "A building block does not say how far it looks back and how often it runs, looks back less \
              than 119 minutes, or runs more often than once an hour, and has no `bypass_bbr_timing`.",
        why: "Building blocks match much; run so often, they cost more than they tell. Elastic's loader \
              refuses them.",
        remedy: "Give it `from = \"now-119m\"` and `interval = \"60m\"` at least.",
        since: "0.1.0",
    },
    run: Run::Elastic(check),
};

fn check(rule: &ElasticRule<'_>, out: &mut Vec<Diagnostic>) {
    let bypassed = rule.metadata("bypass_bbr_timing").is_some_and(|n| is(n, "true"));
    if rule.is_deprecated() || !rule.is_building_block() || bypassed {
        return;
    }
    let told = |key: &str, least: u64, span: Option<Duration>| {
        let message = match rule.get(key) {
            None => format!("a building block has no `{key}`"),
            Some(_) if span.is_some_and(|s| s.as_secs() < least * 60) => {
                format!("the `{key}` of a building block is less than {least} minutes")
            }
            Some(_) => return None,
        };
        let finding = Diagnostic::warning(LINT.page.code, rule.key(key), message);
        Some(finding.with_help(format!("make it {least}m or more")))
    };
    out.extend(told("from", 119, rule.lookback()));
    out.extend(told("interval", 60, rule.interval()));
}
