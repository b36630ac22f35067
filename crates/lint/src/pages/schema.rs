//! Pages of the family `schema`.

use super::{CodePage, error, warning};

pub(super) const PAGES: &[CodePage] = &[
    error(
        "schema/bad-date",
        "A date cannot be read, or does not exist.",
        "Tools that load the rule refuse it.",
        "Write it as the help says: `YYYY-MM-DD` in Sigma and ESCU, `YYYY/MM/DD` in Elastic's rules.",
    ),
    error(
        "schema/bad-id",
        "An id is no UUID.",
        "Ids are how rules are told apart and updated.",
        "Write a UUID; a random one (version 4) will do.",
    ),
    error(
        "schema/bad-value",
        "A value is not among those that its key may have.",
        "Tools that load the rule refuse it, or take a default.",
        "Write one of the values that the help names.",
    ),
    error(
        "schema/date-order",
        "A rule was changed before it was made.",
        "One of the dates is wrong.",
        "Swap or mend them.",
    ),
    warning(
        "schema/duplicate-item",
        "A list of metadata has the same entry twice.",
        "It says nothing twice over, and one of them was perhaps meant to be another.",
        "Remove one of them, which is what the fix does.",
    ),
    error(
        "schema/empty-logsource",
        "The log source of a Sigma rule has none of `category`, `product` and `service`.",
        "Nobody can know which events the rule is for.",
        "Name at least one of them.",
    ),
    error(
        "schema/exclusive-keys",
        "Two keys exclude each other.",
        "Elastic refuses the rule.",
        "Remove one of them.",
    ),
    error(
        "schema/field-not-in-search",
        "An ESCU rule puts risk on a field, quotes it or throttles by it, and its search never names it.",
        "The result of the search has no such field, so risk goes to nobody and the message has a hole; contentctl \
         refuses the rule.",
        "Name a field that the search puts out.",
    ),
    error(
        "schema/file-name",
        "The file of an ESCU rule is not named after the rule.",
        "One is derived from the other, and contentctl refuses the rule.",
        "Rename the file as the message says: the name in lower case, with `_` for blanks, `-`, `.` and `/`.",
    ),
    error(
        "schema/filter-macro",
        "The search of an ESCU rule does not call the rule's own filter macro.",
        "The macro is where an installation tunes the rule without touching it; contentctl refuses the rule.",
        "End the search with the macro that the message names.",
    ),
    error(
        "schema/key-of-other-type",
        "A key belongs to rules of another type.",
        "It does nothing here, or the rule is refused.",
        "Remove it, or change the type of the rule.",
    ),
    error(
        "schema/missing-field",
        "A key is missing that the format requires.",
        "Tools that load the rule refuse it.",
        "Add it.",
    ),
    error(
        "schema/overlapping-techniques",
        "An ESCU rule lists a technique of ATT&CK beside one of its sub-techniques.",
        "The sub-technique says both; contentctl refuses the rule.",
        "Remove the technique.",
    ),
    error(
        "schema/placeholder",
        "An ESCU rule still has `__UPDATE__`, which `contentctl new` writes where something is to be filled in.",
        "The rule is not finished, and contentctl refuses it.",
        "Write what belongs there.",
    ),
    warning(
        "schema/risk-and-severity",
        "The risk score does not fit the severity.",
        "Elastic's own rules keep scores in bands: low to 21, medium to 47, high to 73, critical above. Analysts sort \
         alerts by either.",
        "Change one of them.",
    ),
    error(
        "schema/unknown-key",
        "A key is not known to the format; a warning where the format allows keys of your own \
         and it looks misspelt, and where it is only lost.",
        "What it says is lost, which for a misspelt key is never noticed.",
        "Correct or remove it.",
    ),
    error(
        "schema/wrong-type",
        "A value has another type than its key wants: a text for a list, a number for a text.",
        "Tools that load the rule refuse it.",
        "Write what the help says.",
    ),
];
