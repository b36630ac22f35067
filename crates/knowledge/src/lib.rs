//! Taxonomies, field maps, log sources and ATT&CK, as data with look-ups.
//!
//! Everything here is a file under `data/`, inside the binary; nothing is read at run time. Tables are made from reference
//! material by `examples/generate.rs`; hub files (`data/hubs/`) are written by hand. What a rewriting makes of an entry is
//! not here but in `translate`.

mod attack;
mod fields;
mod hub;
mod index_fields;
mod logsource;
mod macros;
mod names;
mod table;

pub use attack::{
    AttackRelease, Domain, Tactic, Technique, tactic, tactic_by_shortname, tactics, technique,
    techniques,
};
pub use fields::{
    field_is_array, field_type, field_type_in, has_field, is_known_field, suggest_field,
    suggest_field_in, suggest_typo,
};
pub use hub::{
    CIM, Confidence, Derivation, Evidence, Form, FormCase, Found, HouseForm, Hub, HubField, Keyed,
    Lists, Multiplicity, Nulls, Others, Outcome, Predicate, Relation, SPLUNK_TA, Select,
    SelectForm, Spelling, concept_has, hub, hubs, notation,
};
pub use index_fields::{IndexFields, IndexSystem, Indexes};
pub use logsource::{
    ElasticSource, Fit, LogSource, SigmaSource, SplunkSource, fits_sigma, log_source, log_sources,
    recognise_elastic, recognise_sigma,
};
pub use macros::{MacroKind, SplunkMacro, splunk_macro, splunk_macros};
pub use names::{data_model_fields, is_data_model_field, nearest, sigma_names, splunk_names};
