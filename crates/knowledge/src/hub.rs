//! Hubs: for each log source its raw taxonomy, and how every other taxonomy relates to it.
//!
//! One TOML file per hub under `data/hubs/`, one row of `data/fieldmap.tsv` per plain rename. n forms around a hub serve
//! n² directions. What is made of an entry when an expression is rewritten or an event projected is in `translate`.

mod file;
mod load;
pub mod notation;
mod rows;

use indexmap::IndexMap;
use ruleglot_ir::Expr;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A log source's raw taxonomy with the forms of its fields in other taxonomies.
#[derive(Clone, Debug, Default)]
pub struct Hub {
    /// Id of the raw taxonomy: `cloudtrail`.
    pub taxonomy: SmolStr,
    /// Log sources whose events have these fields.
    pub sources: Vec<SmolStr>,
    /// Elastic packages whose types count where packages disagree.
    pub packages: Vec<SmolStr>,
    /// Fields, in order.
    pub fields: IndexMap<SmolStr, HubField>,
    /// Closed combinations of conjuncts.
    pub predicates: Vec<Predicate>,
    /// What the events of each log source have in common.
    pub selects: Vec<Select>,
    /// What is true of every event, as far as witnesses may assume.
    pub facts: Vec<Expr>,
    index: Index,
}

/// Where a taxonomy's name leads: the hub field and the form's place in it.
#[derive(Clone, Debug, Default)]
struct Index {
    /// Taxonomy → name → hub field and form.
    exact: FxHashMap<SmolStr, FxHashMap<SmolStr, (usize, usize)>>,
    /// Taxonomy → prefix that ends with a dot, longest first.
    below: BTreeMap<SmolStr, Vec<(SmolStr, usize, usize)>>,
}

/// A field of the raw taxonomy.
#[derive(Clone, Debug, Default)]
pub struct HubField {
    /// Name; `x.*` stands for every name below `x`.
    pub name: SmolStr,
    /// How the vendor spells values.
    pub spelling: Spelling,
    /// One value or a list.
    pub many: Multiplicity,
    /// Whether the vendor writes nulls.
    pub nulls: Nulls,
    /// All values there are, for a closed vocabulary.
    pub vocabulary: Vec<SmolStr>,
    /// Some values that occur.
    pub examples: Vec<SmolStr>,
    /// Its names elsewhere, best first.
    pub forms: Vec<Form>,
}

/// How a vendor spells the values of a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Spelling {
    /// Each value in one spelling: letter case cannot tell two events apart.
    Canonical,
    /// Any.
    #[default]
    Free,
}

/// Whether a field holds lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Multiplicity {
    /// At most one value.
    #[default]
    One,
    /// Any number.
    Many,
}

/// Whether a field may be there with null.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Nulls {
    /// Never.
    #[default]
    Never,
    /// Sometimes.
    Written,
}

/// A hub field's name in another taxonomy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// Whose name.
    pub taxonomy: SmolStr,
    /// The name.
    pub name: SmolStr,
    /// Its value as a function of the hub's.
    pub of: Derivation,
    /// How a test of the hub, read from a test of this name, relates to it; `None` when it is not read.
    pub read: Option<Relation>,
    /// How a test of this name, written for a test of the hub, relates to that; `None` when it is not written.
    pub write: Option<Relation>,
    /// How sure it is.
    pub confidence: Confidence,
    /// Documents that speak for and against it.
    pub evidence: Evidence,
    /// Its type in Elasticsearch, where that is not what [`crate::field_type_in`] says.
    pub ty: Option<SmolStr>,
    /// Hub fields that fill it when this one has no value.
    pub fallback: Vec<SmolStr>,
    /// Whether its index ignores letter case.
    pub case: FormCase,
}

/// Whether the index of a form ignores letter case (a `lowercase` normaliser).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum FormCase {
    /// Tests compare as they say.
    #[default]
    Kept,
    /// Every test ignores it.
    Folded,
}

