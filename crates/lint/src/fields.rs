//! Names of fields.

mod mentions;
pub(crate) mod unknown;
