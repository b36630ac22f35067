//! What reading a file gives, and the limits of every reader.

use crate::tree::Document;
use ruleglot_source::Diagnostic;

/// How deeply lists and maps may be nested; one more is refused with its place.
pub const NESTING_LIMIT: usize = 200;

/// Above how many entries a map's keys are looked up by hash.
pub(crate) const SMALL_MAP: usize = 16;

/// The documents of a file and what is to be said of it.
#[derive(Clone, Debug, Default)]
pub struct Read {
    /// The documents that could be read, in the order of the file; empty ones are left out.
    pub documents: Vec<Document>,
    /// Findings, in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
}

impl Read {
    /// Puts the findings in the order of the file.
    pub(crate) fn sorted(mut self) -> Self {
        self.diagnostics.sort_by_key(|d| d.at().span.start);
        self
    }
}
