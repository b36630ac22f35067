//! Sigma detections: document to AST to IR and back.
//!
//! [`parse`] gives the detection as written, [`lower`] what it means, [`raise`] writes a meaning the way `SigmaHQ`
//! writes rules, and [`print()`] gives the map for the writer. [`oddities`] says what can be read but is probably not
//! meant. Metadata, log sources, correlations and filters are not of this crate.

pub mod ast;
pub mod condition;
mod lower;
pub mod modifier;
mod names;
mod oddities;
mod parse;
mod plan;
mod print;
mod raise;
mod target;
mod text;

pub use lower::lower;
pub use oddities::oddities;
pub use parse::{Parsed, parse};
pub use print::print;
pub use raise::raise;
pub use target::{SIGMA, Sigma};
