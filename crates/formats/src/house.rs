//! A team's settings in a written rule: what stands in the file, and where each value is from.
//!
//! The one place where settings meet a rule, on the tree that is printed next. The later of these goes before the
//! earlier: the source, the template, the other settings of the target, entries for the log source, entries for the rule.
//! The template only fills what the source does not say itself. A few settings of a target are known to the writers,
//! where they need more than a value at a key: words for severities, schedules and filter macros of searches.
//! Nothing here knows where settings are kept; what is merged is read back and held against the source as ever.

mod homes;
mod merge;
mod origins;
mod settings;
mod style;

pub(crate) use homes::Author;
pub use homes::Homes;
pub(crate) use merge::{Merge, text};
pub(crate) use origins::Origins;
pub use settings::{Settings, foreign_keys, lacking, read_settings};
pub use style::{House, HouseStyle, Layer};

use crate::carry::Ledger;
use crate::file_name::NameParts;
use crate::format::{WriteContext, Written};
use crate::source;
use ruleglot_document::{Out, OutMap};
use ruleglot_ir::Rule;
use smol_str::SmolStr;
use std::fmt;

/// Where a value of a written rule is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueFrom {
    /// The source says it.
    Source,
    /// It follows from what the source says: an id, words for its log source, a score for its severity.
    Derived,
    /// Nobody says it; the target needs it.
    Assumed,
    /// The settings of the target.
    Target,
    /// The target's template.
    Template,
    /// The settings of a log source, by its id.
    LogSource(SmolStr),
    /// The settings of some rules: which entry it is, for people.
    Rule(SmolStr),
}

impl fmt::Display for ValueFrom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Source => f.write_str("source"),
            Self::Derived => f.write_str("derived"),
            Self::Assumed => f.write_str("assumed"),
            Self::Target => f.write_str("target"),
            Self::Template => f.write_str("template"),
            Self::LogSource(id) => write!(f, "source {id}"),
            Self::Rule(entry) => write!(f, "rule {entry}"),
        }
    }
}

/// A value of a written rule; a list is one value.
#[derive(Clone, Debug, PartialEq)]
pub struct WrittenValue {
    /// The keys that lead to it, with dots between: `rule.severity`.
    pub key: String,
    /// The value.
    pub value: Out,
    /// Where it is from; several where a list is from several.
    pub from: Vec<ValueFrom>,
}

/// What a writer made of a rule, before a team's settings.
pub(crate) struct Draft<'a> {
    /// The file.
    pub(crate) tree: OutMap,
    /// Its notes, and what of it is not the source's own.
    pub(crate) ledger: Ledger<'a>,
}

/// What is written in the words that a user's settings have for the log source is from there: no template goes before it.
fn say_log_source(draft: &mut Draft<'_>, rule: &Rule, homes: &Homes) {
    let Some(source) = source::known(rule) else { return };
    for (key, _) in homes.of_source.iter().filter(|(_, part)| source.is_own(*part)) {
        draft.ledger.name_log_source(key, source.id);
    }
}

/// The file with the settings of the context.
pub(crate) fn finish(
    draft: Draft<'_>,
    rule: &Rule,
    homes: &Homes,
    context: &WriteContext<'_>,
) -> Written {
    let mut draft = draft;
    say_log_source(&mut draft, rule, homes);
    let mut merge = Merge::new(draft, homes);
    if let Some(style) = context.house.style {
        merge.target(style);
        merge.template(style.template.as_ref());
    }
    for layer in context.house.layers {
        merge.layer(layer);
    }
    if let Some(style) = context.house.style {
        merge.risk(style);
    }
    (homes.settle)(&mut merge, context.house.style);
    (homes.order)(&mut merge.tree);
    let parts = NameParts::of_tree(rule, &merge.tree, homes, context);
    let pattern = context.house.style.and_then(|style| style.file_name.as_ref());
    let (values, notes) = (merge.origins().values(&merge.tree), merge.ledger.finish());
    Written {
        text: (homes.print)(&merge.tree),
        file_name: (homes.file_name)(&parts, pattern),
        values,
        notes,
    }
}
