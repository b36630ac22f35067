//! Pages of the family `paste`.

use super::{CodePage, error, info, limit};

pub(super) const PAGES: &[CodePage] = &[
    info(
        "paste/bare-detection",
        "A pasted text is the detection of a Sigma rule without the rule around it.",
        "It is read as the `detection` of a rule; which log source it is for, it does not say.",
        "Paste the whole rule, or name the log source with `--source`.",
    ),
    info(
        "paste/gutter-bars",
        "Lines of a pasted text that hold only a bar were taken off.",
        "Pages that show code as a table leave such lines between those of the code; no rule and no query can be read with \
         them.",
        "Nothing, if they are not part of the text; copy its raw form otherwise.",
    ),
    info(
        "paste/gutter-numbers",
        "Line numbers of a pasted text were taken off.",
        "Pages that number the lines of a query put the numbers into what is copied. With them it may still be valid, and \
         search for the numbers.",
        "Nothing, if they are not part of the text; copy its raw form otherwise.",
    ),
    info(
        "paste/page-furniture",
        "What stands before or after the query on a pasted page was taken off.",
        "Headings, buttons and the sections around a query are no part of it.",
        "Nothing, if it is not part of the query; paste the query alone otherwise.",
    ),
    error(
        "paste/several-boxes",
        "A pasted page holds several queries or rules.",
        "Nothing says which of them is meant, so none is read.",
        "Paste the one that is meant.",
    ),
    error(
        "paste/two-readings",
        "A text is valid in several languages, and means something else in each.",
        "KQL and SPL both search for bare words, and both compare with `>`: nothing in the text says which was meant.",
        "Name the language: `--from kuery` or `--from spl`.",
    ),
    limit(
        "paste/unread-language",
        "A text is in a language that this version does not read.",
        "Another language's reader would take its words for something else, so it is not read at all.",
        "Give the rule in a language that is read; if the text is in one of them after all, name it with `--from`.",
    ),
];
