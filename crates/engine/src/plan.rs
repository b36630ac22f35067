//! What becomes of the fields of one rule.

use crate::options::ConvertOptions;
use crate::report::{FieldCounts, LogSourceReport};
use crate::sources::{
    about_source, about_taxonomy, chosen_by, is_home, narrowed, others_in_model, others_that_fit,
};
use crate::target::taxonomy_of_rule;
use crate::types::schema_for;
use ruleglot_eval::mapping::Schema;
use ruleglot_eval::{Budget, Setting, witnesses};
use ruleglot_ir::{
    Body, EventClass, Expr, ExprKind, Field, FieldRef, NativeSource, Note, Rule, all_of, fields_of,
};
use ruleglot_knowledge::{CIM, Fit, LogSource};
use ruleglot_translate::{
    FieldPlan, KeepNames, Mapped, Wording, event_pairs, is_canonical, is_single, map_name, parts,
    recognise, remap_worded,
};
use std::cell::RefCell;

pub use ruleglot_translate::FieldsMode;

/// The plan for one rule.
pub(crate) struct Plan<'a> {
    /// Types of the source's fields.
    pub source_schema: Schema,
    /// The log source that fields are mapped by.
    pub log_source: Option<LogSourceReport>,
    source: Option<&'static LogSource>,
    mode: FieldsMode,
    wording: Wording,
    from: &'static str,
    to: &'static str,
    keep: KeepNames,
    /// What a search that stays one reads, in its own words.
    own: OwnSource,
    yours: Option<&'a Schema>,
    now: i128,
    /// What there is to say of the log source.
    told: Vec<Note>,
    /// What mapping found, for the report.
    found: RefCell<Found>,
}

/// The source of a search that is written as a search again.
#[derive(Clone, Debug, Default)]
struct OwnSource {
    /// The names by which it is written.
    native: Vec<NativeSource>,
    /// What the search says of its source beside these names.
    condition: Vec<Expr>,
}

impl OwnSource {
    fn new(rule: &Rule) -> Self {
        let Body::Pipeline(pipeline) = &rule.body else { return Self::default() };
        let (read, _) = parts(pipeline);
        let native: Vec<NativeSource> = read.native.into_iter().map(|n| n.kind).collect();
        let mut own = Self { native, condition: Vec::new() };
        own.condition = read.consumed.into_iter().filter(|part| !own.says(part)).collect();
        own
    }

    /// Whether the names say what this part of the search says.
    fn says(&self, part: &Expr) -> bool {
        let by_macro = || self.native.iter().any(|n| matches!(n, NativeSource::Macro(_)));
        match &part.kind {
            ExprKind::Named { name, .. } => {
                self.native.contains(&NativeSource::Macro(name.clone()))
            }
            _ => !self.native.is_empty() && !by_macro() && is_sourcetype(part),
        }
    }

    /// A condition without what the names say.
    fn rest(&self, expr: Expr) -> Expr {
        match expr.kind {
            ExprKind::And(of) => all_of(of.into_iter().filter(|part| !self.says(part))),
            _ => expr,
        }
    }
}

fn is_sourcetype(expr: &Expr) -> bool {
    let (mut some, mut all) = (false, true);
    fields_of(expr, &mut |field| {
        some = true;
        all &= matches!(field, FieldRef::Named(f) if f.name == "sourcetype");
    });
    some && all && matches!(expr.kind, ExprKind::Test { .. } | ExprKind::Or(_))
}

/// How the fields of a rule fared.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    /// By confidence.
    pub counts: FieldCounts,
    /// Names without a counterpart.
    pub unmapped: Vec<String>,
}