/// A value of a form as a function of a value of the hub.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Derivation {
    /// The same value.
    #[default]
    Same,
    /// The same value in lower case.
    Lower,
    /// The same value by its time, spelled otherwise.
    Time,
    /// What stands after the last separator, or everything; values without one are only `bare`.
    AfterLast {
        /// Separator.
        separator: char,
        /// The only values that have none.
        bare: Vec<SmolStr>,
    },
    /// What stands before the first separator; nothing without one.
    BeforeFirst {
        /// Separator.
        separator: char,
        /// The only values that have none.
        bare: Vec<SmolStr>,
    },
    /// What stands after the only separator, or everything.
    AfterOnly {
        /// Separator.
        separator: char,
        /// The only values that have none.
        bare: Vec<SmolStr>,
    },
    /// The value where it is an address, else nothing.
    Address,
    /// Words of a command line, as its shell cuts them.
    Words,
    /// The value that stands under a key in `KEY=value,KEY=value`.
    Keyed(Keyed),
    /// A word of a closed vocabulary for each word of the hub's.
    Values(IndexMap<SmolStr, SmolStr>),
    /// The number in `DWORD (0x…)` and `QWORD (0x…-0x…)`; other text as it is.
    RegistryNumber,
    /// The same value, or this word where the hub has none.
    OrWord(SmolStr),
}

/// A key of `KEY=value,KEY=value` with values of hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keyed {
    /// The key.
    pub key: SmolStr,
    /// How many digits a value has.
    pub digits: usize,
}

/// How a set of events relates to the one that it stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Relation {
    /// The same events.
    #[default]
    Equal,
    /// Fewer.
    Narrower,
    /// More.
    Wider,
}

/// How sure an entry is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Confidence {
    /// A guess, or true of some events only.
    Low,
    /// From names and schemas; no document says so.
    Medium,
    /// From the vendor's pipeline or documents.
    #[default]
    High,
}

/// What pairs of raw event and document say about a form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Evidence {
    /// Equal values.
    pub equal: u32,
    /// Other values.
    pub different: u32,
    /// Not filled.
    pub absent: u32,
}

/// A condition of the hub that other taxonomies say in a closed form.
#[derive(Clone, Debug)]
pub struct Predicate {
    /// Id, for tests and pages.
    pub id: SmolStr,
    /// In the hub, outside the exception.
    pub hub: Expr,
    /// The exception, if there is one.
    pub unless: Option<Expr>,
    /// What takes the place of `hub` in the exception.
    pub there: Option<Expr>,
    /// In other taxonomies, with its confidence.
    pub forms: Vec<Outcome>,
}

/// A predicate in another taxonomy.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Whose.
    pub taxonomy: SmolStr,
    /// Where the predicate holds.
    pub is: Expr,
    /// Where it does not, if that has a spelling of its own.
    pub otherwise: Option<Expr>,
    /// How sure it is.
    pub confidence: Confidence,
    /// A call that says it, in a language that has one.
    pub call: Option<SmolStr>,
}

/// What the events of a log source have in common.
#[derive(Clone, Debug)]
pub struct Select {
    /// The log sources.
    pub sources: Vec<SmolStr>,
    /// In the hub; `true` where it is not known.
    pub hub: Expr,
    /// In other taxonomies.
    pub forms: Vec<SelectForm>,
}

/// What the events of a log source have in common, in one taxonomy.
#[derive(Clone, Debug)]
pub struct SelectForm {
    /// Whose.
    pub taxonomy: SmolStr,
    /// What is stated on writing: a conjunction of values of one field each.
    pub is: Expr,
    /// What may be found on reading beside that: each a field with the values that it has from one provider or another.
    pub also: Vec<Expr>,
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
}

