//! What a rule means: the contract of `explain --format json`.

mod fields;
mod predicates;
mod roles;

use crate::flat::flat;
use crate::place::Place;
use crate::report::{LogSourceReport, NoteReport};
use crate::scan::{RuleDoc, Scanned};
use crate::target::taxonomy_of_rule;
use crate::types::schema_for;
use ruleglot_eval::mapping::Schema;
use ruleglot_ir::{Body, Expr, Pipeline, Rule, Scalar};
use ruleglot_knowledge::LogSource;
use ruleglot_translate::{ByKeys, recognise, resolve};
use serde::Serialize;

pub use fields::{AttackExplained, FieldExplained, TechniqueExplained};
pub use predicates::{EventExplained, Indicator, Predicate};
pub use roles::Role;

/// What a rule means.
#[derive(Clone, Debug, Serialize)]
pub struct Explained {
    /// Path of its file.
    pub path: String,
    /// Number in its file.
    pub index: usize,
    /// Its id.
    pub id: Option<String>,
    /// Its title.
    pub title: String,
    /// Format and language.
    pub from: String,
    /// Its stages, in the IR's readable notation.
    pub stages: Vec<String>,
    /// What it requires, positive and negative, in the order of the rule.
    pub predicates: Vec<Predicate>,
    /// Predicates that keep events out: negative conjuncts at the top.
    pub exclusions: Vec<Predicate>,
    /// Constants that it looks for.
    pub indicators: Vec<Indicator>,
    /// Kinds of events that it can fire on.
    pub events: Vec<EventExplained>,
    /// Fields shown with a match, with where that is said.
    pub output_fields: Vec<OutputField>,
    /// ATT&CK as claimed and as derived.
    pub attack: AttackExplained,
    /// The log source.
    pub log_source: Option<LogSourceReport>,
    /// Its fields in every taxonomy.
    pub fields: Vec<FieldExplained>,
    /// Macros that it needs.
    pub macros: Vec<String>,
    /// Look-ups that it needs.
    pub lookups: Vec<String>,
    /// When it runs.
    pub schedule: Option<ScheduleExplained>,
    /// What becomes of a match.
    pub alerting: Alerting,
    /// Its own tests.
    pub tests: usize,
    /// What reading it rests on.
    pub notes: Vec<NoteReport>,
    /// Rules that look for the same action; `null` until a corpus is given.
    pub same_action: Option<Vec<String>>,
}

/// A field shown with a match.
#[derive(Clone, Debug, Serialize)]
pub struct OutputField {
    /// The field.
    pub field: String,
    /// The key of the rule that names it.
    pub source: &'static str,
}

/// When a rule runs.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ScheduleExplained {
    /// Seconds between runs.
    pub every: u64,
    /// Seconds that a run looks back.
    pub lookback: u64,
}

/// What becomes of a match.
#[derive(Clone, Debug, Serialize)]
pub struct Alerting {
    /// Severity.
    pub severity: Option<String>,
    /// Risk score.
    pub risk: Option<u8>,
    /// `alert`, `signal` or `compliance`.
    pub class: &'static str,
    /// Fields by which alerts are grouped.
    pub group_by: Vec<String>,
    /// Seconds for which equal alerts are kept back.
    pub suppress: Option<u64>,
}

