//! Splunk's Search Processing Language (SPL): text to AST to IR and back.
//!
//! Five files of one shape, as in every language: [`ast`], `parse`, `print`, `lower`, `raise`; beside them `expand`, for
//! Splunk replaces macros as text before it parses.

pub mod ast;
mod faults;
mod grammar;
mod layout;
mod normal;
mod parse;
mod text;

pub use parse::{Parsed, parse};
