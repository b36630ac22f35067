//! The report of `convert`: the contract of `--report FILE.json`, schema 1.
//!
//! Field by field it is documented in `docs/report.md`; every key is always there.

mod summary;

use crate::folder::{Change, State};
use crate::place::Place;
use crate::replay::Replayed;
use crate::uses::Uses;
use ruleglot_ir::{NativeSource, Note};
use serde::Serialize;
use std::collections::BTreeMap;

/// The whole report.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// Version of this contract.
    pub schema: u32,
    /// Name and version of the program.
    pub tool: String,
    /// Format of the input; `mixed` when there are several.
    pub from: String,
    /// Target.
    pub to: String,
    /// Counts.
    pub summary: Summary,
    /// Files that are no rules.
    pub skipped: Vec<String>,
    /// One entry for each rule document.
    pub rules: Vec<RuleReport>,
    /// The folder that was written to; `None` where there is none.
    pub folder: Option<FolderReport>,
}

/// What became of the files of a folder.
#[derive(Clone, Debug, Serialize)]
pub struct FolderReport {
    /// How many files by what became of them.
    pub files: BTreeMap<State, usize>,
    /// Files that were moved or removed, or that someone has to look at.
    pub changes: Vec<Change>,
}

impl FolderReport {
    /// Of these files.
    pub fn new(changes: &[Change]) -> Self {
        let mut files: BTreeMap<State, usize> = State::ALL.into_iter().map(|s| (s, 0)).collect();
        changes.iter().for_each(|c| *files.entry(c.state).or_default() += 1);
        let told = |c: &&Change| {
            c.state.is_for_people() || matches!(c.state, State::Moved | State::Removed)
        };
        Self { files, changes: changes.iter().filter(told).cloned().collect() }
    }
}

/// Counts over all rules.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Summary {
    /// Files looked at.
    pub files: usize,
    /// Files that are no rules.
    pub skipped: usize,
    /// Rules.
    pub rules: usize,
    /// Rules by verdict.
    #[serde(flatten)]
    pub verdicts: BTreeMap<&'static str, usize>,
    /// Notes that changed a verdict, most rules first.
    pub reasons: Vec<Reason>,
    /// Fields without an entry in the field map.
    pub unmapped_fields: Vec<UnmappedField>,
    /// Log sources that were not recognised.
    pub unrecognised_sources: Vec<UnrecognisedSource>,
    /// Macros without a definition.
    pub undefined_macros: Vec<Counted>,
    /// Look-ups without a table.
    pub undefined_lookups: Vec<Counted>,
    /// Licences, under the names that their rules state.
    pub licences: Vec<Counted>,
    /// Notes that the configuration accepts.
    pub accepted: usize,
    /// Entries of `[[convert.accept]]` that no rule needs.
    pub unused_accepts: Vec<UnusedAccept>,
}

/// An accepted loss that does not occur.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnusedAccept {
    /// Its code.
    pub code: String,
    /// Its line in the configuration.
    pub line: usize,
    /// Its column.
    pub column: usize,
}

/// A note's code with how many rules it concerns, accepted ones left out.
#[derive(Clone, Debug, Serialize)]
pub struct Reason {
    /// The code.
    pub code: &'static str,
    /// Its effect.
    pub effect: &'static str,
    /// How many rules.
    pub rules: usize,
    /// One of them.
    pub example: Example,
}

/// A note of one rule, for those of many.
#[derive(Clone, Debug, Serialize)]
pub struct Example {
    /// The rule's file.
    pub path: String,
    /// Its line there.
    pub line: Option<u32>,
    /// What differs.
    pub message: String,
}

/// A field without an entry in the field map.
#[derive(Clone, Debug, Serialize)]
pub struct UnmappedField {
    /// The field.
    pub field: String,
    /// The log source in which it was used.
    pub source: String,
    /// How many rules.
    pub rules: usize,
}

/// A log source that is not known.
#[derive(Clone, Debug, Serialize)]
pub struct UnrecognisedSource {
    /// As the rules name it.
    pub name: String,
    /// How many rules.
    pub rules: usize,
    /// The entry of a configuration that makes it known, to be completed.
    pub configuration: String,
}

/// A name with how many rules use it.
#[derive(Clone, Debug, Serialize)]
pub struct Counted {
    /// The name.
    pub name: String,
    /// How many rules.
    pub rules: usize,
}

