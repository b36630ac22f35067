//! Rule files: Elastic TOML, Sigma YAML and ESCU YAML, read into metadata and meaning, and written from them.
//!
//! A [`Format`] is a kind of rule file; [`formats`] is the registry, one line for each. A reader reports only what keeps
//! it from reading; what is merely against a format's rules is told by [`Format::schema_findings`]. Nothing is dropped:
//! a key that has no shared meaning, or whose value cannot be understood, goes to `Meta::native` and comes back as it
//! was; where a target has no home for it, writing leaves a note. No I/O, and nothing about remapping fields.

mod attack;
mod bare;
mod carry;
mod date;
mod elastic;
mod escu;
mod file_name;
mod find;
mod format;
mod house;
mod id;
mod layout;
mod mention;
mod native;
mod places;
mod project;
mod prose;
mod schema;
mod sigma;
mod source;
mod table;
mod value;

pub use bare::{bare_languages, layout_bare, read_bare, write_bare};
pub use elastic::Elastic;
pub use escu::{Escu, filter_macro};
pub use file_name::{NameParts, NamePattern};
pub use find::{Claim, Notation, TextKind, claim, find_format, find_language};
pub use format::{
    Assembled, Ast, Format, Identity, Part, ReadRule, Recognition, WriteContext, Written,
};
pub use house::{
    Homes, House, HouseStyle, Layer, Settings, ValueFrom, WrittenValue, foreign_keys, lacking,
    read_settings,
};
pub use id::derived_id;
pub use mention::{AttackLayout, AttackMention, AttackMentions, AttackRole, Mentioned, Placed};
pub use places::Places;
pub use project::Project;
pub use sigma::Sigma;

/// Every format, in the order in which a document is offered to them.
pub fn formats() -> &'static [&'static dyn Format] {
    &[&Elastic, &Sigma, &Escu]
}

/// The format of this id.
pub fn format(id: &str) -> Option<&'static dyn Format> {
    formats().iter().copied().find(|f| f.id() == id)
}