impl<'a> Plan<'a> {
    /// The plan for a rule with this condition, written in `language`.
    pub(crate) fn new(
        rule: &Rule,
        language: Option<&str>,
        condition: &Expr,
        options: &'a ConvertOptions,
    ) -> Self {
        let recognised = recognise(rule);
        let named = options.source.as_deref().and_then(ruleglot_knowledge::log_source);
        let from = taxonomy_of_rule(rule, language.unwrap_or_default());
        // An Elastic rule states its log source by conditions, whose gaps remap tells.
        let others = |source| match from {
            "sigma" => others_that_fit(&recognised, source),
            CIM => others_in_model(&recognised, source),
            _ => Vec::new(),
        };
        // What the rule itself says goes first, unless it leaves open which of several it reads, or which provider's.
        let sure = recognised.first().filter(|r| r.fit != Fit::Part).map(|r| r.source);
        let sure = sure.filter(|source| others(source).is_empty());
        let named = named.filter(|n| sure.is_none_or(|s| is_home(n, s)));
        let source = named.or(sure).or(recognised.first().map(|r| r.source));
        let log_source = source.map(|s| LogSourceReport {
            id: s.id.to_owned(),
            chosen: chosen_by(s, if named.is_some() { "--source" } else { "recognised" }),
            also: recognised
                .iter()
                .map(|r| r.source.id)
                .filter(|id| *id != s.id)
                .map(str::to_owned)
                .collect(),
        });
        let yours = options.schema.as_ref();
        let to = options.target.taxonomy();
        let mut told = Vec::new();
        if let Some(source) = source.filter(|_| sure.is_none()) {
            told.extend(narrowed(rule, source, &others(source)));
        }
        if options.fields == FieldsMode::Map && from != to {
            told.extend(about_source(rule, source, (from, to), named.is_some()));
            told.extend(about_taxonomy(rule).filter(|_| from == "sigma"));
        }
        Self {
            source_schema: schema_for(condition, packages(source), yours),
            log_source,
            source,
            mode: options.fields,
            wording: options.wording,
            from,
            to,
            keep: KeepNames { taxonomy: to },
            own: if from == to { OwnSource::new(rule) } else { OwnSource::default() },
            yours,
            now: options.now,
            told,
            found: RefCell::default(),
        }
    }

    /// How the fields fared; known once they were mapped.
    pub(crate) fn found(&self) -> Found {
        self.found.borrow().clone()
    }
}

/// The integration packages of a log source.
pub(crate) fn packages(source: Option<&'static LogSource>) -> &'static [&'static str] {
    source.map_or(&[], |s| s.elastic.integrations.as_slice())
}

impl FieldPlan for Plan<'_> {
    fn remap(&self, expr: &Expr) -> Mapped {
        if self.mode == FieldsMode::Keep || self.from == self.to {
            let mut mapped = self.keep.remap(expr);
            mapped.expr = self.own.rest(mapped.expr);
            let OwnSource { native, condition } = self.own.clone();
            return Mapped { native, condition, ..mapped };
        }
        let names = (self.from, self.to);
        let mapped = remap_worded(expr, self.source, names, self.mode, self.wording);
        let counts = mapped.fields;
        *self.found.borrow_mut() = Found {
            counts: FieldCounts {
                high: counts.high,
                medium: counts.medium,
                low: counts.low,
                unmapped: counts.unmapped,
                yours: counts.yours,
            },
            unmapped: mapped.unmapped.iter().map(ToString::to_string).collect(),
        };
        // Without a hub no name is mapped, and how the log source's events look is not known.
        let pairs = self.source.and_then(LogSource::hub).map(|_| {
            let setting = Setting { schema: &Schema::default(), now: self.now };
            let events = witnesses(&mapped.hub, &setting, Budget::default()).events;
            let from = (self.from, mapped.consumed.as_slice());
            event_pairs(&mapped.hub, &events, self.source, from, self.to)
        });
        Mapped {
            expr: mapped.expr,
            condition: mapped.condition,
            native: mapped.native,
            class: mapped.log_source.map(|s| EventClass(s.id.into())),
            notes: mapped.notes.into_iter().chain(self.told.iter().cloned()).collect(),
            pairs,
        }
    }

    fn target_schema(&self, expr: &Expr) -> Option<Schema> {
        let known = || schema_for(expr, packages(self.source), self.yours);
        (self.mode == FieldsMode::Map || self.yours.is_some()).then(known)
    }

    fn is_canonical(&self, field: &Field) -> bool {
        self.mode == FieldsMode::Map && is_canonical(self.source, self.to, &field.name)
    }

    fn is_single(&self, field: &Field) -> bool {
        // Splunk keeps one value of each name that it extracts (transforms.conf, `MV_ADD = false`); JSON arrays are marked.
        let marks_lists = [ruleglot_spl::EVENTS, ruleglot_spl::DATA_MODELS].contains(&self.from);
        match self.mode {
            FieldsMode::Keep => marks_lists && !field.name.contains("{}"),
            FieldsMode::Map => is_single(self.source, self.to, &field.name),
        }
    }

    fn map_shown(&self, field: &Field) -> Option<Field> {
        if self.mode == FieldsMode::Keep || self.from == self.to {
            return self.keep.map_shown(field);
        }
        map_name(self.source, self.from, self.to, &field.name)
            .map(|found| Field::known(self.to, found.name))
    }
}
