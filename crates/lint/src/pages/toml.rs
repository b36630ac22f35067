//! Pages of the family `toml`.

use super::{CodePage, error};

pub(super) const PAGES: &[CodePage] = &[
    error(
        "toml/duplicate-key",
        "A key stands twice in one table.",
        "TOML forbids it; readers refuse the file. Here the first is kept and the rest is still checked.",
        "Remove one of them, or rename it.",
    ),
    error(
        "toml/syntax",
        "The text is not TOML at this place.",
        "The file cannot be read as a rule before it is mended; every fault is reported, not only the first.",
        "Write what is expected here.",
    ),
    error(
        "toml/too-deep",
        "Lists and tables are nested more than 200 deep.",
        "No rule is; reading on could exhaust the memory of tools.",
        "Flatten the file.",
    ),
];