impl Hub {
    /// The one form that a name of a taxonomy is read by.
    pub fn read(&self, taxonomy: &str, name: &str) -> Option<Found<'_>> {
        let at = |field: usize, form: usize, tail: &str| {
            let field = &self.fields[field];
            let form = &field.forms[form];
            Found { field, form, hub: fill(&field.name, tail), name: fill(&form.name, tail) }
        };
        if let Some((field, form)) = self.index.exact.get(taxonomy).and_then(|n| n.get(name)) {
            return Some(at(*field, *form, ""));
        }
        let below = self.index.below.get(taxonomy)?;
        below.iter().find_map(|(prefix, field, form)| {
            name.strip_prefix(prefix.as_str()).map(|tail| at(*field, *form, tail))
        })
    }

    /// The forms that a hub field has in a taxonomy, best first, written or not.
    pub fn forms<'h>(&'h self, hub_name: &str, taxonomy: &str) -> Vec<Found<'h>> {
        let of = |field: &'h HubField, tail: &str| {
            let (hub, tail) = (SmolStr::from(hub_name), tail.to_owned());
            field.forms.iter().filter(|f| f.taxonomy == taxonomy).map(move |form| Found {
                field,
                form,
                hub: hub.clone(),
                name: fill(&form.name, &tail),
            })
        };
        let exact = self.fields.get(hub_name).into_iter().flat_map(|f| of(f, ""));
        let below = self.fields.values().filter_map(|f| {
            let prefix = f.name.strip_suffix('*')?;
            hub_name.strip_prefix(prefix).map(|tail| (f, tail))
        });
        exact.chain(below.flat_map(|(f, tail)| of(f, tail))).collect()
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
        let readable = || self.fields.values().flat_map(|f| &f.forms).filter(|f| f.read.is_some());
        readable().for_each(|f| *seen.entry((&f.taxonomy, &f.name)).or_default() += 1);
        let mut twice: Vec<_> = readable()
            .filter(|f| seen.get(&(&f.taxonomy, &f.name)).is_some_and(|n| *n > 1))
            .map(|f| (f.taxonomy.clone(), f.name.clone()))
            .collect();
        twice.dedup();
        twice
    }
}

fn fill(name: &SmolStr, tail: &str) -> SmolStr {
    match name.strip_suffix('*') {
        Some(prefix) => SmolStr::from(format!("{prefix}{tail}")),
        None => name.clone(),
    }
}

impl Evidence {
    /// Whether documents speak for it and none against.
    pub fn confirms(self) -> bool {
        self.equal > 0 && self.different == 0
    }

    /// Whether no document carries the field.
    pub fn is_silent(self) -> bool {
        self.equal + self.different + self.absent == 0
    }
}

/// The hub of a log source.
pub fn hub(source: &str) -> Option<&'static Hub> {
    HUBS.iter().find(|h| h.sources.iter().any(|id| id == source))
}

/// Whether the field map knows an ECS name among the fields of a concept ([`crate::LogSource::concept`]).
pub fn concept_has(concept: &str, ecs_name: &str) -> bool {
    rows::concept_has(concept, ecs_name)
}

/// The taxonomies of all hubs.
pub fn hub_names() -> impl Iterator<Item = &'static str> {
    HUBS.iter().map(|h| h.taxonomy.as_str())
}

static HUBS: LazyLock<Vec<Hub>> = LazyLock::new(|| {
    FILES
        .iter()
        .map(|(name, text)| load::hub(text).unwrap_or_else(|e| panic!("invariant: {name}: {e}")))
        .collect()
});

/// Every hub file. A new one is one line.
static FILES: &[(&str, &str)] = &[
    ("cloudtrail", include_str!("../data/hubs/cloudtrail.toml")),
    ("windows-process", include_str!("../data/hubs/windows-process.toml")),
    ("windows-registry", include_str!("../data/hubs/windows-registry.toml")),
    ("okta", include_str!("../data/hubs/okta.toml")),
    ("linux-process", include_str!("../data/hubs/linux-process.toml")),
];
