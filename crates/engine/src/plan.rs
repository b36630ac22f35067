//! What becomes of the fields of one rule.

use crate::convert::ConvertOptions;
use crate::report::{FieldCounts, LogSourceReport};
use crate::scan::RuleDoc;
use crate::types::schema_for;
use ruleglot_eval::mapping::Schema;
use ruleglot_ir::{Expr, Field, Rule};
use ruleglot_translate::{FieldPlan, KeepNames, Mapped};
use serde_json::Value;

/// What is done with field names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldsMode {
    /// Each becomes its counterpart.
    Map,
    /// They stay as they are.
    Keep,
}

/// The plan for one rule.
pub struct Plan {
    /// Types of the source's fields.
    pub source_schema: Schema,
    /// The log source that fields are mapped by.
    pub log_source: Option<LogSourceReport>,
    keep: KeepNames,
}

impl Plan {
    /// The plan for a rule with this condition.
    pub fn new(_rule: &Rule, _doc: &RuleDoc, condition: &Expr, options: &ConvertOptions) -> Self {
        Self {
            source_schema: schema_for(condition, &[], options.schema.as_ref()),
            log_source: None,
            keep: KeepNames { taxonomy: options.target.taxonomy() },
        }
    }

    /// Fields by the confidence of their entries.
    pub fn counts(&self) -> FieldCounts {
        FieldCounts::default()
    }
}

impl FieldPlan for Plan {
    fn remap(&self, expr: &Expr) -> Mapped {
        self.keep.remap(expr)
    }

    fn target_schema(&self, expr: &Expr) -> Option<Schema> {
        self.keep.target_schema(expr)
    }

    fn is_canonical(&self, field: &Field) -> bool {
        self.keep.is_canonical(field)
    }

    fn event_pairs(&self, source: &Expr, mapped: &Expr) -> Option<Vec<(Value, Value)>> {
        self.keep.event_pairs(source, mapped)
    }
}
