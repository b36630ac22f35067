//! Field names and the taxonomies that they belong to.

use crate::Pattern;
use smol_str::SmolStr;

/// A name as its taxonomy spells it, array marks included.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Field {
    /// Whose name it is.
    pub taxonomy: Taxonomy,
    /// The name.
    pub name: SmolStr,
}

impl Field {
    /// A field of a known taxonomy.
    pub fn known(taxonomy: impl Into<SmolStr>, name: impl Into<SmolStr>) -> Self {
        Self { taxonomy: Taxonomy::Known(taxonomy.into()), name: name.into() }
    }
}

/// All fields whose names match a pattern (KQL `hash.*:x`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FieldGlob {
    /// Whose names they are.
    pub taxonomy: Taxonomy,
    /// The pattern of the whole dotted name.
    pub name: Pattern,
}

/// Where a name is defined.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Taxonomy {
    /// `ecs`, `cim`, `splunk-ta`, `sigma`, `cloudtrail`, a user's own: an id in `knowledge`.
    Known(SmolStr),
    /// Made by an earlier stage.
    Derived,
    /// Relative to the element of the innermost `Within`; the empty name is the element itself.
    Element,
}

/// How a name finds its values in an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameWalk {
    /// The literal key if the event has it, else the dotted path; arrays on the way are crossed (Sigma).
    FlatThenNested,
    /// Every way to split the dotted name into keys; all values found are the field's (Elasticsearch).
    Merged,
}

impl Taxonomy {
    /// How names of this taxonomy walk an event.
    ///
    /// Elasticsearch, "Object field type": dotted keys and nested objects are the same field. Sigma: `spec` decides for
    /// the literal key first.
    pub fn walk(&self) -> NameWalk {
        match self {
            Self::Known(id) if id == "ecs" => NameWalk::Merged,
            _ => NameWalk::FlatThenNested,
        }
    }

    /// The id, if it is a known one.
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::Known(id) => Some(id),
            Self::Derived | Self::Element => None,
        }
    }
}
