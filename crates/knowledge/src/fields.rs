//! Types of the fields of ECS and of Elastic's integrations, as their index templates declare them.
//!
//! What a type means for a query is not here but in `ruleglot_eval::mapping`.

use crate::near::one_edit_apart;
use crate::table;
use std::cmp::Reverse;
use std::sync::LazyLock;

/// `name TAB array? TAB type=package,package;…`, sorted by name.
static FIELDS: &str = include_str!("../data/fields.tsv");

const ECS: &str = "ecs";

/// The type that Elasticsearch gives the field: ECS first, then the integrations.
///
/// A name below a `flattened` field is `flattened`, and one that a package only describes by a pattern (`a.*`, `a.*.b`)
/// has the pattern's type; where that is `object`, its values are text, which the templates of packages store as
/// `keyword` (`strings_as_keyword`). Where packages disagree the type of most of them counts.
pub fn field_type(name: &str) -> Option<&'static str> {
    field_type_in(name, &[])
}

/// As [`field_type`], but where packages disagree the first of `packages` that has the field decides.
pub fn field_type_in(name: &str, packages: &[&str]) -> Option<&'static str> {
    if let Some(types) = types_of(name) {
        return choose(types, packages);
    }
    let flattened = above(name).find_map(types_of).and_then(|t| choose(t, packages));
    flattened.filter(|t| *t == "flattened").or_else(|| by_pattern(name, packages))
}

/// The type of the first pattern that the name fits: its last or last two words open, or one word between others.
fn by_pattern(name: &str, packages: &[&str]) -> Option<&'static str> {
    let words: Vec<&str> = name.split('.').collect();
    let last = words.len().checked_sub(1)?;
    let opened = |from: usize, to: usize| {
        let open = |(i, word)| if (from..=to).contains(&i) { "*" } else { word };
        words.iter().copied().enumerate().map(open).collect::<Vec<_>>().join(".")
    };
    let ends = (last.saturating_sub(1).max(1)..=last).rev().map(|from| opened(from, last));
    let middles = (1..last).map(|at| opened(at, at));
    let found = ends.chain(middles).find_map(|pattern| types_of(&pattern))?;
    choose(found, packages).map(|ty| if ty == "object" { "keyword" } else { ty })
}

/// Whether ECS says that the field holds a list.
pub fn field_is_array(name: &str) -> bool {
    table::find(FIELDS, name).is_some_and(|rest| rest.starts_with('a'))
}

/// Every type that ECS or an integration gives the field by this very name.
pub fn field_types(name: &str) -> Vec<&'static str> {
    let all = table::list(types_of(name).unwrap_or_default(), ';');
    all.filter_map(|t| t.split_once('=')).map(|(ty, _)| ty).collect()
}

/// Whether ECS has the field and does not say that it holds a list.
pub fn field_is_single(name: &str) -> bool {
    let of_ecs = |types: &'static str| {
        let all = table::list(types, ';').filter_map(|t| t.split_once('='));
        all.flat_map(|(_, having)| table::list(having, ',')).any(|package| package == ECS)
    };
    !field_is_array(name) && types_of(name).is_some_and(of_ecs)
}

/// Whether ECS or an integration has the field, a name below a `flattened` one included.
pub fn is_known_field(name: &str) -> bool {
    field_type(name).is_some()
}

/// Whether ECS or an integration lists the field by this very name, not by a pattern and not as a key of an object.
pub fn has_field(name: &str) -> bool {
    types_of(name).is_some()
}

/// The known name nearest to a mistyped one, if there is one within two edits (one for short names).
pub fn suggest_field(name: &str) -> Option<&'static str> {
    if let Some(near) = suggest_typo(name, &[]) {
        return Some(near);
    }
    let of_two = || named_about(name, 2).filter(|known| strsim::osa_distance(known, name) == 2);
    (name.len() >= 6).then(|| likeliest(of_two(), &[])).flatten()
}

/// The known name that an unknown one is one edit away from, if any: what its author meant, as far as names tell. Of several
/// equally near a field of one of these packages goes first, then one of ECS, then one of the most packages.
pub fn suggest_typo(name: &str, packages: &[&str]) -> Option<&'static str> {
    likeliest(named_about(name, 1).filter(|known| one_edit_apart(known, name)), packages)
}

/// The known names whose length differs from that of `name` by no more than this.
fn named_about(name: &str, most: usize) -> impl Iterator<Item = &'static str> {
    static BY_LENGTH: LazyLock<Vec<Vec<&'static str>>> = LazyLock::new(|| {
        let mut by_length = Vec::new();
        for known in table::keys(FIELDS).filter(|known| !known.contains('*')) {
            if by_length.len() <= known.len() {
                by_length.resize_with(known.len() + 1, Vec::new);
            }
            by_length[known.len()].push(known);
        }
        by_length
    });
    let shortest = name.len().saturating_sub(most);
    let lengths = BY_LENGTH.iter().take(name.len() + most + 1).skip(shortest);
    lengths.flatten().copied()
}

fn likeliest(known: impl Iterator<Item = &'static str>, packages: &[&str]) -> Option<&'static str> {
    known.min_by_key(|known| (Reverse(likely(known, packages)), *known))
}

/// How likely a field is meant, by who has it.
fn likely(known: &str, packages: &[&str]) -> (bool, bool, usize) {
    let types = types_of(known).unwrap_or_default();
    let having = || {
        table::list(types, ';')
            .filter_map(|t| t.split_once('='))
            .flat_map(|(_, h)| table::list(h, ','))
    };
    let of_rule = having().any(|p| packages.contains(&p));
    (of_rule, having().any(|p| p == ECS), having().count())
}

/// The names above a dotted one, innermost first.
fn above(name: &str) -> impl Iterator<Item = &str> {
    name.rmatch_indices('.').map(|(dot, _)| &name[..dot])
}

fn types_of(name: &str) -> Option<&'static str> {
    table::find(FIELDS, name).and_then(|rest| rest.split_once('\t')).map(|(_, types)| types)
}

fn choose(types: &'static str, packages: &[&str]) -> Option<&'static str> {
    let all = || table::list(types, ';').filter_map(|t| t.split_once('='));
    let of = |package: &str| {
        all().find(|(_, having)| table::list(having, ',').any(|p| p == package)).map(|(ty, _)| ty)
    };
    of(ECS).or_else(|| packages.iter().find_map(|p| of(p))).or_else(|| {
        // The alphabet decides a tie, so that the answer is the same every time.
        all().max_by_key(|(ty, having)| (having.split(',').count(), Reverse(*ty))).map(|(ty, _)| ty)
    })
}
