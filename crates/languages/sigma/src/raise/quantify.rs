//! `1 of selection_*` and `all of selection_*` where a condition names each of a family.

use crate::ast::{Count, Names, Search, SearchKind, Selection};
use ruleglot_ir::Node;
use smol_str::SmolStr;
use std::collections::HashSet;

/// Finding families takes time with the square of their number: beyond this, the condition names each.
const MOST_SELECTIONS: usize = 500;

/// Shortens every "and" and "or" of the condition.
pub(super) fn quantify(search: &mut Search, selections: &[Selection]) {
    let all: Vec<&str> = selections.iter().map(|s| s.name.kind.as_str()).collect();
    if all.len() <= MOST_SELECTIONS {
        shorten(search, &all);
    }
}

fn shorten(search: &mut Search, all: &[&str]) {
    match &mut search.kind {
        SearchKind::Name(_) | SearchKind::Of { .. } => {}
        SearchKind::Not(inner) => shorten(inner, all),
        SearchKind::And(of) => {
            of.iter_mut().for_each(|s| shorten(s, all));
            families(of, all, name_of, |p| quantified(Count::All, p));
            families(of, all, excluded, |p| {
                Node::from(SearchKind::Not(Box::new(quantified(Count::Least(1), p))))
            });
        }
        SearchKind::Or(of) => {
            of.iter_mut().for_each(|s| shorten(s, all));
            families(of, all, name_of, |p| quantified(Count::Least(1), p));
        }
    }
    if let SearchKind::And(of) | SearchKind::Or(of) = &mut search.kind
        && of.len() == 1
    {
        *search = of.remove(0);
    }
}

fn quantified(count: Count, pattern: SmolStr) -> Search {
    Node::from(SearchKind::Of { count, of: Names::Pattern(pattern) })
}

fn name_of(search: &Search) -> Option<&SmolStr> {
    match &search.kind {
        SearchKind::Name(name) => Some(name),
        _ => None,
    }
}

fn excluded(search: &Search) -> Option<&SmolStr> {
    match &search.kind {
        SearchKind::Not(inner) => name_of(inner),
        _ => None,
    }
}

/// Replaces operands by one, wherever a pattern covers exactly some of them.
fn families(
    of: &mut Vec<Search>,
    all: &[&str],
    name: fn(&Search) -> Option<&SmolStr>,
    make: impl Fn(SmolStr) -> Search,
) {
    let mut at = 0;
    while at < of.len() {
        let found = name(&of[at]).and_then(|first| family(first, of, all, name));
        if let Some(pattern) = found {
            let names = Names::Pattern(pattern.clone());
            of[at] = make(pattern);
            let mut i = 0;
            of.retain(|s| {
                i += 1;
                i == at + 1 || !name(s).is_some_and(|n| names.cover(n))
            });
        }
        at += 1;
    }
}

/// The pattern of this name that covers operands only, and most of them; of equal ones the longest.
fn family(
    first: &SmolStr,
    of: &[Search],
    all: &[&str],
    name: fn(&Search) -> Option<&SmolStr>,
) -> Option<SmolStr> {
    let operands: HashSet<&str> = of.iter().filter_map(name).map(SmolStr::as_str).collect();
    let mut best: Option<(usize, SmolStr)> = None;
    for prefix in prefixes(first) {
        let pattern = SmolStr::from(format!("{prefix}*"));
        let names = Names::Pattern(pattern.clone());
        let covered: Vec<_> = all.iter().filter(|n| names.cover(n)).collect();
        let sound = covered.len() > 1 && covered.iter().all(|n| operands.contains(**n));
        let ends = prefix.ends_with('_');
        if sound
            && best
                .as_ref()
                .is_none_or(|(most, _)| covered.len() > *most || covered.len() == *most && ends)
        {
            best = Some((covered.len(), pattern));
        }
    }
    best.map(|(_, pattern)| pattern)
}

/// Beginnings of a name that a family may share: up to each `_` with and without it, without a number, and the whole.
fn prefixes(name: &str) -> impl Iterator<Item = &str> {
    let underscores = name
        .match_indices('_')
        .flat_map(|(at, _)| [&name[..=at], &name[..at]])
        .filter(|prefix| !matches!(*prefix, "" | "_"));
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let numbered = (stem.len() < name.len() && !stem.is_empty()).then_some(stem);
    underscores.chain(numbered).chain([name])
}
