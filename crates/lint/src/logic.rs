//! Lints about what a rule means, on the shared meaning: the same in every language.

pub(crate) mod always_false;
pub(crate) mod always_true;
pub(crate) mod case_never_matches;
pub(crate) mod catastrophic_regex;
mod context;
pub(crate) mod covered_value;
pub(crate) mod duplicate_predicate;
pub(crate) mod duplicate_selection;
pub(crate) mod exclusion_never_applies;
pub(crate) mod implied;
pub(crate) mod leading_wildcard;
pub(crate) mod matches_everything;
pub(crate) mod null_dropping_negation;
mod places;
pub(crate) mod regex_never_matches;
mod relation;
pub(crate) mod unanchored_regex;
pub(crate) mod unversioned_event_name;
pub(crate) mod wrong_type;

pub(crate) use context::LogicContext;
