//! Pages of the family `fmt`.

use super::{CodePage, warning};

pub(super) const PAGES: &[CodePage] = &[warning(
    "fmt/left-as-it-is",
    "Laying out a file would have changed a value, a comment or what a rule means.",
    "`fmt` reads what it made before it writes it, and writes nothing that does not say the same.",
    "It is a fault of ruleglot, not of the file: please report it with the file.",
)];
