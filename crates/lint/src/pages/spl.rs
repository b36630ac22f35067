//! Pages of the family `spl`.

use super::{CodePage, error, warning};

pub(super) const PAGES: &[CodePage] = &[
    error(
        "spl/bad-number",
        "A number is larger than Splunk can count.",
        "The command cannot be run.",
        "Write a smaller number; `sort 0` sorts every row.",
    ),
    error(
        "spl/boolean-assignment",
        "`eval` sets a field to a condition.",
        "No field can hold true or false, so Splunk refuses the search.",
        "Write `if(condition, \"true\", \"false\")`.",
    ),
    error(
        "spl/expected-value",
        "Something is missing: a value, a condition, or what an operator combines.",
        "Splunk refuses the search, or reads the next word in its place.",
        "Complete the part, or remove it.",
    ),
    warning(
        "spl/function-in-search",
        "A condition of `search` compares a field with a function.",
        "`search` computes nothing: it takes the text of the call, which no field has.",
        "Compare with a value, or use `where`.",
    ),
    warning(
        "spl/lower-case-operator",
        "`and`, `or`, `not` or `in` stands in lower case in a condition of `search`.",
        "There it is a word that the event must hold; operators are written in upper case.",
        "Write it in upper case, or put it in quotes if the word is meant.",
    ),
    error(
        "spl/macro-loop",
        "A macro stands for itself, perhaps by way of others.",
        "Replacing it would never end, so Splunk refuses the search.",
        "Change one of the definitions.",
    ),
    error(
        "spl/macro-too-deep",
        "Macros call each other more than 50 deep.",
        "Such a chain is a mistake, and is not followed to its end.",
        "Write shorter chains of macros.",
    ),
    error(
        "spl/macro-too-long",
        "The macros of a search stand for more than a million characters, or for more than 10,000 calls.",
        "Such a text is a mistake, and is not made.",
        "Write macros that call each other less often.",
    ),
    error(
        "spl/malformed-macro",
        "What stands between two backticks is no call of a macro.",
        "A call is a name, with its arguments between brackets if it has any.",
        "Mend the call; a backtick that belongs to a value stands in quotes.",
    ),
    error(
        "spl/missing-as",
        "`rename` has a field without a new name.",
        "Splunk refuses the search.",
        "Write `rename old AS new`.",
    ),
    error(
        "spl/missing-command",
        "There is no command where one must be.",
        "Splunk refuses a search with an empty stage.",
        "Write the command, or remove the pipe.",
    ),
    error(
        "spl/missing-field",
        "A command that works on fields names none.",
        "Splunk refuses the search.",
        "Write the field, or remove the command.",
    ),
    error(
        "spl/missing-function",
        "`stats`, one of its kin or `tstats` computes nothing.",
        "Splunk refuses the search.",
        "Write a function, as in `stats count by user`.",
    ),
    error(
        "spl/no-named-group",
        "The pattern of `rex` has no named group.",
        "Nothing is extracted.",
        "Name what is wanted: `(?<name>…)`.",
    ),
    error(
        "spl/operator-word-as-value",
        "`AND`, `OR`, `NOT`, `IN` or `AS` stands where a value or a word would.",
        "It is an operator without the rest of it, or a text that Splunk takes for one.",
        "Complete the operator, or put the word in quotes: `country=\"IN\"`.",
    ),
    error(
        "spl/rename-wildcards",
        "The two names of a `rename` have different numbers of wildcards.",
        "What each `*` stands for must have a place in the new name; Splunk refuses the search.",
        "Write the same number of `*` in both names.",
    ),
    error(
        "spl/renamed-twice",
        "One `rename` gives a field two names.",
        "Splunk cannot do that: after the first the field is gone.",
        "Copy the field with `eval` first.",
    ),
    error(
        "spl/syntax",
        "The search cannot be read at this place.",
        "Splunk refuses the search, or reads it in another way than it seems. Each stage is read alone, so the others are \
         still checked.",
        "Mend it as the help says.",
    ),
    error(
        "spl/too-deep",
        "The search is nested more than 200 deep.",
        "No search written by people is.",
        "Split the search, or drop brackets that are not needed.",
    ),
    error(
        "spl/unbalanced-bracket",
        "A bracket closes nothing.",
        "Splunk refuses the search.",
        "Remove the bracket; one that belongs to a value stands in quotes.",
    ),
    error(
        "spl/unclosed-bracket",
        "A bracket is never closed.",
        "Splunk refuses the search.",
        "Close the bracket; one that belongs to a value stands in quotes.",
    ),
    error(
        "spl/unclosed-comment",
        "A comment is never closed.",
        "All that follows it would be a comment too.",
        "Close it with three backticks.",
    ),
    error(
        "spl/unclosed-macro",
        "A call of a macro is never closed.",
        "Splunk refuses the search.",
        "Close it with a backtick; a backtick that belongs to a value stands in quotes.",
    ),
    error(
        "spl/unclosed-quote",
        "A quote is never closed.",
        "All that follows it would be one value. Often a backslash before the closing quote is meant as a backslash, but \
         escapes the quote.",
        "Close it; a quote that belongs to the value is written `\\\"`, a backslash before a quote `\\\\`.",
    ),
    error(
        "spl/unknown-command",
        "No command of Splunk, nor of an add-on that is known here, has this name.",
        "Splunk refuses the search. What the stage does is not known, so it is never dropped.",
        "Correct the name.",
    ),
    warning(
        "spl/unquoted-field",
        "A name in an expression has `{`, `:` or `@` and no single quotes.",
        "Splunk refuses the expression, or does not find the field.",
        "Put the name in single quotes.",
    ),
    error(
        "spl/wildcard-in-by",
        "A BY clause has a wildcard.",
        "It takes none: each field must be named.",
        "Write each field.",
    ),
];
