//! YAML and TOML as one spanned tree.
//!
//! A document keeps what serde value types lose: byte spans, quoting style, comments and the original text of every
//! scalar. Nothing here knows what a rule is, and no scalar is given a type until a reader asks under a named schema.

mod tree;

pub use tree::{Comment, Document, Entry, Kind, Language, Mapping, Node, Scalar, Style};
