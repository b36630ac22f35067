//! Finds rule files, reads, checks and translates them: what every front door shares.
//!
//! The only crate that touches the file system; it prints nothing.

mod input;
mod place;
mod report;
mod usage;

pub use input::{Candidate, Found, MOST_BYTES, discover, load};
pub use place::Place;
pub use report::{
    Counted, FieldCounts, LogSourceReport, NoteReport, Reason, Report, Requires, RuleReport,
    Summary, UnmappedField, VerifiedReport,
};
pub use usage::Usage;
