//! What a translation or a comparison is asked for.

use crate::accept::Accepts;
use crate::licence::Licences;
use crate::target::TargetSpec;
use ruleglot_eval::mapping::Schema;
use ruleglot_ir::Assumption;
use ruleglot_knowledge::{AttackRelease, Indexes};
use ruleglot_translate::{ByKeys, FieldsMode, Wording};
use std::sync::Arc;

/// How rules are to be translated.
pub struct ConvertOptions {
    /// Into what.
    pub target: TargetSpec,
    /// What becomes of field names.
    pub fields: FieldsMode,
    /// Assumptions that are granted.
    pub granted: Vec<Assumption>,
    /// The log source of bare queries and of rules whose own is not recognised.
    pub source: Option<String>,
    /// The types of the fields of the user's own indexes.
    pub schema: Option<Schema>,
    /// The user's own indexes, in which what is written must be.
    pub indexes: Arc<Indexes>,
    /// Losses that are accepted.
    pub accepts: Arc<Accepts>,
    /// The release of ATT&CK that is written.
    pub attack: AttackRelease,
    /// Licences of folders, as they were found.
    pub licences: Licences,
    /// What becomes of events that a grouping drops because they lack a key.
    pub by_keys: ByKeys,
    /// Which of several forms of a condition is written.
    pub wording: Wording,
    /// The present, for date math, in nanoseconds since the epoch.
    pub now: i128,
}

impl ConvertOptions {
    /// As the program translates without any option, at the beginning of the epoch.
    pub fn new(target: TargetSpec) -> Self {
        Self {
            target,
            fields: FieldsMode::Map,
            granted: vec![Assumption::MapMedium, Assumption::AsciiLetters],
            source: None,
            schema: None,
            indexes: Arc::default(),
            accepts: Arc::default(),
            attack: AttackRelease::V18,
            licences: Licences::default(),
            by_keys: ByKeys::Note,
            wording: Wording::Exact,
            now: 0,
        }
    }
}

/// How rules are compared.
pub struct DiffOptions {
    /// What is done with field names of different taxonomies.
    pub fields: FieldsMode,
    /// The log source of bare queries.
    pub source: Option<String>,
    /// The user's index mapping.
    pub schema: Option<Schema>,
    /// The present, for date math.
    pub now: i128,
}