/// Explains a rule; `None` for one that could not be read.
pub fn explain(file: &Scanned, doc: &RuleDoc, source: Option<&str>) -> Option<Explained> {
    let rule = doc.read.rule.as_ref()?;
    let recognised = recognise(rule);
    let log_source = recognised
        .first()
        .map(|r| r.source)
        .or_else(|| source.and_then(ruleglot_knowledge::log_source));
    let taxonomy = taxonomy_of_rule(rule, doc.read.language.unwrap_or_default());
    let written = rule;
    let presented = flat(rule, ByKeys::Note);
    let rule = presented.rule.as_ref();
    let (_, condition, notes) = meaning(rule, log_source);
    let (stages, ..) = meaning(written, log_source);
    let found = predicates::of(&condition, &file.file);
    Some(Explained {
        path: file.file.path.clone(),
        index: doc.index,
        id: doc.read.id().map(ToString::to_string),
        title: doc.read.title().to_owned(),
        from: doc.from(),
        stages,
        events: predicates::events(&found.indicators, log_source.map(|s| s.id)),
        predicates: found.predicates,
        exclusions: found.exclusions,
        indicators: found.indicators,
        output_fields: output_fields(rule, doc),
        attack: fields::attack(rule),
        log_source: log_source.map(|s| LogSourceReport {
            id: s.id.to_owned(),
            chosen: crate::sources::chosen_by(
                s,
                if recognised.is_empty() { "--source" } else { "recognised" },
            ),
            also: recognised.iter().skip(1).map(|r| r.source.id.to_owned()).collect(),
        }),
        fields: fields::of(&condition, log_source, taxonomy),
        macros: doc.uses.macros.clone(),
        lookups: doc.uses.lookups.clone(),
        schedule: rule.schedule.map(|s| ScheduleExplained {
            every: s.every.as_secs(),
            lookback: s.lookback.as_secs(),
        }),
        alerting: alerting(rule),
        tests: rule.tests.len(),
        notes: notes
            .iter()
            .map(|n| NoteReport::new(n, n.origin.0.map(|at| Place::of(&file.file, at))))
            .collect(),
        same_action: None,
    })
}

/// Stages in readable notation, and the condition with mapping questions answered.
fn meaning(
    rule: &Rule,
    source: Option<&'static LogSource>,
) -> (Vec<String>, Expr, Vec<ruleglot_ir::Note>) {
    let Body::Pipeline(pipeline) = &rule.body else {
        return (Vec::new(), Expr::constant(true), Vec::new());
    };
    let (read, filters) = ruleglot_translate::parts(pipeline);
    let whole = ruleglot_ir::all_of(read.consumed.into_iter().chain([filters]));
    let packages = source.map_or(&[][..], |s| s.elastic.integrations.as_slice());
    let schema = schema_for(&whole, packages, None);
    let resolved = resolve(whole, &schema);
    (stages(pipeline, &schema), resolved.expr, resolved.notes)
}

fn stages(pipeline: &Pipeline, schema: &Schema) -> Vec<String> {
    let shown = |stage: &ruleglot_ir::Stage| match stage {
        ruleglot_ir::Stage::Filter(e) => format!("filter {}", resolve(e.clone(), schema).expr),
        other => other.to_string(),
    };
    pipeline.iter().map(|s| shown(&s.kind)).collect()
}

fn output_fields(rule: &Rule, doc: &RuleDoc) -> Vec<OutputField> {
    let (source, groups) = match doc.format.map(ruleglot_formats::Format::id) {
        Some("sigma") => ("fields", "group-by"),
        Some("splunk") if rule.alert.suppress.is_some() => ("search", "tags.throttling"),
        Some("splunk") => ("search", "by"),
        _ => ("investigation_fields", "alert_suppression"),
    };
    let shown =
        rule.alert.outputs.iter().map(|f| OutputField { field: f.kind.to_string(), source });
    let grouped = rule.alert.group_by.iter().filter_map(|s| match s {
        Scalar::Field(f) => Some(OutputField { field: f.to_string(), source: groups }),
        _ => None,
    });
    shown.chain(grouped).collect()
}

fn alerting(rule: &Rule) -> Alerting {
    use ruleglot_ir::Class;
    Alerting {
        severity: rule.meta.severity.map(|s| format!("{s:?}").to_lowercase()),
        risk: rule.meta.risk,
        class: match rule.meta.class {
            Some(Class::Signal) => "signal",
            Some(Class::Compliance) => "compliance",
            Some(Class::Alert) | None => "alert",
        },
        group_by: rule.alert.group_by.iter().map(ToString::to_string).collect(),
        suppress: rule.alert.suppress.map(|d| d.as_secs()),
    }
}
