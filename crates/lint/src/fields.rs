//! Names of fields.

mod mentions;
pub(crate) mod not_in_index;
pub(crate) mod unknown;
