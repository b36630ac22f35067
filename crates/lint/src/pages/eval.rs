//! Pages of the family `eval`.

use super::{CodePage, limit};

pub(super) const PAGES: &[CodePage] = &[limit(
    "eval/not-run",
    "A part of the rule cannot be run on events: it depends on the mapping of an index, or is not known here.",
    "Whether an event matches is not guessed.",
    "Give the mapping with `--schema FILE`, or write that part in another way.",
)];
