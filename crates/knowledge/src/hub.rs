//! Hubs: for each log source its raw taxonomy, and how every other taxonomy relates to it.
//!
//! One TOML file per hub under `data/hubs/`, one row of `data/fieldmap.tsv` per plain rename. n forms around a hub serve
//! n² directions. What is made of an entry when an expression is rewritten or an event projected is in `translate`.

mod arrays;
mod entry;
mod file;
mod files;
mod load;
mod made;
pub mod notation;
mod own;
mod rows;
mod windows;

pub use entry::{
    Confidence, Derivation, Evidence, Form, FormCase, HouseForm, HubField, Keyed, Multiplicity,
    Nulls, Others, Outcome, Predicate, Relation, Select, SelectForm, Spelling,
};
pub use own::{OwnRow, TAXONOMIES, use_own_rows};

use indexmap::IndexMap;
use ruleglot_ir::Expr;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// The names that fields have in a raw search of Splunk, by its add-ons.
pub const SPLUNK_TA: &str = "splunk-ta";

/// The names of Splunk's data models, each with its dataset (`Processes.process_name`).
pub const CIM: &str = "cim";

/// The hub field whose forms every name has that has none of its own.
const ANY: &str = "*";

/// A log source's raw taxonomy with the forms of its fields in other taxonomies.
#[derive(Clone, Debug, Default)]
pub struct Hub {
    /// Id of the raw taxonomy: `cloudtrail`.
    pub taxonomy: SmolStr,
    /// Log sources whose events have these fields.
    pub sources: Vec<SmolStr>,
    /// Concepts of the field map whose rows are entries here.
    pub concepts: Vec<SmolStr>,
    /// Elastic packages whose types count where packages disagree.
    pub packages: Vec<SmolStr>,
    /// Fields, in order.
    pub fields: IndexMap<SmolStr, HubField>,
    /// Closed combinations of conjuncts.
    pub predicates: Vec<Predicate>,
    /// What rules of other repositories write where they accept a difference.
    pub house: Vec<HouseForm>,
    /// What the events of each log source have in common.
    pub selects: Vec<Select>,
    /// What is true of every event, as far as witnesses may assume.
    pub facts: Vec<Expr>,
    /// Fields that the vendor puts into every event.
    always: Vec<SmolStr>,
    index: Index,
    arrays: arrays::Arrays,
    /// Taxonomies that keep every name of the hub.
    same: Vec<SameNames>,
    /// A field of which nothing is known.
    blank: HubField,
}

/// The forms of a taxonomy that keeps the hub's names, for fields that the hub knows and for others.
#[derive(Clone, Debug)]
struct SameNames {
    known: Form,
    other: Form,
}

/// What is known of the lists on the way of a name, where a taxonomy marks them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lists {
    /// The name is spelled as the events have it.
    #[default]
    Known,
    /// Some part of it may be a list or not.
    Unknown,
    /// The name is spelled as no event has it.
    Otherwise,
    /// It names one element of a list by its place.
    Place,
}

/// Where a taxonomy's name leads: the hub field and the form's place in it.
#[derive(Clone, Debug, Default)]
struct Index {
    /// Taxonomy → name → hub field and form, several where each is of some events.
    exact: FxHashMap<SmolStr, FxHashMap<SmolStr, Vec<(usize, usize)>>>,
    /// Taxonomy → prefix that ends with a dot, longest first.
    below: BTreeMap<SmolStr, Vec<(SmolStr, usize, usize)>>,
}

/// A form found by name, the `*` of `x.*` filled in.
#[derive(Clone, Debug)]
pub struct Found<'h> {
    /// The hub's field.
    pub field: &'h HubField,
    /// The form.
    pub form: &'h Form,
    /// The hub's name.
    pub hub: SmolStr,
    /// The form's name.
    pub name: SmolStr,
    /// Whether it is spelled as the events have it.
    pub lists: Lists,
}

impl Hub {
    /// Whether every event of its log sources has a value in the field of this name.
    pub fn is_always_there(&self, hub_name: &str) -> bool {
        self.always.iter().any(|name| name == hub_name)
    }