/// One rule.
#[derive(Clone, Debug, Serialize)]
pub struct RuleReport {
    /// Path of its file as given.
    pub path: String,
    /// Number of the document in its file.
    pub index: usize,
    /// Its id.
    pub id: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Its licence.
    pub licence: Option<String>,
    /// Format and language it was read from: `elastic/kuery`.
    pub from: String,
    /// Format and language it was written in.
    pub to: String,
    /// The verdict, granted assumptions taken as true.
    pub verdict: &'static str,
    /// Files written, relative to `--out`; the first is the rule.
    pub outputs: Vec<String>,
    /// The page about it, relative to `--out`, when it was refused and pages were asked for.
    pub todo: Option<String>,
    /// The log source that fields were mapped by.
    pub log_source: Option<LogSourceReport>,
    /// The verdict with no assumption granted.
    pub verdict_strict: &'static str,
    /// What verification did.
    pub verified: VerifiedReport,
    /// How it and its result fared on the user's own events, when there were any and both could be run.
    pub replayed: Option<Replayed>,
    /// What the translation takes for granted about the data.
    pub assumes: Vec<String>,
    /// Fields by the confidence of their entries.
    pub fields: FieldCounts,
    /// What the installation must have.
    pub requires: Requires,
    /// Every difference.
    pub notes: Vec<NoteReport>,
    /// Names without a counterpart in the target, for the summary.
    #[serde(skip)]
    pub unmapped: Vec<String>,
    /// The log source in the rule's own words, for the summary.
    #[serde(skip)]
    pub source: Vec<NativeSource>,
    /// What the rule as read refers to, for the summary.
    #[serde(skip)]
    pub uses: Uses,
}

/// The log source of a rule.
#[derive(Clone, Debug, Serialize)]
pub struct LogSourceReport {
    /// The id.
    pub id: String,
    /// How it was chosen: `configuration` (it is your own, or you say something of it), `--source`, `recognised`.
    pub chosen: String,
    /// Others that fit.
    pub also: Vec<String>,
}

/// What verification did.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct VerifiedReport {
    /// The output is the input, byte for byte.
    pub identity: bool,
    /// Reading the output back was proved equal by structure.
    pub equal: bool,
    /// Events run.
    pub events: usize,
    /// Predicates of the rule.
    pub predicates: usize,
    /// Predicates for which two events differ in them alone and in the rule's answer.
    pub decisive: usize,
    /// Differences that no note announced.
    pub disagreements: usize,
}

/// Fields by the confidence of their entries.
#[derive(Clone, Copy, Debug, Default, Serialize)]
#[allow(missing_docs, reason = "the names say it")]
pub struct FieldCounts {
    pub high: usize,
    pub medium: usize,
    pub low: usize,
    pub unmapped: usize,
    pub yours: usize,
}

/// What the installation must have.
#[derive(Clone, Debug, Default, Serialize)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Requires {
    pub macros: Vec<String>,
    pub lookups: Vec<String>,
}

/// A difference.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NoteReport {
    /// Its code.
    pub code: &'static str,
    /// Its effect on the events that the rule matches.
    pub effect: &'static str,
    /// What it is about.
    pub about: &'static str,
    /// What differs.
    pub message: String,
    /// What can be done.
    pub remedy: Option<String>,
    /// The assumption that it rests on.
    pub assumes: Option<&'static str>,
    /// Why the user accepts it, from the configuration.
    pub accepted: Option<String>,
    /// Whether the assumption that it rests on is granted, so that it only shows.
    #[serde(skip)]
    pub granted: bool,
    /// Its place in the source.
    pub span: Option<Place>,
}

impl NoteReport {
    /// The note at its place.
    pub fn new(note: &Note, span: Option<Place>) -> Self {
        Self {
            code: note.code,
            effect: note.effect.verdict().word(),
            about: note.about.word(),
            message: note.message.clone(),
            remedy: note.remedy.as_ref().map(ToString::to_string),
            assumes: note.assumes.map(ruleglot_ir::Assumption::word),
            accepted: None,
            granted: false,
            span,
        }
    }
}

impl Report {
    /// The report over these rules.
    pub fn new(to: String, files: usize, skipped: Vec<String>, rules: Vec<RuleReport>) -> Self {
        let mut formats: Vec<&str> =
            rules.iter().filter_map(|r| r.from.split('/').next()).collect();
        formats.sort_unstable();
        formats.dedup();
        let from = match formats.as_slice() {
            [] => String::new(),
            [one] => (*one).to_owned(),
            _ => "mixed".to_owned(),
        };
        let tool = concat!("ruleglot ", env!("CARGO_PKG_VERSION")).to_owned();
        let summary = Summary::of(files, skipped.len(), &rules);
        Self { schema: 1, tool, from, to, summary, skipped, rules, folder: None }
    }
}
