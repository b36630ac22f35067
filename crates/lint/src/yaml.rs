//! Lints about YAML, whatever it says.

pub(crate) mod empty_document;
