//! The way of one rule from what was read to what a target can say.

mod lost;

pub use lost::Lost;

use crate::legalise::{Facts, Loss, as_events_are, legalise, reads_by_mapping};
use crate::remap::native_condition;
use crate::resolve::{declared_types, resolve, type_conflicts};
use crate::verify::{Check, FieldCheck, Verified, verify};
use ruleglot_eval::mapping::Schema;
use ruleglot_ir::{
    About, Body, Effect, EventClass, Expr, Field, Legal, NativeSource, Node, Note, Refusal, Rule,
    Scalar, Source, Stage, Target, all_of,
};
use serde_json::Value;

/// What a translation starts from.
pub struct Request<'a> {
    /// The rule as its front-end read it.
    pub rule: &'a Rule,
    /// Types of the source's fields, for leaves that depend on them.
    pub source_schema: &'a Schema,
    /// The language to be written.
    pub target: &'static dyn Target,
    /// What becomes of field names.
    pub fields: &'a dyn FieldPlan,
    /// What is done where the target's usual words would lose letter case alone.
    pub loss: Loss,
    /// The present, for date math.
    pub now: i128,
}

/// What becomes of field names on the way.
pub trait FieldPlan {
    /// The condition in the target's names.
    fn remap(&self, expr: &Expr) -> Mapped;
    /// Types of the target's fields; `None` leaves them to what the condition itself implies.
    fn target_schema(&self, expr: &Expr) -> Option<Schema>;
    /// Whether the vendor writes each value of a target field in one spelling.
    fn is_canonical(&self, field: &Field) -> bool;
    /// Whether a target field never holds a list.
    fn is_single(&self, field: &Field) -> bool;
    /// The counterpart of a field that is only shown; `None` when it has none.
    fn map_shown(&self, field: &Field) -> Option<Field>;
}

/// A condition in the target's names.
#[derive(Clone, Debug)]
pub struct Mapped {
    /// The condition, predicates that only name the log source left out.
    pub expr: Expr,
    /// What the target states for the log source, to stand before the condition.
    pub condition: Vec<Expr>,
    /// What the target reads, in its own words; where there are none the rule's own stay.
    pub native: Vec<NativeSource>,
    /// The log source by which names were mapped.
    pub class: Option<EventClass>,
    /// What the field map lost or added.
    pub notes: Vec<Note>,
    /// Events as the source's and as the target's pipeline would make them, to check the field map by; `None` when names
    /// are kept.
    pub pairs: Option<Vec<(Value, Value)>>,
}

/// A rule on its way: everything that verification and the ledger need.
pub struct Draft {
    /// The rule that the target can say, or why it cannot.
    pub legal: Result<Legal<'static>, Vec<Refusal>>,
    /// Every difference so far.
    pub notes: Vec<Note>,
    source: Expr,
    condition: Vec<Expr>,
    /// What the target's own words for the log source say.
    named: Vec<Expr>,
    remapped: Expr,
    legalised: Expr,
    source_schema: Schema,
    /// Types of the target's fields, by which its text means what it means.
    pub target_schema: Schema,
    announced: Announced,
    /// Remapped and legalised in the spelling that is the same on every event of the log source.
    comparable: (Expr, Expr),
    pairs: Option<Vec<(Value, Value)>>,
    now: i128,
}

/// Effects that notes of each step announced.
#[derive(Clone, Copy, Default)]
struct Announced {
    fields: Effect,
    logic: Effect,
}

/// Takes a rule as far as the target's AST can take it. `None` for a rule without a condition to translate.
pub fn draft(request: &Request<'_>) -> Option<Draft> {
    let Body::Pipeline(pipeline) = &request.rule.body else { return None };
    let (read, filters) = parts(pipeline);
    let resolved = resolve(filters, request.source_schema);
    let mapped = request.fields.remap(&resolved.expr);
    // A field that the target's types do not have is of the type that its own tests need.
    let written = all_with(&mapped.condition, &mapped.expr);
    let types = request.fields.target_schema(&written).map(|t| t.or(declared_types(&written)));
    let unknown = Schema::default();
    let facts = Facts {
        schema: types.as_ref().unwrap_or(&unknown),
        canonical: &|field| request.fields.is_canonical(field),
        single: &|field| request.fields.is_single(field),
        loss: request.loss,
    };
    let legalised = legalise(mapped.expr.clone(), request.target, &facts);
    let comparable =
        (as_events_are(mapped.expr.clone(), &facts), as_events_are(legalised.expr.clone(), &facts));
    let announced = Announced { fields: joined(&mapped.notes), logic: joined(&legalised.notes) };
    let target_schema =
        types.unwrap_or_else(|| declared_types(&all_with(&mapped.condition, &legalised.expr)));
    let mut notes = [resolved.notes, mapped.notes, legalised.notes].concat();
    let classes = mapped.class.map_or_else(|| read.classes.clone(), |class| vec![class]);
    let named: Vec<Expr> = mapped.native.iter().filter_map(native_condition).collect();
    let native = natives(&read, mapped.native);
    let source = Source { classes, native, consumed: mapped.condition.clone() };
    let rule = rewritten(request.rule, pipeline, source, &legalised.expr);
    let rule = shown(rule, request.fields, &mut notes);
    let legal = Legal::check(rule, request.target).map_err(|(_, refused)| refused);
    let legal = legal.and_then(|legal| typed(legal, &legalised.expr, &target_schema));
    Some(Draft {
        legal,
        notes,
        source: resolved.expr,
        condition: mapped.condition,
        named,
        remapped: mapped.expr,
        legalised: legalised.expr,
        source_schema: request.source_schema.clone(),
        target_schema,
        announced,
        comparable,
        pairs: mapped.pairs,
        now: request.now,
    })
}

