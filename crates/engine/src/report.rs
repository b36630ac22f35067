//! The report of `convert`: the contract of `--report FILE.json`, schema 1.
//!
//! Field by field it is documented in `docs/report.md`; every key is always there.

use crate::house::MetadataReport;
use crate::place::Place;
use crate::sources::source_configuration;
use crate::uses::Uses;
use ruleglot_ir::{NativeSource, Note, Verdict};
use serde::Serialize;
use serde_json::Value;
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
}

/// A note's code with how many rules it concerns.
#[derive(Clone, Debug, Serialize)]
pub struct Reason {
    /// The code.
    pub code: &'static str,
    /// Its effect.
    pub effect: &'static str,
    /// How many rules.
    pub rules: usize,
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
    /// Format and language it was read from: `elastic/kuery`.
    pub from: String,
    /// Format and language it was written in.
    pub to: String,
    /// The verdict, granted assumptions taken as true.
    pub verdict: &'static str,
    /// Files written, relative to `--out`; the first is the rule.
    pub outputs: Vec<String>,
    /// The log source that fields were mapped by.
    pub log_source: Option<LogSourceReport>,
    /// The verdict with no assumption granted.
    pub verdict_strict: &'static str,
    /// What verification did.
    pub verified: VerifiedReport,
    /// What the translation takes for granted about the data.
    pub assumes: Vec<String>,
    /// Fields by the confidence of their entries.
    pub fields: FieldCounts,
    /// What the installation must have.
    pub requires: Requires,
    /// Every difference.
    pub notes: Vec<NoteReport>,
    /// Every value of what was written, with where it is from.
    pub metadata: Vec<MetadataReport>,
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
    /// How it was recognised.
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
    pub accepted: Option<Value>,
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
        Self { schema: 1, tool, from, to, summary, skipped, rules }
    }
}

impl Summary {
    fn of(files: usize, skipped: usize, rules: &[RuleReport]) -> Self {
        let mut verdicts: BTreeMap<_, _> = Verdict::ALL.iter().map(|v| (v.word(), 0)).collect();
        let mut reasons = BTreeMap::<(&str, &str), usize>::new();
        for rule in rules {
            *verdicts.entry(rule.verdict).or_default() += 1;
            let mut codes: Vec<_> = rule
                .notes
                .iter()
                .filter(|n| n.effect != "exact")
                .map(|n| (n.code, n.effect))
                .collect();
            codes.sort_unstable();
            codes.dedup();
            codes.into_iter().for_each(|c| *reasons.entry(c).or_default() += 1);
        }
        let mut reasons: Vec<_> = reasons
            .into_iter()
            .map(|((code, effect), rules)| Reason { code, effect, rules })
            .collect();
        reasons.sort_by_key(|r| std::cmp::Reverse(r.rules));
        let unrecognised_sources = unrecognised(rules);
        Self {
            files,
            skipped,
            rules: rules.len(),
            verdicts,
            reasons,
            unmapped_fields: unmapped(rules),
            unrecognised_sources,
            undefined_macros: counted(rules.iter().flat_map(|r| r.uses.undefined.clone())),
            undefined_lookups: counted(rules.iter().flat_map(|r| r.uses.lookups.clone())),
        }
    }
}

/// Each name with how many times it occurs, most first.
fn counted(names: impl Iterator<Item = String>) -> Vec<Counted> {
    let mut by_name = BTreeMap::<String, usize>::new();
    names.for_each(|n| *by_name.entry(n).or_default() += 1);
    let mut all: Vec<_> =
        by_name.into_iter().map(|(name, rules)| Counted { name, rules }).collect();
    all.sort_by_key(|c| std::cmp::Reverse(c.rules));
    all
}

/// Log sources that are not known, each with what would make it known, most rules first.
fn unrecognised(rules: &[RuleReport]) -> Vec<UnrecognisedSource> {
    let mut by_words = BTreeMap::<&[NativeSource], usize>::new();
    let unknown = rules.iter().filter(|r| r.log_source.is_none() && !r.source.is_empty());
    unknown.for_each(|r| *by_words.entry(&r.source).or_default() += 1);
    let mut all: Vec<_> = by_words
        .into_iter()
        .map(|(native, rules)| UnrecognisedSource {
            name: native.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
            rules,
            configuration: source_configuration(native),
        })
        .collect();
    all.sort_by_key(|s| std::cmp::Reverse(s.rules));
    all
}

fn unmapped(rules: &[RuleReport]) -> Vec<UnmappedField> {
    let mut by_name = BTreeMap::<(&str, &str), usize>::new();
    for rule in rules {
        let source = rule.log_source.as_ref().map_or("", |s| s.id.as_str());
        rule.unmapped.iter().for_each(|field| *by_name.entry((field, source)).or_default() += 1);
    }
    let mut all: Vec<_> = by_name
        .into_iter()
        .map(|((field, source), rules)| UnmappedField {
            field: field.to_owned(),
            source: source.to_owned(),
            rules,
        })
        .collect();
    all.sort_by_key(|f| std::cmp::Reverse(f.rules));
    all
}
