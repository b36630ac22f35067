//! Pages of the family `kuery`.

use super::{CodePage, error, warning};

pub(super) const PAGES: &[CodePage] = &[
    error(
        "kuery/bad-escape",
        "A backslash escapes something that KQL has no escape for.",
        "Kibana refuses the query.",
        "Write a backslash itself as `\\\\`, or put the value in quotes.",
    ),
    warning(
        "kuery/blank-in-wildcard",
        "A wildcard value without quotes holds a blank.",
        "On fields of type `wildcard` and `text` Kibana hands it to a query that splits at blanks, so each piece is an \
         alternative of its own.",
        "Write the pieces as `(*first* and *second*)`, or ask a keyword field.",
    ),
    warning(
        "kuery/free-text-in-nested",
        "A value without a field stands in a nested group.",
        "It matches nothing: free text is searched at the top of the document.",
        "Write the field, relative to the path of the group.",
    ),
    warning(
        "kuery/keyword-as-text",
        "`and` or `or` is read as part of a value or of a name.",
        "The query does not combine what it seems to combine.",
        "Remove the stray keyword, or put the value in quotes if the word belongs to it.",
    ),
    warning(
        "kuery/lone-star-alternative",
        "A wildcard value begins with a star and a blank.",
        "On a field of type `wildcard` or `text` the star is then an alternative of its own, and matches every value.",
        "Remove the blank after the star.",
    ),
    warning(
        "kuery/lost-backslash",
        "A backslash stands before `and`, `or` or `not`, where it is an escape.",
        "`\\order` is the text `order`, `\\notepad` a line break and `otepad`: the backslash of a path is lost.",
        "Write a backslash itself as `\\\\`, or put the value in quotes.",
    ),
    warning(
        "kuery/nested-path",
        "The path of a nested group has wildcards or is `null`.",
        "No nested field has such a name, so the group matches nothing.",
        "Write the whole name of the nested field.",
    ),
    warning(
        "kuery/null-field",
        "The field `null` stands without quotes.",
        "Kibana takes it for no field, so its values are searched for in all of them.",
        "Put the name in quotes: `\"null\"`.",
    ),
    warning(
        "kuery/null-value",
        "The value `null` stands without quotes.",
        "It equals no value; Elasticsearch refuses the query, or a comparison holds for every value.",
        "For a missing field write `not field: *`; for the text, put it in quotes.",
    ),
    warning(
        "kuery/operator-as-text",
        "`=`, `!=`, `&&` or `||` is read as text: KQL has no such operator.",
        "The query searches for those characters instead of doing what they say in other languages.",
        "Write `field: value`, `not field: value`, `and`, `or`.",
    ),
    warning(
        "kuery/question-mark",
        "A value without quotes has a `?` that looks like a wildcard.",
        "KQL has no wildcard for one character: the `?` is that character.",
        "Write `*`, or put the value in quotes if the character is meant.",
    ),
    warning(
        "kuery/star-as-text",
        "The bound of a comparison has a star.",
        "Comparisons have no wildcards: the star is that character.",
        "Compare with a value, or put it in quotes if the character is meant.",
    ),
    error(
        "kuery/syntax",
        "The query cannot be read at this place.",
        "Kibana refuses the query. Every fault of a query is reported, not only the first.",
        "Mend it as the help says.",
    ),
    error(
        "kuery/too-deep",
        "The query is nested more than 200 deep.",
        "No query written by people is; Elasticsearch refuses it too.",
        "Split the rule, or drop brackets that are not needed.",
    ),
    error(
        "kuery/unbalanced-bracket",
        "A bracket is not closed, or closes nothing.",
        "Kibana refuses the query.",
        "Add or remove the bracket; one that belongs to a value is written in quotes or with a backslash.",
    ),
    error(
        "kuery/unbalanced-quote",
        "A quote is never closed.",
        "Everything after it is read as one value, or not at all.",
        "Close it; a quote that belongs to the value is written `\\\"`.",
    ),
];
