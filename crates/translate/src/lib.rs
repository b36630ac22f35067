//! Resolve, remap, legalise, verify: the way of a rule between two languages.
//!
//! Each step rewrites the IR and leaves notes; none knows how a language is spelled. What only an index mapping knows is
//! resolved first, then fields go from one taxonomy to the other, then what the target cannot say is rewritten, and in
//! the end what was written is read back and held against what was meant.

mod draft;
mod legalise;
mod present;
mod project;
mod remap;
mod rename;
mod resolve;
mod verify;

pub use draft::{Draft, FieldPlan, KeepNames, Lost, Mapped, Request, draft, parts};
pub use legalise::{Facts, Legalised, Loss, legalise};
pub use present::{ByKeys, Presented, present};
pub use project::{
    EventModel, FieldModel, ValueShape, event_model, event_pairs, fill, form_values, project,
};
pub use remap::{
    FieldCounts, FieldName, FieldsMode, Recognised, Remapped, Wording, is_canonical, is_single,
    map_name, native_condition, recognise, remap, remap_worded, source_condition, splunk_source,
};
pub use resolve::{Resolved, declared_types, resolve};
pub use verify::{Check, Verified, verify};
