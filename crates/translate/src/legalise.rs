//! Rewriting until a target can say it, each loss noted where it happens.
//!
//! A rewrite is one function in a file of its family; this file only decides the order and knows no language.

mod beside;
mod case;
mod counted;
mod lucene;
mod patterns;
mod regex;
mod splunk;
mod types;
mod words;

use ruleglot_eval::mapping::Schema;
use ruleglot_ir::{
    Accept, Expr, ExprKind, Field, Monotone, Note, Position, Sign, Target, map_leaves,
};

/// What a rewrite may know about the data on both sides.
pub struct Facts<'a> {
    /// Types of the target's fields.
    pub schema: &'a Schema,
    /// Whether the vendor writes each value of a field in one spelling, so that folding its case changes nothing.
    pub canonical: &'a dyn Fn(&Field) -> bool,
    /// Whether a field never holds a list.
    pub single: &'a dyn Fn(&Field) -> bool,
    /// What is done where the words that people read would lose letter case alone.
    pub loss: Loss,
}

/// What is done where the words that people read would lose letter case alone, and others of the target would not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Loss {
    /// They are written, with a note.
    #[default]
    Noted,
    /// The others are written.
    Avoided,
}

/// An expression that a target can say, with what it took; refusals are left in the expression for `Legal::check`.
#[derive(Clone, Debug)]
pub struct Legalised {
    /// The expression.
    pub expr: Expr,
    /// What was lost or added, as effects on the whole.
    pub notes: Vec<Note>,
}

/// A rewrite of one leaf: what it becomes, and what is lost as an effect on that leaf.
pub(crate) struct Rewritten {
    expr: Expr,
    notes: Vec<Note>,
}

impl Rewritten {
    fn exact(expr: Expr) -> Self {
        Self { expr, notes: Vec::new() }
    }

    fn noted(expr: Expr, note: Note) -> Self {
        Self { expr, notes: vec![note] }
    }
}

type Rewrite = fn(&Expr, &Facts<'_>) -> Option<Rewritten>;

/// Every rewrite by the name that targets call it by.
const REWRITES: &[(&str, Rewrite)] = &[
    ("split-list", patterns::split_list),
    ("expand-at-least", counted::expand_at_least),
    ("ascii-fold-to-unicode", case::ascii_to_unicode),
    ("unicode-fold-to-ascii", case::unicode_to_ascii),
    ("number-to-text", types::number_to_text),
    ("text-to-number", types::text_to_number),
    ("net-as-indexed", types::net_as_indexed),
    ("net-as-written", types::net_as_written),
    ("prefix-to-net", types::prefix_to_net),
    ("pattern-to-words", words::pattern_to_words),
    ("words-to-pattern", words::words_to_pattern),
    ("words-to-regex", words::words_to_regex),
    ("expand-encoded", patterns::expand_encoded),
    ("expand-dash", patterns::expand_dash),
    ("regex-to-lucene", lucene::regex_to_lucene),
    ("regex-to-patterns", regex::regex_to_patterns),
    ("fold-case-to-exact", case::fold_to_exact),
    ("one-to-run", patterns::one_to_run),
    ("split-blanks", patterns::split_blanks),
    ("key-to-valued", types::key_to_valued),
    ("values-to-default-fields", types::values_to_default_fields),
    ("raw-to-values", splunk::raw_to_values),
    ("values-to-raw", splunk::values_to_raw),
    ("relate-as-numbers", splunk::relate_as_numbers),
    ("some-differs-to-none-equals", splunk::some_differs_to_none_equals),
];

/// More rewrites of one leaf than this is a circle.
const MOST_STEPS: usize = 12;

/// Rewrites the expression until the target accepts every leaf or no rewrite is left.
pub fn legalise(expr: Expr, target: &dyn Target, facts: &Facts<'_>) -> Legalised {
    match target.beside() {
        Some(languages) => beside::legalise_beside(expr, &languages, facts),
        None => legalise_in(expr, target, facts),
    }
}

fn legalise_in(expr: Expr, target: &dyn Target, facts: &Facts<'_>) -> Legalised {
    let mut notes = Vec::new();
    let expr = counted::legalise_counts(expr, target, facts);
    let expr = map_leaves(expr, Monotone::Up, &mut |leaf, at| {
        leaf_for(leaf, at, target, facts, &mut notes, 0)
    });
    Legalised { expr, notes }
}

fn leaf_for(
    leaf: Expr,
    at: Monotone,
    target: &dyn Target,
    facts: &Facts<'_>,
    notes: &mut Vec<Note>,
    steps: usize,
) -> Expr {
    let leaf = plain_if_said(leaf, at, target, facts);
    let done = accepts(&leaf, at, target)
        && !(reads_by_mapping(target) && types::misread(&leaf, facts, target));
    if done || steps >= MOST_STEPS {
        return leaf;
    }
    let mut offered = REWRITES.iter().filter(|(name, _)| target.rewrites().contains(name));
    let Some(rewritten) = offered.find_map(|(_, rewrite)| rewrite(&leaf, facts)) else {
        return leaf;
    };
    notes.extend(rewritten.notes.into_iter().map(|n| Note { effect: n.effect.through(at), ..n }));
    map_leaves(rewritten.expr, at, &mut |leaf, at| {
        leaf_for(leaf, at, target, facts, notes, steps + 1)
    })
}

/// The plain comparison where it says the same and the target has it.
fn plain_if_said(leaf: Expr, at: Monotone, target: &dyn Target, facts: &Facts<'_>) -> Expr {
    let plain = case::prefer_plain(leaf.clone(), facts);
    if accepts(&plain, at, target) { plain } else { leaf }
}

/// The expression in the one spelling of each test that is the same on every event of the log source: case does not count
/// where the vendor writes each value in one spelling, a numeric field holds numbers, an address field addresses.
///
/// Only for comparing: what differs in this form differs on events that can occur.
pub(crate) fn as_events_are(expr: Expr, facts: &Facts<'_>) -> Expr {
    map_leaves(expr, Monotone::Up, &mut |leaf, _| {
        let leaf = case::prefer_plain(leaf, facts);
        let leaf = splunk::one_value_differs(leaf, facts);
        let leaf = types::prefix_to_net(&leaf, facts).map_or(leaf, |rewritten| rewritten.expr);
        let again =
            types::number_to_text(&leaf, facts).or_else(|| types::net_as_written(&leaf, facts));
        again.map_or(leaf, |rewritten| rewritten.expr)
    })
}

/// Whether the types of its fields change what the target's text means (KQL, Lucene).
pub(crate) fn reads_by_mapping(target: &dyn Target) -> bool {
    target.rewrites().contains(&"pattern-to-words")
}

fn accepts(leaf: &Expr, at: Monotone, target: &dyn Target) -> bool {
    let sign = if at == Monotone::Down { Sign::Fails } else { Sign::Holds };
    target.expr(&leaf.kind, Position { stage: 1, sign }) == Accept::Yes
}

/// The leaf with another kind, at the same place.
pub(crate) fn instead(leaf: &Expr, kind: ExprKind) -> Expr {
    Expr { kind, origin: leaf.origin }
}
