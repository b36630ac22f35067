//! What ends a run with status 2: wrong usage, configuration or I/O, never the content of a rule.

use std::fmt;

/// Why a run could not be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Usage {
    /// Lower case, without a full stop.
    pub message: String,
}

impl Usage {
    /// With these words, lower case, without a full stop.
    pub fn new(why: impl Into<String>) -> Self {
        Self { message: why.into() }
    }
}

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Usage {}
