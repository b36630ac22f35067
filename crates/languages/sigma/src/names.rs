//! Names of selections: those that a condition uses and those that there are.

use crate::ast::{Search, SearchKind};
use ruleglot_ir::Origin;
use ruleglot_source::Diagnostic;
use std::collections::HashSet;

/// Calls `report` for each name in the condition that is not `known`, in the order of the text.
pub(crate) fn undefined<'a>(
    search: &'a Search,
    known: &HashSet<&str>,
    mut report: impl FnMut(&'a Search, &'a str),
) {
    each(search, &mut |search| {
        if let SearchKind::Name(name) = &search.kind
            && !known.contains(name.as_str())
        {
            report(search, name);
        }
    });
}

/// Visits every part of a condition, from the left.
pub(crate) fn each<'a>(search: &'a Search, visit: &mut impl FnMut(&'a Search)) {
    visit(search);
    match &search.kind {
        SearchKind::Name(_) | SearchKind::Of { .. } => {}
        SearchKind::Not(inner) => each(inner, visit),
        SearchKind::And(of) | SearchKind::Or(of) => of.iter().for_each(|s| each(s, visit)),
    }
}

/// A name that a condition uses and no selection has.
pub(crate) struct NoSuch<'a, I> {
    pub(crate) name: &'a str,
    /// The names that there are.
    pub(crate) among: I,
}

impl<'a, I: Iterator<Item = &'a str>> NoSuch<'a, I> {
    /// What is said of it at its place.
    pub(crate) fn at(self, origin: Origin) -> Diagnostic {
        let message = format!("there is no selection `{}`", self.name);
        let error =
            Diagnostic::error("sigma/undefined-selection", origin.0.unwrap_or_default(), message);
        let near = |n: &'a str| (strsim::damerau_levenshtein(self.name, n), n);
        let best = self.among.map(near).min();
        match best.filter(|(distance, _)| *distance <= 1 + self.name.len() / 4) {
            Some((_, meant)) => error.with_help(format!("did you mean `{meant}`?")),
            None => error.with_help("write a selection of this name, or leave it out"),
        }
    }
}