    /// The one form that a name of a taxonomy is read by; where several are, each of some events, the first.
    pub fn read(&self, taxonomy: &str, name: &str) -> Option<Found<'_>> {
        if taxonomy != SPLUNK_TA {
            return self.read_plain(taxonomy, name).into_iter().next();
        }
        let plain = arrays::plain(name);
        let read = self.read_plain(taxonomy, &plain).into_iter().next();
        let mut found = read.or_else(|| self.read_same(&plain))?;
        if let Some(envelope) = envelope(&found) {
            let spelled = name.strip_prefix(envelope.as_str()).unwrap_or(name);
            found.lists = self.arrays.judge(&found.hub, spelled);
        }
        found.name = name.into();
        Some(found)
    }

    /// Every form that a name of a taxonomy is read by: more than one only where each is said of some events.
    pub fn readings(&self, taxonomy: &str, name: &str) -> Vec<Found<'_>> {
        if taxonomy == SPLUNK_TA {
            return self.read(taxonomy, name).into_iter().collect();
        }
        self.read_plain(taxonomy, name)
    }

    fn read_plain(&self, taxonomy: &str, name: &str) -> Vec<Found<'_>> {
        let at = |field: usize, form: usize, tail: &str| {
            let field = &self.fields[field];
            let form = &field.forms[form];
            let (hub, name) = (fill(&field.name, tail), fill(&form.name, tail));
            Found { field, form, hub, name, lists: Lists::Known }
        };
        if let Some(of) = self.index.exact.get(taxonomy).and_then(|n| n.get(name)) {
            return of.iter().map(|(field, form)| at(*field, *form, "")).collect();
        }
        if let Some(open) = places_open(name)
            && let Some(of) = self.index.exact.get(taxonomy).and_then(|n| n.get(&open))
        {
            let placed = of.iter().map(|(field, form)| Found {
                name: name.into(),
                lists: Lists::Place,
                ..at(*field, *form, "")
            });
            return placed.collect();
        }
        let below = self.index.below.get(taxonomy).into_iter().flatten();
        let mut found = below.filter_map(|(prefix, field, form)| {
            name.strip_prefix(prefix.as_str()).map(|tail| at(*field, *form, tail))
        });
        found.next().into_iter().collect()
    }

    /// A name of the hub in a taxonomy that keeps it.
    fn read_same(&self, name: &str) -> Option<Found<'_>> {
        let field = self.field(name).filter(|f| f.name != ANY && !f.is_without(SPLUNK_TA))?;
        let form = &self.same.iter().find(|s| s.known.taxonomy == SPLUNK_TA)?.known;
        let name = SmolStr::from(name);
        Some(Found { field, form, hub: name.clone(), name, lists: Lists::Known })
    }

    /// The forms that a hub field has in a taxonomy, best first, written or not.
    pub fn forms<'h>(&'h self, hub_name: &str, taxonomy: &str) -> Vec<Found<'h>> {
        if self.fields.get(hub_name).is_some_and(|field| field.is_without(taxonomy)) {
            return Vec::new();
        }
        let of = |field: &'h HubField, tail: &str| {
            let (hub, tail) = (SmolStr::from(hub_name), tail.to_owned());
            field.forms.iter().filter(|f| f.taxonomy == taxonomy).map(move |form| Found {
                field,
                form,
                hub: hub.clone(),
                name: fill(&form.name, &tail),
                lists: Lists::Known,
            })
        };
        let exact = self.fields.get(hub_name).into_iter().flat_map(|f| of(f, ""));
        let below = self.fields.values().filter_map(|f| {
            let prefix = f.name.strip_suffix('*').filter(|prefix| !prefix.is_empty())?;
            hub_name.strip_prefix(prefix).map(|tail| (f, tail))
        });
        let mut found: Vec<_> = exact.chain(below.flat_map(|(f, tail)| of(f, tail))).collect();
        if !found.iter().any(|f| f.form.write.is_some()) {
            let any = self.fields.get(ANY).filter(|_| hub_name != ANY);
            found.extend(any.into_iter().flat_map(|f| of(f, hub_name)));
        }
        if !found.iter().any(|f| f.form.write.is_some()) {
            found.extend(self.same_name(hub_name, taxonomy));
        }
        if taxonomy == SPLUNK_TA {
            for found in &mut found {
                let Some(envelope) = envelope(found) else { continue };
                let (spelled, lists) = self.arrays.spell(hub_name, |_| false);
                (found.name, found.lists) = (format!("{envelope}{spelled}").into(), lists);
            }
        }
        found
    }

    /// The hub's own name, where the taxonomy keeps it.
    fn same_name(&self, hub_name: &str, taxonomy: &str) -> Option<Found<'_>> {
        let same = self.same.iter().find(|s| s.known.taxonomy == taxonomy)?;
        let (field, form) = match self.field(hub_name).filter(|f| f.name != ANY) {
            Some(field) => (field, &same.known),
            None => (&self.blank, &same.other),
        };
        let name = SmolStr::from(hub_name);
        Some(Found { field, form, hub: name.clone(), name, lists: Lists::Known })
    }

    /// The name of a form as Splunk spells it in an event, in which `is_list` says which names of the hub are lists.
    pub fn splunk_name(&self, found: &Found<'_>, is_list: impl FnMut(&str) -> bool) -> SmolStr {
        let spelled = self.arrays.spell(&found.hub, is_list).0;
        let plain = Found { name: arrays::plain(&found.name), ..found.clone() };
        match envelope(&plain) {
            Some(envelope) => format!("{envelope}{spelled}").into(),
            None => found.name.clone(),
        }
    }

    /// What is known of a field of the hub, by its own name or the one that stands for all below.
    pub fn field(&self, hub_name: &str) -> Option<&HubField> {
        self.fields.get(hub_name).or_else(|| {
            let is_above = |f: &&HubField| {
                f.name.strip_suffix('*').is_some_and(|prefix| hub_name.starts_with(prefix))
            };
            self.fields.values().find(is_above)
        })
    }

    /// What the events of a log source have in common.
    pub fn select(&self, source: &str) -> Option<&Select> {
        self.selects.iter().find(|s| s.sources.iter().any(|id| id == source))
    }

    /// Elastic packages whose types count where packages disagree, for [`crate::field_type_in`].
    pub fn package_names(&self) -> Vec<&str> {
        self.packages.iter().map(SmolStr::as_str).collect()
    }

    /// Readable forms that lead to two places: `(taxonomy, name)`. None in a sound hub.
    pub fn ambiguous(&self) -> Vec<(SmolStr, SmolStr)> {
        let mut seen: FxHashMap<(&SmolStr, &SmolStr), usize> = FxHashMap::default();
        let forms = || self.fields.values().flat_map(|f| &f.forms);
        let readable = || forms().filter(|f| f.read.is_some() && f.when.is_none());
        readable().for_each(|f| *seen.entry((&f.taxonomy, &f.name)).or_default() += 1);
        let mut twice: Vec<_> = readable()
            .filter(|f| seen.get(&(&f.taxonomy, &f.name)).is_some_and(|n| *n > 1))
            .map(|f| (f.taxonomy.clone(), f.name.clone()))
            .collect();
        twice.dedup();
        twice
    }
}

