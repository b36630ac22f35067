//! Files, byte spans, line index, text maps, diagnostics and edits.
//!
//! The vocabulary that every layer shares to say *where* something stands. No parsing, no rendering, no I/O.

mod diagnostic;
mod edit;
mod file;
mod map;
mod snippet;
mod span;

pub use diagnostic::{Diagnostic, Edit, Fix, Label, Safety, Severity};
pub use edit::apply_edits;
pub use file::{LineColumn, LineIndex, SourceFile};
pub use map::TextMap;
pub use snippet::Snippet;
pub use span::{At, FileId, FileSpan, Span};
