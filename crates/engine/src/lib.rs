//! Finds rule files, reads, checks and translates them: what every front door shares.
//!
//! The only crate that touches the file system; it prints nothing.

mod accept;
mod against;
mod baseline;
mod check;
mod config;
mod context;
mod convert;
mod diff;
mod eval;
mod events;
mod explain;
mod field_map;
mod findings;
mod fix;
mod flat;
mod folder;
mod format;
mod git;
mod house;
mod input;
mod licence;
mod macros;
mod missing;
mod options;
mod output;
mod paste;
mod place;
mod plan;
mod read_back;
mod refusal;
mod replay;
mod report;
mod same;
mod scan;
mod side;
mod since;
mod sources;
mod target;
mod todo;
mod types;
mod usage;
mod uses;

pub use accept::{Accept, Accepts};
pub use against::{Against, Ledger, Worse};
pub use baseline::{BASELINE_NAME, Baseline, Entry, Held, fingerprint};
pub use check::{
    AttackRead, CheckOptions, Checked, FileFindings, House, RuleMark, Selection, check, check_all,
    check_scanned,
};
pub use config::{
    CONFIG_NAME, Config, Form, PathRules, Pattern, RuleSettings, TargetSettings, config_keys,
    config_schema,
};
pub use context::context;
pub use convert::{Converted, convert, verify_text};
pub use diff::{
    ChangeSummary, ChangedPredicate, Difference, MetadataChange, PredicateChanges, RuleChange,
    SinceReport, Witness, diff, diff_since,
};
pub use eval::{EvalLine, EvalOptions, Evaluated, eval_rule};
pub use events::parse_events;
pub use explain::{
    Alerting, AttackExplained, EventExplained, Explained, FieldExplained, Indicator, OutputField,
    Predicate, Role, ScheduleExplained, TechniqueExplained, explain,
};
pub use field_map::{FieldEntry, FieldName, field_entries};
pub use findings::{CheckReport, CheckSummary, FindingReport};
pub use fix::{FixMode, FixedFile, fixes};
pub use folder::{Change, Folder, FolderOptions, FolderPlan, LOCK_NAME, Layout, Stale, State};
pub use format::{Formatted, format_files, format_text};
pub use house::{HouseSettings, MetadataReport};
pub use input::{Candidate, Found, MOST_BYTES, discover, load};

pub use licence::Licences;
pub use macros::parse_macros;
pub use options::{ConvertOptions, DiffOptions};
pub use output::{replace_whole, write_whole};
pub use place::Place;
pub use plan::FieldsMode;
pub use replay::{Culprit, Disagreement, OwnEvents, Replay, Replayed, Stands, Who, replay};
pub use report::{
    Counted, Example, FieldCounts, FolderReport, LogSourceReport, NoteReport, Reason, Report,
    Requires, RuleReport, Summary, UnmappedField, UnrecognisedSource, UnusedAccept, VerifiedReport,
};
pub use ruleglot_eval::mapping::Schema;
pub use ruleglot_formats::Project;
pub use ruleglot_ir::{Assumption, Verdict};
pub use ruleglot_knowledge::{AttackRelease, IndexFields, Indexes, use_own_rows, use_own_sources};
pub use ruleglot_lint::{CodePage, codes, codes_of, families, nearest, page, secrets};
pub use ruleglot_spl::MacroTable;
pub use ruleglot_translate::{ByKeys, Wording};
pub use scan::{RuleDoc, ScanOptions, Scanned, scan, scan_one, scan_pasted, scan_text};
pub use since::since;
pub use sources::source_configuration;
pub use target::{TargetSpec, taxonomy_of};
pub use todo::{Hunted, Todo, todos};
pub use types::{field_names, schema_for, schema_of};
pub use usage::Usage;
pub use uses::Uses;
