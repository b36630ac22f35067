//! The fields of a user's own index: names with types, from what Elasticsearch and Splunk say of themselves.

mod parse;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use std::collections::BTreeSet;

/// Fields that an index has. What is not among them no event has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndexFields {
    /// Type by name, as Elasticsearch calls it; fields of Splunk are `keyword` or `double`.
    types: FxHashMap<SmolStr, SmolStr>,
    /// Names that hold any name below them.
    open: BTreeSet<SmolStr>,
    /// Beginnings, up to a star, of names that a dynamic template gives a type.
    patterns: Vec<(SmolStr, SmolStr)>,
    /// Whose names they are.
    pub system: IndexSystem,
}

/// What an index is of, which says in whose names its fields are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum IndexSystem {
    /// Not said: a plain list of names.
    #[default]
    Any,
    /// Elasticsearch: a mapping, a template, field capabilities.
    Elasticsearch,
    /// Splunk: the result of `fieldsummary`.
    Splunk,
}

impl IndexFields {
    /// Reads what a system says of its fields.
    ///
    /// For Elasticsearch the answers of `GET index/_mapping`, `GET index/_field_caps?fields=*`, `GET _index_template/name`,
    /// `GET _component_template/name` and `GET _template/name`, or the body of a template or mapping; for Splunk the result
    /// of `| fieldsummary` as CSV or JSON; else a CSV with a column `field` (or `name`) and perhaps one `type`, or JSON
    /// `{"field": "type"}`.
    ///
    /// # Errors
    /// What is none of these, in words.
    pub fn parse(text: &str) -> Result<Self, String> {
        parse::parse(text)
    }

    /// Whether the index has the field, or an object that holds any name.
    pub fn has(&self, name: &str) -> bool {
        self.type_of(name).is_some()
    }

    /// The field's type, as Elasticsearch calls it.
    pub fn type_of(&self, name: &str) -> Option<&str> {
        if let Some(ty) = self.types.get(name) {
            return Some(ty);
        }
        let mut above = name.rmatch_indices('.').map(|(dot, _)| &name[..dot]);
        if above.any(|above| self.open.contains(above)) {
            return Some("flattened");
        }
        let fits = |pattern: &str| match pattern.split_once('*') {
            Some((before, after)) => {
                name.len() >= before.len() + after.len()
                    && name.starts_with(before)
                    && name.ends_with(after)
            }
            None => name == pattern,
        };
        self.patterns.iter().find(|(pattern, _)| fits(pattern)).map(|(_, ty)| ty.as_str())
    }

    /// The name that a mistyped one is nearest to.
    pub fn nearest(&self, name: &str) -> Option<&str> {
        let mut names: Vec<&str> = self.types.keys().map(SmolStr::as_str).collect();
        names.sort_unstable();
        crate::nearest(name, names)
    }

    /// Every name with its type, in no order; objects are among them.
    pub fn types(&self) -> impl Iterator<Item = (&str, &str)> {
        self.types.iter().map(|(name, ty)| (name.as_str(), ty.as_str()))
    }

    /// Whether a taxonomy's names are those of this index.
    pub fn speaks_of(&self, taxonomy: &str) -> bool {
        let of_splunk = [crate::SPLUNK_TA, crate::CIM].contains(&taxonomy);
        match self.system {
            IndexSystem::Any => true,
            IndexSystem::Elasticsearch => taxonomy == "ecs",
            IndexSystem::Splunk => of_splunk,
        }
    }

    fn add(&mut self, name: &str, ty: &str) {
        if matches!(ty, "flattened" | "flat_object" | "passthrough") {
            self.open.insert(name.into());
        }
        // A later index of the same answer may know more than that it is an object.
        let known = self.types.get(name).is_some_and(|known| known != "object");
        if !known {
            self.types.insert(name.into(), ty.into());
        }
    }
}

/// All that a user gave of their own indexes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Indexes {
    /// One for each file.
    given: Vec<IndexFields>,
}

/// Fields of Splunk itself, which every event has and no extraction makes.
const OF_SPLUNK: [&str; 8] =
    ["host", "index", "source", "sourcetype", "eventtype", "tag", "splunk_server", "linecount"];

impl Indexes {
    /// These indexes.
    pub fn new(given: Vec<IndexFields>) -> Self {
        Self { given }
    }

    /// Whether none was given.
    pub fn is_empty(&self) -> bool {
        self.given.is_empty()
    }

    /// Whether an index with names of this taxonomy was given.
    pub fn speak_of(&self, taxonomy: &str) -> bool {
        self.given.iter().any(|index| index.speaks_of(taxonomy))
    }

    /// Whether an index of a taxonomy was given, and none of them has the field.
    pub fn lack(&self, taxonomy: &str, name: &str) -> bool {
        let of_system =
            name.starts_with('_') || (taxonomy == crate::SPLUNK_TA && OF_SPLUNK.contains(&name));
        let speaking = || self.given.iter().filter(|index| index.speaks_of(taxonomy));
        !of_system && speaking().next().is_some() && !speaking().any(|index| index.has(name))
    }

    /// The field of a taxonomy's indexes that a mistyped name is nearest to.
    pub fn nearest(&self, taxonomy: &str, name: &str) -> Option<&str> {
        self.given.iter().filter(|i| i.speaks_of(taxonomy)).find_map(|i| i.nearest(name))
    }

    /// Every name with its type, in no order.
    pub fn types(&self) -> impl Iterator<Item = (&str, &str)> {
        self.given.iter().flat_map(IndexFields::types)
    }
}
