//! Splunk's Search Processing Language (SPL): text to AST to IR and back.
//!
//! Five files of one shape, as in every language: [`ast`], `parse`, `print`, `lower`, `raise`; beside them `expand`, for
//! Splunk replaces macros as text before it parses.

pub mod ast;
mod expand;
mod faults;
mod grammar;
mod layout;
mod normal;
mod parse;
mod print;
mod text;

pub use expand::{Definition, Expanded, MacroTable, Macros, Region, expand, parse_macros_conf};
pub use parse::{Parsed, parse};
pub use print::{print, print_eval, print_expr, print_pretty};
