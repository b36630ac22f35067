//! YAML and TOML as one spanned tree, read and written.
//!
//! A document keeps what serde value types lose: byte spans, quoting style, comments and the original text of every
//! scalar. Nothing here knows what a rule is, and no scalar is given a type until a reader asks under a named schema
//! ([`Scalar::resolve`]). Offsets in a decoded text lead back to bytes of the file through [`text_map`].
//!
//! Reading never panics and does no I/O: what cannot be read is a diagnostic, and everything else is still read.

mod map;
mod out;
mod read;
mod schema;
mod toml;
mod tree;
mod write;
mod yaml;

pub use map::{key_map, snippet, text_map};
pub use out::{Layout, Out, OutEntry, OutMap, TextStyle};
pub use read::{FINDINGS_LIMIT, NESTING_LIMIT, Read};
pub use schema::{Schema, Value};
pub use toml::read_toml;
pub use tree::{Comment, Document, Entry, Kind, Language, Mapping, Node, Scalar, Style, Tag};
pub use write::{write_toml, write_yaml};
pub use yaml::read_yaml;
