//! What a report says of all its rules together.

use super::{
    Counted, Example, NoteReport, Reason, RuleReport, Summary, UnmappedField, UnrecognisedSource,
};
use crate::sources::source_configuration;
use ruleglot_ir::{NativeSource, Verdict};
use std::collections::{BTreeMap, BTreeSet};

impl Summary {
    pub(super) fn of(files: usize, skipped: usize, rules: &[RuleReport]) -> Self {
        let mut verdicts: BTreeMap<_, _> = Verdict::ALL.iter().map(|v| (v.word(), 0)).collect();
        for rule in rules {
            *verdicts.entry(rule.verdict).or_default() += 1;
        }
        let unrecognised_sources = unrecognised(rules);
        Self {
            files,
            skipped,
            rules: rules.len(),
            verdicts,
            reasons: reasons(rules),
            unmapped_fields: unmapped(rules),
            unrecognised_sources,
            undefined_macros: counted(rules.iter().flat_map(|r| r.uses.undefined.clone())),
            undefined_lookups: counted(rules.iter().flat_map(|r| r.uses.lookups.clone())),
            licences: counted(rules.iter().filter_map(|r| r.licence.clone())),
            accepted: rules.iter().flat_map(|r| &r.notes).filter(|n| n.accepted.is_some()).count(),
            unused_accepts: Vec::new(),
        }
    }
}

/// The kinds of notes with how many rules have one, most first.
fn reasons(rules: &[RuleReport]) -> Vec<Reason> {
    let mut by_code = BTreeMap::<(&str, &str), Reason>::new();
    for rule in rules {
        let mut told = BTreeSet::new();
        let told_of = |n: &&NoteReport| n.effect != Verdict::Exact.word() && n.accepted.is_none();
        for note in rule.notes.iter().filter(told_of) {
            let (code, effect) = (note.code, effect(rule, note));
            if told.insert((code, effect)) {
                let new = || Reason { code, effect, rules: 0, example: Example::of(rule, note) };
                by_code.entry((code, effect)).or_insert_with(new).rules += 1;
            }
        }
    }
    let mut all: Vec<_> = by_code.into_values().collect();
    all.sort_by_key(|r| std::cmp::Reverse(r.rules));
    all
}

/// What a note did to its rule.
fn effect(rule: &RuleReport, note: &NoteReport) -> &'static str {
    let refuses = rule.verdict == Verdict::Failed.word() && note.effect == Verdict::Unknown.word();
    match note.granted {
        true => Verdict::Presentation.word(),
        false if refuses => Verdict::Failed.word(),
        false => note.effect,
    }
}

impl Example {
    fn of(rule: &RuleReport, note: &NoteReport) -> Self {
        let line = note.span.map(|at| at.line);
        Self { path: rule.path.clone(), line, message: note.message.clone() }
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
