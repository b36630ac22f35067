//! Which predicates came, went or changed between two conditions.

use ruleglot_ir::{Expr, FieldRef, Monotone, fields_of, for_each_leaf, normalise};
use serde::Serialize;

/// The predicates of which two conditions differ; all lists empty when only their arrangement does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PredicateChanges {
    /// Only in the second.
    pub came: Vec<String>,
    /// Only in the first.
    pub went: Vec<String>,
    /// In both, of the same field, in other words.
    pub changed: Vec<ChangedPredicate>,
}

/// A predicate in the words of both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChangedPredicate {
    /// In the first.
    pub before: String,
    /// In the second.
    pub after: String,
}

/// A predicate and the fields that it is about.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Known {
    fields: Vec<String>,
    excludes: bool,
    text: String,
}

impl PredicateChanges {
    /// The changes from one condition to another, in names that both share.
    pub(super) fn between(first: &Expr, second: &Expr) -> Self {
        let (mut went, mut came) = (predicates(first), predicates(second));
        let both: Vec<String> = went
            .iter()
            .filter(|a| came.iter().any(|b| a.text == b.text))
            .map(|a| a.text.clone())
            .collect();
        went.retain(|one| !both.contains(&one.text));
        came.retain(|one| !both.contains(&one.text));
        let mut changed = Vec::new();
        went.retain(|before| {
            let same =
                |after: &Known| after.fields == before.fields && after.excludes == before.excludes;
            let Some(at) = came.iter().position(same) else { return true };
            let after = came.remove(at).text;
            changed.push(ChangedPredicate { before: before.text.clone(), after });
            false
        });
        let texts = |all: Vec<Known>| all.into_iter().map(|one| one.text).collect();
        Self { came: texts(came), went: texts(went), changed }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.came.is_empty() && self.went.is_empty() && self.changed.is_empty()
    }
}

/// The predicates of a condition, each once; those that exclude begin with `not`.
fn predicates(condition: &Expr) -> Vec<Known> {
    let mut found = Vec::new();
    for_each_leaf(&normalise(condition), Monotone::Up, &mut |leaf, at| {
        let mut fields = Vec::new();
        fields_of(leaf, &mut |field| {
            fields.push(match field {
                FieldRef::Named(field) => field.to_string(),
                FieldRef::Pattern(glob) => glob.to_string(),
            });
        });
        let excludes = at == Monotone::Down;
        let text = if excludes { format!("not {leaf}") } else { leaf.to_string() };
        found.push(Known { fields, excludes, text });
    });
    found.sort();
    found.dedup();
    found
}