/// What stands before the hub's name in a name that holds it: nothing, or the path of an object around the event.
fn envelope(found: &Found<'_>) -> Option<SmolStr> {
    let before = found.name.strip_suffix(found.hub.as_str())?;
    (before.is_empty() || before.ends_with('.')).then(|| before.into())
}

/// The name with `*` for every part that is a place in a list, if one is.
fn places_open(name: &str) -> Option<SmolStr> {
    let is_place = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    name.split('.').any(is_place).then(|| {
        let open: Vec<&str> =
            name.split('.').map(|part| if is_place(part) { "*" } else { part }).collect();
        open.join(".").into()
    })
}

fn fill(name: &SmolStr, tail: &str) -> SmolStr {
    match name.strip_suffix('*') {
        Some(prefix) => SmolStr::from(format!("{prefix}{tail}")),
        None => name.clone(),
    }
}

/// The hub of a log source.
pub fn hub(source: &str) -> Option<&'static Hub> {
    let followed = || crate::logsource::follows(source).and_then(own::own);
    own::own(source).or_else(followed).or_else(|| of_files(source))
}

/// The hub of a log source without rows of the user's own; of one that follows another, that one's.
fn of_files(source: &str) -> Option<&'static Hub> {
    let source = crate::logsource::follows(source).unwrap_or(source);
    files::FILES.iter().find(|f| f.sources.contains(&source)).map(files::HubText::load)
}

/// Whether the field map knows a taxonomy's name among the fields of a concept ([`crate::LogSource::concept`]).
pub fn concept_has(concept: &str, taxonomy: &str, name: &str) -> bool {
    rows::concept_has(concept, taxonomy, name)
}

/// Every hub.
pub fn hubs() -> impl Iterator<Item = &'static Hub> {
    files::FILES.iter().map(files::HubText::load)
}
