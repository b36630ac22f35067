//! A rule and its translation made ready to run, and the events as each of them sees them.

use super::OwnEvents;
use crate::Usage;
use crate::flat::as_run;
use crate::options::ConvertOptions;
use crate::plan::packages;
use crate::read_back::read_back;
use crate::scan::RuleDoc;
use crate::target::taxonomy_of_rule;
use crate::types::schema_for;
use ruleglot_eval::mapping::Schema;
use ruleglot_eval::{Program, Setting};
use ruleglot_ir::{Body, Expr};
use ruleglot_knowledge::LogSource;
use ruleglot_translate::{FieldsMode, parts, project, resolve};
use serde_json::Value;
use std::borrow::Cow;

/// One side, ready to run.
pub(super) struct Side {
    /// What it asks, mapping questions answered.
    pub(super) condition: Expr,
    program: Program,
    schema: Schema,
    now: i128,
}

impl Side {
    fn new(condition: Expr, packages: &[&str], options: &ConvertOptions) -> Result<Self, String> {
        let schema = schema_for(&condition, packages, options.schema.as_ref());
        let condition = resolve(condition, &schema).expr;
        let now = options.now;
        let program = Program::new(&condition, &Setting { schema: &schema, now })
            .map_err(|refused| refused.first().map_or_else(String::new, |u| u.why.clone()))?;
        Ok(Self { condition, program, schema, now })
    }

    /// Whether the event matches.
    pub(super) fn matches(&self, event: &Value) -> bool {
        self.program.matches(event)
    }

    /// Whether a part of the condition holds of the event.
    pub(super) fn holds(&self, part: &Expr, event: &Value) -> bool {
        let setting = Setting { schema: &self.schema, now: self.now };
        Program::new(part, &setting).is_ok_and(|p| p.matches(event))
    }
}

/// A rule and its translation.
pub(super) struct Sides {
    /// The rule as it was read.
    pub(super) source: Side,
    /// What was written, as its own front-end reads it.
    pub(super) target: Side,
}

impl Sides {
    /// Both, or why one of them cannot be run.
    pub(super) fn new(
        doc: &RuleDoc,
        text: &str,
        log_source: Option<&'static LogSource>,
        options: &ConvertOptions,
    ) -> Result<Self, String> {
        let rule = doc.read.rule.as_ref().ok_or("it cannot be read")?;
        let presented = as_run(rule);
        let Body::Pipeline(pipeline) = &presented.rule.body else {
            return Err("it has no condition".to_owned());
        };
        let packages = packages(log_source);
        Ok(Self {
            source: Side::new(parts(pipeline).1, packages, options)?,
            target: Side::new(read_back(text, &options.target)?.filters, packages, options)?,
        })
    }
}

/// The events as the translation of one rule sees them.
pub(super) enum Views<'a> {
    /// As the user says.
    Given(&'a [Value]),
    /// As they are: both sides have the same names.
    Same,
    /// As the field map makes them.
    Projected(&'static LogSource, &'static str),
}

impl Views<'_> {
    /// An event by its number and as the source sees it.
    pub(super) fn of<'e>(&'e self, number: usize, here: &'e Value) -> Cow<'e, Value> {
        match self {
            Self::Given(events) => Cow::Borrowed(events.get(number).unwrap_or(here)),
            Self::Same => Cow::Borrowed(here),
            Self::Projected(source, to) => Cow::Owned(project(here, Some(source), to)),
        }
    }

    /// Whether the field map makes them.
    pub(super) fn are_projected(&self) -> bool {
        matches!(self, Self::Projected(..))
    }
}

/// How the translation of a rule sees the events; `None` when its log source is not known.
///
/// # Errors
/// Events in names out of which the field map makes no others.
pub(super) fn views<'a>(
    doc: &RuleDoc,
    log_source: Option<&'static LogSource>,
    events: &'a OwnEvents,
    options: &ConvertOptions,
) -> Result<Option<Views<'a>>, Usage> {
    if let Some(target) = &events.target {
        return Ok(Some(Views::Given(target)));
    }
    let language = doc.read.language.unwrap_or_default();
    let from = doc.read.rule.as_ref().map_or("", |rule| taxonomy_of_rule(rule, language));
    let to = options.target.taxonomy();
    if from == to || options.fields == FieldsMode::Keep {
        return Ok(Some(Views::Same));
    }
    // Hubs are in the raw names, which Sigma's are.
    if from != "sigma" {
        let why = format!(
            "events in the names of {from} cannot be brought into those of {to}; give the same events in {to} with --target-events"
        );
        return Err(Usage::new(why));
    }
    let known = log_source.filter(|s| s.hub().is_some());
    Ok(known.map(|source| Views::Projected(source, to)))
}
