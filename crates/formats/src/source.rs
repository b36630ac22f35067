//! Log sources on the way out: a rule's own where the target understands it, else what the knowledge says.

use ruleglot_ir::{
    About, Body, Expr, ExprKind, NativeSource, Pattern, Rule, Source, Stage, Subject, Test,
};
use ruleglot_knowledge::{
    AttackRelease, LogSource, log_source, recognise_elastic, recognise_sigma, tactic,
};
use smol_str::SmolStr;

/// What the rule reads, if it is a pipeline that reads one source.
pub(crate) fn of_rule(rule: &Rule) -> Option<&Source> {
    match &rule.body {
        Body::Pipeline(pipeline) => match &pipeline.first()?.kind {
            Stage::Read(source) => Some(source),
            _ => None,
        },
        Body::Native(_) => None,
    }
}

/// The log source that the rule reads: the recognised one, else the best guess from the source format's words.
pub(crate) fn known(rule: &Rule) -> Option<&'static LogSource> {
    let source = of_rule(rule)?;
    source.classes.iter().find_map(|class| log_source(&class.0)).or_else(|| guess(source, rule))
}

fn guess(source: &Source, rule: &Rule) -> Option<&'static LogSource> {
    let sigma = source.native.iter().find_map(|n| match &n.kind {
        NativeSource::Logsource { category, product, service } => {
            recognise_sigma(category.as_deref(), product.as_deref(), service.as_deref())
                .into_iter()
                .next()
        }
        _ => None,
    });
    sigma.or_else(|| {
        let indexes = indexes(source);
        let tags: Vec<&str> = rule.meta.tags.iter().map(SmolStr::as_str).collect();
        let datasets: Vec<&str> = datasets(rule).collect();
        recognise_elastic(&indexes, &tags, &datasets).into_iter().next()
    })
}

/// The index patterns that the rule names.
pub(crate) fn indexes(source: &Source) -> Vec<&str> {
    source
        .native
        .iter()
        .filter_map(|n| match &n.kind {
            NativeSource::IndexPattern(pattern) => Some(pattern.as_str()),
            _ => None,
        })
        .collect()
}

/// Values that the rule asks of the field that names the data set.
fn datasets(rule: &Rule) -> impl Iterator<Item = &str> {
    let consumed = of_rule(rule).map(|s| s.consumed.as_slice()).unwrap_or_default();
    let filters = match &rule.body {
        Body::Pipeline(pipeline) => pipeline.as_slice(),
        Body::Native(_) => &[],
    };
    let conjuncts = filters.iter().filter_map(|s| match &s.kind {
        Stage::Filter(expr) => Some(expr),
        _ => None,
    });
    let tops = conjuncts.flat_map(|e| match &e.kind {
        ExprKind::And(of) => of.as_slice(),
        _ => std::slice::from_ref(e),
    });
    consumed.iter().chain(tops).filter_map(dataset)
}

fn dataset(expr: &Expr) -> Option<&str> {
    let field = expr.field()?;
    let ExprKind::Test { subject: Subject::Value(_), test, .. } = &expr.kind else { return None };
    if !matches!(field.name.as_str(), "event.dataset" | "data_stream.dataset") {
        return None;
    }
    match test {
        Test::Text { any, .. } => any.first().and_then(Pattern::as_literal),
        Test::ByMapping(ruleglot_ir::ByMapping::Match { pattern, .. }) => pattern.as_literal(),
        _ => None,
    }
}

/// The rule's log source in Sigma's words.
pub(crate) fn of_sigma(rule: &Rule) -> Option<NativeSource> {
    let own =
        of_rule(rule)?.native.iter().find(|n| matches!(n.kind, NativeSource::Logsource { .. }));
    if let Some(own) = own {
        return Some(own.kind.clone());
    }
    let sigma = known(rule)?.sigma.first()?;
    let word = |w: Option<&'static str>| w.map(SmolStr::from);
    Some(NativeSource::Logsource {
        category: word(sigma.category),
        product: word(sigma.product),
        service: word(sigma.service),
    })
}

/// Whether a tag of Elastic's says only what the log source, the tactics or the kind of rule say too.
pub(crate) fn is_said_elsewhere(tag: &str, rule: &Rule) -> bool {
    if let Some(name) = tag.strip_prefix("Tactic: ") {
        let is = |id: &str, at| tactic(id, at).is_some_and(|t| t.name.eq_ignore_ascii_case(name));
        let of = |id: &SmolStr| is(id, AttackRelease::V18) || is(id, AttackRelease::V19);
        return rule.meta.tactics.iter().any(|t| of(&t.kind));
    }
    // The first two are said by other keys, the last of every rule.
    if matches!(
        tag,
        "Rule Type: BBR" | "Resources: Investigation Guide" | "Use Case: Threat Detection"
    ) {
        return true;
    }
    known(rule).is_some_and(|source| elastic_tags(source).iter().any(|t| t == tag))
}

/// Tags that Elastic's rules of a log source bear: domain, operating system, data sources.
pub(crate) fn elastic_tags(source: &LogSource) -> Vec<String> {
    let mut tags = Vec::new();
    let (domain, system) = match source.like().split('.').next().unwrap_or_default() {
        "windows" => (Some("Endpoint"), Some("Windows")),
        "linux" => (Some("Endpoint"), Some("Linux")),
        "macos" => (Some("Endpoint"), Some("macOS")),
        "aws" | "azure" | "gcp" | "okta" | "github" | "m365" | "o365" | "google_workspace"
        | "onelogin" | "duo" | "cloudflare" => (Some("Cloud"), None),
        "network" | "dns" | "zeek" | "proxy" | "firewall" => (Some("Network"), None),
        _ => (None, None),
    };
    tags.extend(domain.map(|d| format!("Domain: {d}")));
    tags.extend(system.map(|s| format!("OS: {s}")));
    tags.extend(
        source
            .elastic
            .tags
            .iter()
            .filter(|t| t.starts_with("Data Source: "))
            .map(|t| (*t).to_owned()),
    );
    tags
}

/// Whether what a key of a source format says is told with another part: where events come from with the log source,
/// how missing fields are suppressed with the suppression, the risk score with the risk.
pub(crate) fn is_told_elsewhere(key: &str) -> bool {
    matches!(
        key,
        "metadata.integration"
            | "rule.data_view_id"
            | "rule.related_integrations"
            | "rule.alert_suppression.missing_fields_strategy"
            | "data_source"
            | "datamodel"
            | "deployment.scheduling.*"
            | "tags.asset_type"
            | "tags.product"
            | "tags.required_fields"
            | "tags.risk_score.*"
            | "tags.security_domain"
    )
}

/// What a key of a source format is about.
pub(crate) fn about_key(key: &str) -> About {
    match key {
        "transform" | "rule.timeline_id" | "rule.timeline_title" => About::Text,
        "rule.max_signals"
        | "rule.exceptions_list"
        | "rule.actions"
        | "rule.response_actions"
        | "rule.throttle"
        | "rule.risk_score_mapping"
        | "rule.enabled" => About::Alerts,
        "rule.to" | "rule.timestamp_override" => About::Schedule,
        "rba" | "tags.message" | "tags.observable" | "drilldown_searches"
        | "enabled_by_default" => About::Alerts,
        key if key.starts_with("deployment.") => About::Schedule,
        key if key.starts_with("rule.alert_suppression") => About::Alerts,
        _ => About::Metadata,
    }
}
