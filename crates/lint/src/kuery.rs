//! Lints about queries of Kibana as they are written.

mod context;
pub(crate) mod nested_outside;
pub(crate) mod star_in_quotes;

pub(crate) use context::KueryContext;
