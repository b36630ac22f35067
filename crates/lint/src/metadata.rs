//! Lints about what is said about a rule.

pub(crate) mod secret;
