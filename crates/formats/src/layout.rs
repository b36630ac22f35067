//! How rule files are laid out: edits of bytes that change the order of keys and the blanks between things, never a value.
//!
//! A layout is made in steps: keys come into order first, then lines are set in, then queries are laid out. Each step
//! gives the edits of its own and is asked again on what they make of the file, until nothing is left to do.

pub(crate) mod chunks;
pub(crate) mod toml;
pub(crate) mod yaml;
