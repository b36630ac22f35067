//! Pages of the family `yaml`.

use super::{CodePage, error, warning};

pub(super) const PAGES: &[CodePage] = &[
    error(
        "yaml/alias-bomb",
        "The aliases of a document stand for more than 100,000 values.",
        "A small file that expands to a huge one takes down tools that read it.",
        "Write the values out.",
    ),
    warning(
        "yaml/block-scalar-newline",
        "A value to be matched, written as a block (`|` or `>`), ends with a line break.",
        "The line break is part of the value, and hardly any field holds one.",
        "Write `|-` or `>-`, which leave it out.",
    ),
    error(
        "yaml/complex-key",
        "A list or a map is a key.",
        "No reader of rules understands such a key; the pair is left out.",
        "Write a text as the key.",
    ),
    error(
        "yaml/duplicate-key",
        "A key stands twice in one map.",
        "Readers keep the first, the last, or refuse the file. In a selection this silently drops a condition.",
        "Remove one of them; for two conditions on one field use a list with `all`, or two selections.",
    ),
    warning(
        "yaml/implicit-type",
        "A value to be matched has one type in YAML 1.1 and another in YAML 1.2: `no`, `010`, `1_000`, `12:30:45`, `1e3`, \
         a date.",
        "Sigma's tools read YAML 1.1, others 1.2, so the rule matches different things in different tools.",
        "Put it in quotes if it is text, or write the number plainly.",
    ),
    warning(
        "yaml/libyaml-only",
        "YAML 1.2 refuses this place; libyaml, on which most readers of rules are built, accepts it.",
        "Stricter readers refuse the whole file.",
        "Write it as the message says, so that every reader accepts it.",
    ),
    warning(
        "yaml/lossy-number",
        "A number without quotes loses its spelling: `1.10` becomes 1.1, `0x10` becomes 16.",
        "A version or a code compared as text then never matches.",
        "Put it in quotes to make it text.",
    ),
    error(
        "yaml/merge-key",
        "`<<` merges something that is neither a map nor a list of maps.",
        "Readers refuse it.",
        "Give it an alias of a map, or put the key in quotes.",
    ),
    error(
        "yaml/syntax",
        "The text is not YAML at this place.",
        "This document of the file cannot be read; the others still are.",
        "Mend it as the message says. Values that begin with `*`, `&`, `@`, `%` or `` ` `` or hold `: ` need quotes.",
    ),
    error(
        "yaml/too-deep",
        "Lists and maps are nested more than 200 deep.",
        "No rule is; reading on could exhaust the memory of tools.",
        "Flatten the document.",
    ),
    error(
        "yaml/unknown-alias",
        "An alias `*name` has no anchor `&name` before it, or stands inside its own value.",
        "Often a value that begins with a wildcard was left without quotes.",
        "Put the value in quotes, or write the anchor.",
    ),
    warning(
        "yaml/unknown-tag",
        "A value has a tag that YAML does not define.",
        "Safe readers refuse the file for it.",
        "Remove the tag.",
    ),
];
