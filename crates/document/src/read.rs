//! What reading a file gives, and the limits of every reader.

use crate::tree::Document;
use ruleglot_source::Diagnostic;

/// How deeply lists and maps may be nested; one more is refused with its place.
pub const NESTING_LIMIT: usize = 200;

/// How many findings a file can have: a file that is no rule at all would have one a line.
pub const FINDINGS_LIMIT: usize = 1_000;

/// Above how many entries a map's keys are looked up by hash.
pub(crate) const SMALL_MAP: usize = 16;

/// The documents of a file and what is to be said of it.
#[derive(Clone, Debug, Default)]
pub struct Read {
    /// The documents that could be read, in the order of the file; empty ones are left out.
    pub documents: Vec<Document>,
    /// Findings, in the order of the file: the first [`FINDINGS_LIMIT`].
    pub diagnostics: Vec<Diagnostic>,
}

impl Read {
    /// Documents, and their findings in the order of the file.
    pub(crate) fn new(documents: Vec<Document>, findings: Findings) -> Self {
        let mut diagnostics = findings.list;
        diagnostics.sort_by_key(|d| d.at().span.start);
        Self { documents, diagnostics }
    }
}

/// Findings of one file, not more than its limit.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    list: Vec<Diagnostic>,
}

impl Findings {
    /// Adds a finding, if there is room.
    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        if self.list.len() < FINDINGS_LIMIT {
            self.list.push(diagnostic);
        }
    }

    /// Adds findings while there is room.
    pub(crate) fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        let room = FINDINGS_LIMIT - self.list.len();
        self.list.extend(diagnostics.into_iter().take(room));
    }

    /// Takes them all.
    pub(crate) fn take(&mut self) -> Vec<Diagnostic> {
        std::mem::take(&mut self.list)
    }
}
