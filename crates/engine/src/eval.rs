//! Which events a rule matches.

use crate::flat::as_run;
use crate::scan::{RuleDoc, Scanned};
use crate::types::schema_for;
use ruleglot_eval::mapping::Schema;
use ruleglot_eval::{Program, Setting};
use ruleglot_ir::{Body, Expr, Stage, all_of};
use ruleglot_source::{Diagnostic, FileId};
use ruleglot_translate::parts;
use serde::Serialize;
use serde_json::Value;

/// How rules are run.
pub struct EvalOptions {
    /// The user's index mapping.
    pub schema: Option<Schema>,
    /// Hold events against the log source too.
    pub check_source: bool,
    /// The present, for date math, in nanoseconds since the epoch.
    pub now: i128,
}

/// One line of the answer.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum EvalLine {
    /// A rule on an event.
    Answer {
        /// Path of the rule's file.
        path: String,
        /// Number of the rule in its file.
        index: usize,
        /// Its id.
        id: Option<String>,
        /// Number of the event in the input, from 0.
        event: usize,
        /// Whether it matches.
        #[serde(rename = "match")]
        matches: bool,
    },
    /// A rule that has no query to run.
    Skipped {
        /// Path of the rule's file.
        path: String,
        /// Number of the rule in its file.
        index: usize,
        /// Its id.
        id: Option<String>,
        /// Why.
        skipped: String,
    },
}

/// What running one rule gave: lines for each event, or the findings that kept it from being run.
pub type Evaluated = Result<Vec<EvalLine>, Vec<(FileId, Diagnostic)>>;

/// Runs a rule on events.
pub fn eval_rule(
    file: &Scanned,
    rule: &RuleDoc,
    events: &[Value],
    options: &EvalOptions,
) -> Evaluated {
    let of_file = |d: &Diagnostic| (file.file.id, d.clone());
    let path = || file.file.path.clone();
    let id = rule.read.id().map(ToString::to_string);
    if rule.unreadable() {
        return Err(rule.read.diagnostics.iter().map(of_file).collect());
    }
    let presented = rule.read.rule.as_ref().map(|r| as_run(r));
    let Some(Body::Pipeline(pipeline)) = presented.as_ref().map(|p| &p.rule.body) else {
        let skipped = format!(
            "what a rule in {} detects is not run",
            rule.read.language.unwrap_or("this kind")
        );
        return Ok(vec![EvalLine::Skipped { path: path(), index: rule.index, id, skipped }]);
    };
    let folded = presented.as_ref().is_some_and(|p| p.obstacles.is_empty());
    let unrun = pipeline.iter().find(|s| !matches!(s.kind, Stage::Read(_) | Stage::Filter(_)));
    if let Some(stage) = unrun.filter(|_| !folded) {
        let obstacle = presented.as_ref().and_then(|p| p.obstacles.first());
        let stage = obstacle.unwrap_or(stage);
        let skipped =
            format!("its stage `{}` {}, which is not run yet", stage.kind, why(&stage.kind));
        return Ok(vec![EvalLine::Skipped { path: path(), index: rule.index, id, skipped }]);
    }
    let condition = condition(pipeline, options);
    let schema = schema_for(&condition, &[], options.schema.as_ref());
    let setting = Setting { schema: options.schema.as_ref().unwrap_or(&schema), now: options.now };
    let program = Program::new(&condition, &setting).map_err(|refused| {
        let finding = |u: &ruleglot_eval::Unsupported| {
            let at = u.origin.0.unwrap_or(rule.read.at());
            (file.file.id, Diagnostic::error("eval/not-run", at, u.why.clone()))
        };
        refused.iter().map(finding).collect::<Vec<_>>()
    })?;
    Ok(events
        .iter()
        .enumerate()
        .map(|(event, e)| EvalLine::Answer {
            path: path(),
            index: rule.index,
            id: id.clone(),
            event,
            matches: program.matches(e),
        })
        .collect())
}

fn condition(pipeline: &ruleglot_ir::Pipeline, options: &EvalOptions) -> Expr {
    let (source, filters) = parts(pipeline);
    // Predicates that name the log source still hold of raw events; a log source stated by name alone tests nothing.
    if options.check_source {
        all_of(source.consumed.into_iter().chain([filters]))
    } else {
        filters
    }
}

/// Why a stage is not run.
fn why(stage: &Stage) -> &'static str {
    match stage {
        Stage::Extend(_) | Stage::Extract(_) | Stage::Opaque(_) => {
            "does what only its own language knows"
        }
        Stage::Lookup(_) => "reads a table of the installation",
        _ => "looks at more than one event",
    }
}
