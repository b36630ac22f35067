//! `ruleglot.lock`: which file of the folder came from which source.
//!
//! One file a line, in the order of their paths, so that version control can merge it. Paths are from the folder of the
//! lock; hashes are SHA-256 of the bytes.

use crate::Usage;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// The name of the file.
pub const LOCK_NAME: &str = "ruleglot.lock";

/// Where an output came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    /// The output.
    pub(crate) path: String,
    /// The source file.
    pub(crate) source: String,
    /// Number of the rule in its file.
    pub(crate) index: usize,
    /// Format, or language of a bare query.
    pub(crate) to: String,
    /// Of the source file.
    pub(crate) source_sha256: String,
    /// Of the output as it was written.
    pub(crate) output_sha256: String,
    /// The name that it would have if no other rule wanted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) wanted: Option<String>,
}

/// What is known of the files of a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lock {
    /// The folder of sources whose tree the outputs mirror, from the folder of the lock: that of the first run.
    pub(crate) base: Option<String>,
    /// By path.
    pub(crate) entries: BTreeMap<String, Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    schema: u32,
    base: Option<String>,
    outputs: Vec<Entry>,
}

impl Lock {
    /// The lock of a folder; an empty one where there is none.
    ///
    /// # Errors
    /// A file that cannot be read, or is no lock.
    pub(crate) fn of(folder: &Path) -> Result<Self, Usage> {
        let file = folder.join(LOCK_NAME);
        let shown = file.display();
        let text = match std::fs::read_to_string(&file) {
            Ok(text) => text,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(e) => return Err(Usage::new(format!("{shown} cannot be read: {e}"))),
        };
        let wrong = |why: String| {
            Usage::new(format!("{shown}: {why}; without it every file there counts as your own"))
        };
        let read: File = serde_json::from_str(&text).map_err(|e| wrong(e.to_string()))?;
        if read.schema != 1 {
            return Err(wrong(format!("schema {} is not known here", read.schema)));
        }
        let entries = read.outputs.into_iter().map(|e| (e.path.clone(), e)).collect();
        Ok(Self { base: read.base, entries })
    }

    /// Its text.
    pub(crate) fn text(&self) -> String {
        let base = serde_json::to_string(&self.base).unwrap_or_default();
        let mut out = format!("{{\"schema\": 1, \"base\": {base}, \"outputs\": [\n");
        for (i, entry) in self.entries.values().enumerate() {
            let json = serde_json::to_string(entry).unwrap_or_default();
            let end = if i + 1 == self.entries.len() { "" } else { "," };
            let _ = writeln!(out, "{json}{end}");
        }
        out.push_str("]}\n");
        out
    }
}

/// SHA-256 in hexadecimal digits.
pub(crate) fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}
