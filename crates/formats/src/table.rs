//! Words of closed vocabularies and what they mean in the shared model.

use ruleglot_ir::{Severity, Status};
use smol_str::SmolStr;

/// Words with their meanings; the first word of a meaning is the one that is written.
pub(crate) struct Words<T: 'static>(&'static [(&'static str, T)]);

impl<T: Copy + PartialEq> Words<T> {
    /// What a word means.
    pub(crate) fn get(&self, word: &str) -> Option<T> {
        self.0.iter().find(|(w, _)| *w == word).map(|(_, meaning)| *meaning)
    }

    /// Every word.
    pub(crate) fn all(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|(word, _)| *word)
    }

    /// The word for a meaning, if there is one.
    pub(crate) fn word(&self, meaning: T) -> Option<&'static str> {
        self.0.iter().find(|(_, m)| *m == meaning).map(|(word, _)| *word)
    }
}

/// Sigma `level`.
pub(crate) static SIGMA_LEVEL: Words<Severity> = Words(&[
    ("informational", Severity::Informational),
    ("low", Severity::Low),
    ("medium", Severity::Medium),
    ("high", Severity::High),
    ("critical", Severity::Critical),
]);

/// Sigma `status`.
pub(crate) static SIGMA_STATUS: Words<Status> = Words(&[
    ("stable", Status::Stable),
    ("test", Status::Test),
    ("experimental", Status::Experimental),
    ("deprecated", Status::Deprecated),
    ("unsupported", Status::Unsupported),
]);

/// Elastic `severity`.
pub(crate) static ELASTIC_SEVERITY: Words<Severity> = Words(&[
    ("low", Severity::Low),
    ("medium", Severity::Medium),
    ("high", Severity::High),
    ("critical", Severity::Critical),
]);

/// Elastic `metadata.maturity`. `development` has no meaning of its own in the shared model and stays Elastic's.
pub(crate) static ELASTIC_MATURITY: Words<Status> = Words(&[
    ("production", Status::Stable),
    ("beta", Status::Test),
    ("experimental", Status::Experimental),
    ("deprecated", Status::Deprecated),
]);

/// ESCU `status`.
pub(crate) static ESCU_STATUS: Words<Status> = Words(&[
    ("production", Status::Stable),
    ("experimental", Status::Experimental),
    ("deprecated", Status::Deprecated),
]);

/// Elastic's usual risk score of a severity.
pub(crate) fn risk_of(severity: Severity) -> u8 {
    match severity {
        Severity::Informational | Severity::Low => 21,
        Severity::Medium => 47,
        Severity::High => 73,
        Severity::Critical => 99,
    }
}

/// Licences that Elastic's rules name in words, and their SPDX identifiers.
const LICENCES: &[(&str, &str)] = &[("Elastic License v2", "Elastic-2.0")];

/// The shared name of a licence: its SPDX identifier where it is known.
pub(crate) fn licence_name(text: &str) -> SmolStr {
    LICENCES.iter().find(|(words, _)| *words == text).map_or(text, |(_, spdx)| spdx).into()
}

/// A licence in Elastic's words.
pub(crate) fn licence_words(name: &str) -> &str {
    LICENCES.iter().find(|(_, spdx)| *spdx == name).map_or(name, |(words, _)| words)
}
