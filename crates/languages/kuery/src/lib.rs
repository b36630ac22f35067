//! Kibana Query Language: text to AST to IR and back.
//!
//! Five files of one shape, as in every language: [`ast`], `parse`, `print`, `lower`, `raise`. What Kibana accepts is
//! accepted, nothing else; what it accepts but hardly anybody means is told by [`oddities`]. Field types are not known
//! here: a value stays "by mapping" on the way in, and on the way out only what reads back the same is accepted.

pub mod ast;
mod faults;
mod format;
mod grammar;
mod lower;
mod names;
mod oddities;
mod parse;
mod print;
mod raise;
mod target;
mod text;

pub use format::format;
pub use lower::lower;
pub use names::names;
pub use oddities::{Blanks, oddities, oddities_in};
pub use parse::{Parsed, parse};
pub use print::{print, print_pretty};
pub use raise::raise;
pub use target::Kuery;
