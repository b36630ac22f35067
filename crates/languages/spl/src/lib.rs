//! Splunk's Search Processing Language (SPL): text to AST to IR and back.
//!
//! Five files of one shape, as in every language: [`ast`], `parse`, `print`, `lower`, `raise`; beside them `expand`, for
//! Splunk replaces macros as text before it parses, and [`read`], which does all that reading takes.

pub mod ast;
mod commands;
mod expand;
mod faults;
mod format;
mod grammar;
mod layout;
mod lower;
mod normal;
mod parse;
mod print;
mod raise;
mod read;
mod target;
mod text;
mod uses;

pub use commands::is_known as is_command;
pub use expand::{Definition, Expanded, MacroTable, Macros, Region, expand, parse_macros_conf};
pub use format::format;
pub use lower::{DATA_MODELS, EVENTS, SPL, SourceTests};
pub use parse::{Parsed, parse};
pub use print::{print, print_eval, print_expr, print_pretty};
pub use raise::raise;
pub use read::{Read, read};
pub use target::Spl;
pub use uses::{lookups, macros};
