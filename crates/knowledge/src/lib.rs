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
mod near;
mod sigmahq;
mod table;

pub use attack::{
    AttackObject, AttackRelease, AttackState, Domain, ObjectKind, Tactic, Technique, attack_object,
    highest_object, highest_technique, names_before, nearest_object, nearest_tactic,
    nearest_technique, tactic, tactic_by_shortname, tactics, tactics_before, technique,
    technique_named, techniques,
};
pub use fields::{
    field_is_array, field_is_single, field_type, field_type_in, field_types, has_field,
    is_known_field, suggest_field, suggest_typo,
};
pub use hub::{
    CIM, Confidence, Derivation, Evidence, Form, FormCase, Found, HouseForm, Hub, HubField, Keyed,
    Lists, Multiplicity, Nulls, Others, Outcome, OwnRow, Predicate, RAW, Relation, SPLUNK_TA,
    Select, SelectForm, Spelling, TAXONOMIES, concept_has, hub, hubs, notation, use_own_rows,
};
pub use index_fields::{IndexFields, IndexSystem, Indexes};
pub use logsource::{
    ElasticSource, ElasticWords, Fit, LogSource, OwnPart, OwnSearch, OwnSource, OwnWords,
    SigmaSource, SigmaWords, SourceFault, SourceWords, SplunkName, SplunkSource, SplunkWords,
    check_own_sources, fits_sigma, log_source, log_sources, recognise_elastic, recognise_sigma,
    use_own_sources,
};
pub use macros::{MacroKind, SplunkMacro, splunk_macro, splunk_macros};
pub use names::{SigmaNames, data_model_fields, is_data_model_field, nearest, sigma_names};
pub use sigmahq::{SigmaHqSource, sigmahq_source, sigmahq_sources};
