//! Names for selections: those of the source where they can stand, else by role and field.

use super::draft::{Draft, Drafts, Role};
use super::group::{is_keywords, subject};
use crate::ast::{Search, SearchKind, Selection};
use ruleglot_ir::Node;
use smol_str::SmolStr;
use std::collections::{HashMap, HashSet};

/// Words that a condition or the map around it reads as something else.
const RESERVED: [&str; 9] =
    ["condition", "timeframe", "and", "or", "not", "of", "them", "all", "any"];

/// The named selections, those that must match first, and the condition over their names.
pub(super) fn assigned(drafts: Drafts, mut search: Search) -> (Vec<Selection>, Search) {
    let names = names(&drafts.all);
    rename(&mut search, &names);
    let mut selections: Vec<(Role, Selection)> = drafts
        .all
        .into_iter()
        .zip(names)
        .map(|(draft, name)| (draft.role, Selection { name: Node::from(name), body: draft.body }))
        .collect();
    selections.sort_by_key(|(role, _)| *role);
    (selections.into_iter().map(|(_, selection)| selection).collect(), search)
}

fn rename(search: &mut Search, names: &[SmolStr]) {
    match &mut search.kind {
        SearchKind::Name(number) => {
            if let Some(name) = number.parse::<usize>().ok().and_then(|n| names.get(n)) {
                *number = name.clone();
            }
        }
        SearchKind::Of { .. } => {}
        SearchKind::Not(inner) => rename(inner, names),
        SearchKind::And(of) | SearchKind::Or(of) => of.iter_mut().for_each(|s| rename(s, names)),
    }
}

fn names(drafts: &[Draft]) -> Vec<SmolStr> {
    let mut taken: HashSet<SmolStr> = HashSet::new();
    let mut names: Vec<Option<SmolStr>> = drafts
        .iter()
        .map(|d| d.name.clone().filter(|n| can_stand(n) && taken.insert(n.clone())))
        .collect();
    let family = |d: &Draft| match d.role {
        Role::Filter => "filter_main",
        Role::Selection if is_keywords(&d.body) => "keywords",
        Role::Selection => "selection",
    };
    let mut members: HashMap<&str, usize> = HashMap::new();
    for (draft, _) in drafts.iter().zip(&names).filter(|(_, name)| name.is_none()) {
        *members.entry(family(draft)).or_default() += 1;
    }
    let mut next: HashMap<SmolStr, usize> = HashMap::new();
    for (draft, name) in drafts.iter().zip(&mut names).filter(|(_, name)| name.is_none()) {
        let base = family(draft);
        let is_used = |base: &str| {
            taken
                .iter()
                .any(|n| n.strip_prefix(base).is_some_and(|r| r.is_empty() || r.starts_with('_')))
        };
        let wanted = match subject(&draft.body) {
            _ if members[base] == 1 && !is_used(base) => SmolStr::from(base),
            Some(subject) => SmolStr::from(format!("{base}_{subject}")),
            None => SmolStr::from(format!("{base}_1")),
        };
        *name = Some(free(&wanted, &mut taken, &mut next));
    }
    names.into_iter().flatten().collect()
}

/// The name, with a number behind it if it is taken.
fn free(
    wanted: &SmolStr,
    taken: &mut HashSet<SmolStr>,
    next: &mut HashMap<SmolStr, usize>,
) -> SmolStr {
    let stem = wanted.strip_suffix("_1").unwrap_or(wanted);
    let n = next.entry(stem.into()).or_insert(2);
    let mut name = wanted.clone();
    while !taken.insert(name.clone()) {
        name = SmolStr::from(format!("{stem}_{n}"));
        *n += 1;
    }
    name
}

fn can_stand(name: &str) -> bool {
    !name.is_empty()
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
        && !RESERVED.iter().any(|word| word.eq_ignore_ascii_case(name))
        && !name.bytes().all(|b| b.is_ascii_digit())
}
