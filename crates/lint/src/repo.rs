//! Lints across files: what a rule shares with others that it should have alone.
//!
//! Each rule is boiled down to [`RuleFacts`], so that thousands of them can be held against each other when their files
//! are long put away. Rules that are only context are held against, never told of.

pub(crate) mod duplicate_across_formats;
pub(crate) mod duplicate_file_name;
pub(crate) mod duplicate_id;
pub(crate) mod duplicate_logic;
pub(crate) mod duplicate_name;
pub(crate) mod duplicate_title;
pub(crate) mod subsumed_logic;

use ruleglot_source::{Diagnostic, FileSpan};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use std::hash::Hash;
use std::sync::Arc;

/// What other rules need to know of a rule.
#[derive(Clone, Debug)]
pub struct RuleFacts {
    /// The file, as it is shown.
    pub path: Arc<str>,
    /// The line of the file that the rule's name or title is on, from 1.
    pub line: u32,
    /// The format; `None` for a bare query.
    pub format: Option<&'static str>,
    /// Whether the rule's own findings are wanted, or it only serves others as context.
    pub part: Part,
    /// Whether the rule is in use: not deprecated, not unsupported.
    pub life: Life,
    /// Where a finding about the rule as a whole points.
    pub at: FileSpan,
    /// Its id.
    pub id: Option<Said>,
    /// Its title.
    pub title: Option<Said>,
    /// The name that other rules call it by.
    pub name: Option<Said>,
    /// What it detects; `None` when it was not read.
    pub detects: Option<Detects>,
}

/// Whether findings about a rule are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// They are.
    #[default]
    Checked,
    /// It is only there to be held against.
    Context,
}

/// Whether a rule is in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    /// It is.
    Live,
    /// It was given up.
    Retired,
}

/// A text of a rule with its place.
#[derive(Clone, Debug)]
pub struct Said {
    /// The text.
    pub text: SmolStr,
    /// Where it stands.
    pub at: FileSpan,
}

/// What a rule detects, as far as two rules can be compared by it without being run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detects {
    /// The log source.
    pub source: u64,
    /// The whole condition, in the names that all formats share.
    pub whole: u128,
    /// Each of the conditions that must hold together.
    pub all: Vec<u128>,
}

/// Rules of one key, in the order of their paths; keys of one rule alone are left out.
pub(crate) fn groups<'r, K: Hash + Eq + Ord + Clone>(
    rules: &'r [RuleFacts],
    key: impl Fn(&'r RuleFacts) -> Option<K>,
) -> Vec<(K, Vec<&'r RuleFacts>)> {
    let mut found: FxHashMap<K, Vec<&RuleFacts>> = FxHashMap::default();
    for rule in rules {
        if let Some(key) = key(rule) {
            found.entry(key).or_default().push(rule);
        }
    }
    let mut groups: Vec<_> = found.into_iter().filter(|(_, of)| of.len() > 1).collect();
    groups.sort_by(|a, b| a.0.cmp(&b.0));
    for (_, of) in &mut groups {
        of.sort_by(|a, b| (&a.path, a.at.span.start).cmp(&(&b.path, b.at.span.start)));
    }
    groups
}

/// The other rules of a group, in words: `rules/b.yml:3 and 2 more`.
pub(crate) fn others(group: &[&RuleFacts], rule: &RuleFacts) -> String {
    let mut others = group.iter().filter(|other| !std::ptr::eq(**other, rule));
    let Some(first) = others.next() else { return String::new() };
    let first = format!("{}:{}", first.path, first.line);
    match others.count() {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}

/// Tells each checked rule of each group what `say` makes of it.
pub(crate) fn tell<K>(
    groups: &[(K, Vec<&RuleFacts>)],
    out: &mut Vec<Diagnostic>,
    say: impl Fn(&RuleFacts, &str) -> Option<Diagnostic>,
) {
    for (_, group) in groups {
        for rule in group.iter().filter(|rule| rule.part == Part::Checked) {
            out.extend(say(rule, &others(group, rule)));
        }
    }
}
