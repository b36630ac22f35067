//! Lints about what queries of Elastic's rules ask of fields that the integrations fill in their own way.

pub(crate) mod json_in_map;
