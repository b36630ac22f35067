//! Telling what only shows from what decides.
//!
//! `stats … by`, `table`, `rename` and their like change how matches look; a condition on a measure is a threshold and
//! changes which there are. This step folds the first kind into the alert's shown fields and grouping and moves every
//! condition to the front, in the names of the events. What it cannot fold it leaves where it is, and says which stages.

mod columns;
mod facts;

use crate::present::columns::{Columns, Lost, Place};
use crate::present::facts::{always_valued, implies_value};
use ruleglot_ir::{
    About, Aggregate, Assumption, Body, Effect, Expr, ExprKind, Field, MissingKey, Node, Note,
    Origin, Rows, Rule, Scalar, Shape, Stage, all_of,
};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// What becomes of rows that a grouping drops because they lack a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ByKeys {
    /// They are kept, with a note that names the keys.
    #[default]
    Note,
    /// They are dropped by presence tests, which is exact.
    Require,
}

/// A rule whose conditions stand in front, as far as that can be done.
pub struct Presented<'a> {
    /// The rule: of a source and one filter, unless there are obstacles.
    pub rule: Cow<'a, Rule>,
    /// What was folded, and how it shows.
    pub notes: Vec<Note>,
    /// Stages that decide which rows there are in a way that no test of one event says.
    pub obstacles: Vec<Node<Stage>>,
}

/// Folds what only shows. `always` says which fields every event of the rule's log source has.
pub fn present<'a>(
    rule: &'a Rule,
    by_keys: ByKeys,
    always: &dyn Fn(&Field) -> bool,
) -> Presented<'a> {
    let unchanged =
        Presented { rule: Cow::Borrowed(rule), notes: Vec::new(), obstacles: Vec::new() };
    let Body::Pipeline(pipeline) = &rule.body else { return unchanged };
    let plain = |s: &Node<Stage>| match &s.kind {
        Stage::Read(_) => true,
        Stage::Filter(e) => !is_hook(e),
        _ => false,
    };
    if pipeline.iter().all(plain) {
        return unchanged;
    }
    let mut folding = Folding {
        by_keys,
        always,
        columns: Columns::default(),
        filters: Vec::new(),
        ordered: None,
        notes: Vec::new(),
        obstacles: BTreeSet::new(),
        keys: Vec::new(),
        multiplied: Vec::new(),
    };
    for (stage, node) in pipeline.iter().enumerate() {
        folding.stage(&node.kind, Place { stage, origin: node.origin });
    }
    folding.finish(rule, pipeline)
}

struct Folding<'a> {
    by_keys: ByKeys,
    always: &'a dyn Fn(&Field) -> bool,
    columns: Columns,
    /// In the names of the events, with the origin of their stage.
    filters: Vec<(Expr, Origin)>,
    /// A stage after which it matters which rows there are.
    ordered: Option<Place>,
    notes: Vec<Note>,
    /// Numbers of stages.
    obstacles: BTreeSet<usize>,
    /// Of the last grouping.
    keys: Vec<Scalar>,
    multiplied: Vec<Field>,
}

/// A filter that someone may define and nobody has: ESCU's `…_filter`.
fn is_hook(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Named { body, .. } if body.kind == ExprKind::Const(true))
}