/// What the written rule reads; the first of the rule's own words says where they stood.
fn natives(read: &Source, written: Vec<NativeSource>) -> Vec<Node<NativeSource>> {
    if written.is_empty() {
        return read.native.clone();
    }
    let origin = read.native.first().map(|n| n.origin).unwrap_or_default();
    written.into_iter().map(|kind| Node { kind, origin }).collect()
}

fn all_with(condition: &[Expr], expr: &Expr) -> Expr {
    all_of(condition.iter().cloned().chain([expr.clone()]))
}

/// Fields that are only shown, in the target's names.
fn shown(mut rule: Rule, fields: &dyn FieldPlan, notes: &mut Vec<Note>) -> Rule {
    let mut without = Vec::new();
    let mut map = |field: &Field| {
        let mapped = fields.map_shown(field);
        if mapped.is_none() {
            without.push(field.to_string());
        }
        mapped
    };
    rule.alert.outputs = rule
        .alert
        .outputs
        .iter()
        .filter_map(|f| map(&f.kind).map(|kind| Node { kind, origin: f.origin }))
        .collect();
    rule.alert.group_by = rule
        .alert
        .group_by
        .iter()
        .filter_map(|s| match s {
            Scalar::Field(f) => map(f).map(Scalar::Field),
            other => Some(other.clone()),
        })
        .collect();
    if !without.is_empty() {
        let message = format!("no counterpart is known of the shown fields {}", without.join(", "));
        let at = rule.alert.outputs.first().map(|f| f.origin).unwrap_or_default();
        notes.push(Note::new(
            "translate/shown-field-not-mapped",
            Effect::PRESENTATION,
            About::Fields,
            at,
            message,
        ));
    }
    rule
}

/// What the pipeline reads, and all its filters as one condition.
pub fn parts(pipeline: &[Node<Stage>]) -> (Source, Expr) {
    let mut read = Source::default();
    let mut filters = Vec::new();
    for stage in pipeline {
        match &stage.kind {
            Stage::Read(source) => read = source.clone(),
            Stage::Filter(expr) => filters.push(expr.clone()),
            _ => {}
        }
    }
    (read, all_of(filters))
}

/// A language that reads by mapping cannot test one field as two types.
fn typed(
    legal: Legal<'static>,
    condition: &Expr,
    schema: &Schema,
) -> Result<Legal<'static>, Vec<Refusal>> {
    if !reads_by_mapping(legal.target()) {
        return Ok(legal);
    }
    let why =
        "this test needs another type of the field than its other tests, and an index gives it one";
    let refused: Vec<_> = type_conflicts(condition, schema)
        .into_iter()
        .map(|leaf| Refusal { origin: leaf.origin, why })
        .collect();
    if refused.is_empty() { Ok(legal) } else { Err(refused) }
}

fn joined(notes: &[Note]) -> Effect {
    notes.iter().fold(Effect::EXACT, |all, n| all.join(n.effect))
}

/// The rule with its first filter replaced, the others gone and every other stage kept.
fn rewritten(rule: &Rule, pipeline: &[Node<Stage>], source: Source, condition: &Expr) -> Rule {
    let mut condition = Some(condition.clone());
    let mut source = Some(source);
    let stages = pipeline.iter().filter_map(|stage| {
        let kind = match &stage.kind {
            Stage::Read(_) => Stage::Read(source.take()?),
            Stage::Filter(_) => Stage::Filter(condition.take()?),
            other => other.clone(),
        };
        Some(Node { kind, origin: stage.origin })
    });
    Rule { body: Body::Pipeline(stages.collect()), ..rule.clone() }
}

impl Draft {
    /// Holds what the target's front-end read back against what was meant.
    pub fn verify(&self, read_back: Expr) -> Verified {
        let read_back = resolve(read_back, &self.target_schema).expr;
        verify(&Check {
            remapped: &all_with(&self.condition, &self.remapped),
            comparable: (&self.comparable.0, &self.comparable.1),
            legalised: &all_with(&self.named, &all_with(&self.condition, &self.legalised)),
            read_back: &read_back,
            schema: &self.target_schema,
            announced: self.announced.logic,
            fields: self.pairs.as_deref().map(|events| FieldCheck {
                source: &self.source,
                schema: &self.source_schema,
                events,
                announced: self.announced.fields,
            }),
            now: self.now,
        })
    }
}

/// Names stay as they stand; only their taxonomy is the target's.
pub struct KeepNames {
    /// The target's taxonomy.
    pub taxonomy: &'static str,
}

impl FieldPlan for KeepNames {
    fn remap(&self, expr: &Expr) -> Mapped {
        let expr = crate::rename::to_taxonomy(expr.clone(), self.taxonomy);
        Mapped {
            expr,
            condition: Vec::new(),
            native: Vec::new(),
            class: None,
            notes: Vec::new(),
            pairs: None,
        }
    }

    fn target_schema(&self, _: &Expr) -> Option<Schema> {
        None
    }

    fn is_canonical(&self, _: &Field) -> bool {
        false
    }

    fn is_single(&self, _: &Field) -> bool {
        false
    }

    fn map_shown(&self, field: &Field) -> Option<Field> {
        Some(Field::known(self.taxonomy, field.name.clone()))
    }
}
