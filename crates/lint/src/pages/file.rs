//! Pages of the family `file`.

use super::{CodePage, error, warning};

pub(super) const PAGES: &[CodePage] = &[
    warning(
        "file/allow-without-reason",
        "A comment `# ruleglot: allow(code)` gives no reason.",
        "Whoever reads it later cannot tell whether it still holds, so it allows nothing.",
        "Write the reason after the bracket: `# ruleglot: allow(sigma/control-character) the tool really writes a tab`.",
    ),
    error(
        "file/binary",
        "The file has null bytes, so it is no text.",
        "Rules are UTF-8 text; UTF-16, archives and images are not read.",
        "Save a rule as UTF-8, or leave the file out of the paths given.",
    ),
    error(
        "file/not-a-rule",
        "A file named on the command line is no detection rule of any format.",
        "In a directory such files are passed over; one that was named is not, so that no rule is missed because its \
         marks are gone.",
        "Give rule files only, or `--skip-others` to pass over the rest.",
    ),
    error(
        "file/not-utf8",
        "A byte of the file is not valid UTF-8.",
        "What follows cannot be read for certain, so nothing of the file is.",
        "Save the file as UTF-8.",
    ),
    warning(
        "file/unknown-allow",
        "A comment `# ruleglot: allow(…)` names no known code.",
        "It allows nothing.",
        "Correct the code; `ruleglot why FAMILY` lists those of a family.",
    ),
    error(
        "file/unreadable",
        "The file cannot be opened or read, or is larger than any rule.",
        "Its rules are not looked at.",
        "Mend its permissions, or leave it out.",
    ),
    warning(
        "file/unused-allow",
        "A comment `# ruleglot: allow(code)` allows a finding that is not there.",
        "It would hide the next one of its kind.",
        "Remove it. The fix does.",
    ),
];