impl Folding<'_> {
    fn stage(&mut self, kind: &Stage, stage: Place) {
        match kind {
            Stage::Read(_) => {}
            Stage::Filter(expr) if is_hook(expr) => self.hook(expr),
            Stage::Filter(expr) => self.filter(expr, stage),
            Stage::Extend(of) => {
                for (field, value) in of {
                    self.columns.extend(field, value, stage);
                }
            }
            Stage::Extract(of) => self.columns.extract(of, stage),
            Stage::Aggregate(of) => self.aggregate(of, stage),
            Stage::Project { keep, drop } => self.columns.project(keep, drop, stage),
            Stage::Rename(pairs) => self.columns.rename(pairs),
            Stage::Expand { field, limit: None } => self.multiplied.push(field.clone()),
            Stage::Distinct { by, missing, .. } => {
                if *missing == MissingKey::Drop {
                    self.require(by, stage);
                }
                self.shown_only(
                    "translate/duplicates-kept",
                    stage,
                    "only the first match of each key is shown",
                );
                self.ordered.get_or_insert(stage);
            }
            Stage::Sort(_) => {}
            Stage::Limit(n) => {
                let message = format!(
                    "only the first {n} rows come out of this search, all are matched here"
                );
                let note =
                    Note::logic("translate/limit-dropped", Effect::WIDER, stage.origin, message)
                        .with_remedy("leave the limit out of the search, or accept it");
                self.notes.push(note);
                self.ordered.get_or_insert(stage);
            }
            _ => self.obstacle(stage),
        }
    }

    fn obstacle(&mut self, at: Place) {
        self.obstacles.insert(at.stage);
    }

    /// The hook is empty here: nobody defined it.
    fn hook(&mut self, expr: &Expr) {
        let ExprKind::Named { name, .. } = &expr.kind else { return };
        let message =
            format!("the filter macro `{name}` has no definition here and is taken to be empty");
        let note = Note::new(
            "translate/filter-assumed-empty",
            Effect::PRESENTATION,
            About::Logic,
            expr.origin,
            message,
        )
        .with_remedy("give its definition with --macros if your site has one");
        self.notes.push(note);
    }

    fn filter(&mut self, expr: &Expr, stage: Place) {
        if let Some(ordered) = self.ordered {
            return self.obstacle(ordered);
        }
        match self.columns.substitute(expr) {
            Ok(expr) => {
                let touched = self.multiplied.iter().any(|f| implies_value(&expr, f));
                if touched {
                    return self.obstacle(stage);
                }
                self.filters.push((expr, stage.origin));
            }
            Err(Lost { by }) => self.obstacle(by.unwrap_or(stage)),
        }
    }

    fn aggregate(&mut self, of: &Aggregate, stage: Place) {
        let keys: Vec<Scalar> = of.by.iter().map(|k| k.of.clone()).collect();
        if of.rows == Rows::PerEvent {
            for (field, _) in &of.measures {
                self.columns.lose(&field.name, stage);
            }
            return;
        }
        if of.missing == MissingKey::Drop {
            self.require(&keys, stage);
        }
        if of.by.is_empty() {
            // Without a key there is one row, whether an event matches or not.
            return self.obstacle(stage);
        }
        self.keys = keys.iter().filter_map(|k| self.columns.value(k).ok()).collect();
        self.columns.group(of, stage);
        self.shown_only(
            "translate/grouping-shown",
            stage,
            "the grouping has no condition on its measures, so it only shows",
        );
    }

    fn shown_only(&mut self, code: &'static str, stage: Place, message: &str) {
        self.notes.push(Note::new(
            code,
            Effect::PRESENTATION,
            About::Alerts,
            stage.origin,
            message.to_owned(),
        ));
    }

    /// Rows without one of these values are dropped. They are named as the rule names them.
    fn require(&mut self, keys: &[Scalar], stage: Place) {
        let mut missing = Vec::new();
        let mut names = Vec::new();
        for key in keys {
            match self.columns.value(key) {
                Ok(value) if always_valued(&value, self.always) || self.required(&value) => {}
                Ok(value) => {
                    missing.push(value);
                    names.push(key.to_string());
                }
                Err(Lost { by }) => self.obstacle(by.unwrap_or(stage)),
            }
        }
        if missing.is_empty() {
            return;
        }
        if self.by_keys == ByKeys::Require {
            let tests = missing.into_iter().map(|what| Expr {
                kind: ExprKind::Is { what, shape: Shape::Valued },
                origin: stage.origin,
            });
            self.filters.push((all_of(tests), stage.origin));
            return;
        }
        let message =
            format!("the search drops events without {}, which match here", names.join(", "));
        let note = Note::logic("translate/by-key-missing", Effect::WIDER, stage.origin, message)
            .with_remedy("require them with --by-keys require, or grant by-keys-present")
            .assuming(Assumption::ByKeysPresent);
        self.notes.push(note);
    }

    fn required(&self, value: &Scalar) -> bool {
        let Scalar::Field(field) = value else { return false };
        self.filters.iter().any(|(expr, _)| implies_value(expr, field))
    }

    fn finish<'r>(self, rule: &'r Rule, pipeline: &[Node<Stage>]) -> Presented<'r> {
        if !self.obstacles.is_empty() {
            return Presented {
                rule: Cow::Borrowed(rule),
                notes: self.notes,
                obstacles: self.obstacles.iter().map(|i| pipeline[*i].clone()).collect(),
            };
        }
        let mut out = rule.clone();
        let origin = self.filters.first().map_or_else(Origin::default, |(_, origin)| *origin);
        let condition = all_of(self.filters.into_iter().map(|(expr, _)| expr));
        let read = pipeline.iter().filter(|s| matches!(s.kind, Stage::Read(_))).cloned();
        let filter = Node::new(Stage::Filter(condition), origin);
        out.body = Body::Pipeline(read.chain([filter]).collect());
        for field in self.columns.shown() {
            if !out.alert.outputs.iter().any(|known| known.kind == field.kind) {
                out.alert.outputs.push(field);
            }
        }
        let fields =
            self.keys.into_iter().filter(|k| matches!(k, Scalar::Field(f) if f.name != "_time"));
        out.alert.group_by.extend(fields);
        out.alert.group_by.dedup();
        Presented { rule: Cow::Owned(out), notes: self.notes, obstacles: Vec::new() }
    }
}
