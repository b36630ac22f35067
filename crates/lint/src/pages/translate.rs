//! Pages of the family `translate`: notes of a conversion about what a rule detects.

use super::{CodePage, note};

pub(super) const PAGES: &[CodePage] = &[
    note(
        "translate/analysed-text",
        "The source compares a whole value; in the target's index the field is analysed text, where words are compared.",
        "Values that only hold the same words match too.",
        "Ask a keyword field, or give the mapping with `--schema`.",
    ),
    note(
        "translate/blank-in-wildcard",
        "The blanks of a pattern are written as wildcards, for Elasticsearch would cut the pattern at them.",
        "Values match too that have anything else in the place of a blank.",
        "Use EQL, whose wildcards keep blanks, or a keyword field.",
    ),
    note(
        "translate/by-key-missing",
        "A Splunk search groups with `BY`, which drops events without a key; the translation has no grouping and matches them.",
        "Events match that the search leaves out. The keys are named; none that the search already asks for, or that every event of the log source has.",
        "Require them with `--by-keys require`, which is exact, or grant `--assume by-keys-present`.",
    ),
    note(
        "translate/case-of-other-scripts",
        "One side ignores the case of the letters of ASCII alone, the other that of all letters.",
        "Values match on one side only in which a letter of another script folds to one of ASCII (the Kelvin sign to `k`), or \
         in which a letter outside ASCII stands in another case.",
        "Nothing, as a rule: no log source is known that writes letters that fold into ASCII. A translation takes that for \
         granted (`--assume ascii-letters`) unless it is told otherwise (`--assume none`).",
    ),
    note(
        "translate/case-sensitive",
        "The source ignores letter case, the target does not.",
        "Values in another spelling are missed; inside an exclusion more events match instead.",
        "List the spellings that occur, or choose a target language that can ignore case.",
    ),
    note(
        "translate/compared-as-numbers",
        "Two fields are compared as numbers where both are numbers, not as text.",
        "`1` and `1.0` are equal in the translation.",
        "Nothing needs to be done where the fields are no numbers.",
    ),
    note(
        "translate/default-fields",
        "The source searches every value of an event, the target the default fields of its index.",
        "Which fields those are is a setting of the index.",
        "Name the field that holds the text.",
    ),
    note(
        "translate/disagreement",
        "The rule as written and the rule as read do not agree on an event made to tell them apart.",
        "This is a fault of this program; no file is written.",
        "Please report it with the rule and the event of the message.",
    ),
    note(
        "translate/duplicates-kept",
        "`dedup` shows the first match of each key only; the translation shows each match.",
        "The same keys match; there may be more alerts.",
        "Group or suppress alerts in the target by the key.",
    ),
    note(
        "translate/field-narrower",
        "The target's field holds less than the source's.",
        "Events that the source matches are missed.",
        "Check on your own data whether they occur, with `--events`.",
    ),
    note(
        "translate/field-wider",
        "The target's field holds more than the source's.",
        "Events match that the source does not.",
        "Check on your own data whether they occur, with `--events`.",
    ),
    note(
        "translate/filter-assumed-empty",
        "A filter macro of a Splunk rule (`…_filter`) has no definition here; it is taken for the empty one that it is delivered with.",
        "A site that has filled the macro leaves out events that match here.",
        "Give the definition with `--macros FILE`.",
    ),
    note(
        "translate/grouping-shown",
        "A grouping has no condition on its measures, so it decides nothing: its keys and measured fields became grouping and shown fields of the alert.",
        "The same events match; an alert may show them otherwise.",
        "Nothing needs to be done.",
    ),
    note(
        "translate/house-form",
        "`--form house` asks for the wording of the target's own repository, which is not exactly what the rule says.",
        "Splunk's detections ask for `errorCode=success`, so calls that failed with a message alone match too; Elastic's ask for `event.outcome`, so such calls are missed where the rule asks for the code alone.",
        "Leave out `--form house` for the form that means the same.",
    ),
    note(
        "translate/index-left-out",
        "The search names the indexes in which events are stored; the target has no such condition, and it is left out.",
        "Events of the same log source that are stored elsewhere match too.",
        "Let the index patterns or the log source of the new rule say it.",
    ),
    note(
        "translate/internal",
        "What was written cannot be read back.",
        "This is a fault of this program; no file is written.",
        "Please report it with the rule.",
    ),
    note(
        "translate/limit-dropped",
        "A limit on the number of rows has no counterpart.",
        "The translation matches rows that the limit cuts off.",
        "Leave the limit out of the search, or accept the note.",
    ),
    note(
        "translate/list-name",
        "A name in a Splunk search marks a list where the log source has none, or does not mark one that it has.",
        "No event has a field of that name, so the search matches nothing; the new rule tests the field that was meant, and matches.",
        "Write `{}` after each part of the name that holds a list: `requestParameters.layers{}`.",
    ),
    note(
        "translate/log-source-narrowed",
        "The source covers several log sources; the new rule is for one of them.",
        "Events of the others are missed.",
        "Write a rule for each log source.",
    ),
    note(
        "translate/medium-field",
        "The mapping of a field rests on names and schemas; no document of the vendor shows it.",
        "If it is wrong, the new rule matches other events. The note rests on the assumption `map-medium`.",
        "Replay your own events with `--events`, or refuse such mappings with `--assume none`.",
    ),
    note(
        "translate/no-query",
        "The rule has no query that this version reads: machine learning, a saved query, or another language.",
        "It is carried into its own format as it is and refused elsewhere.",
        "Write what it detects as a query.",
    ),
    note(
        "translate/null-as-missing",
        "The source asks for the value null, the target only for a missing field.",
        "Events in which the field stands with another kind of nothing are told apart differently.",
        "Nothing, if your events leave empty fields out.",
    ),
    note(
        "translate/other-taxonomy",
        "A Sigma rule says by `taxonomy` that its fields have other names than Sigma's.",
        "Its names were looked up as Sigma's: where one is a name of both, it may mean another field.",
        "Write the rule with Sigma's names, or keep its names with `--fields keep`.",
    ),
    note(
        "translate/refused",
        "The target cannot say a part of the rule, not even nearly.",
        "No file is written; a rule without that part would be another rule.",
        "Choose a target that can say it, or rewrite that part in the source. `--todo` writes what is left of the rule as a hunt.",
    ),
    note(
        "translate/regex-as-wildcards",
        "A regular expression is written with wildcards, which say less.",
        "Values match that the expression refuses.",
        "Choose a target language with regular expressions.",
    ),
    note(
        "translate/said-by-filter",
        "KQL cannot say a part of the condition without losing something: it is written as a filter of the rule \
         (`[[rule.filters]]`), in Elasticsearch's Query DSL, where it means the same.",
        "Kibana shows it beside the query; query and filters must both match.",
        "Nothing. Where the field has the type `keyword`, give your mapping with `--schema`: KQL can say more of it.",
    ),
    note(
        "translate/shown-field-not-mapped",
        "A field that the alert shows or groups by has no known counterpart in the target.",
        "The same events match; the alert shows less.",
        "Add an entry for the field, or name it in the output.",
    ),
    note(
        "translate/single-character-wildcard",
        "The target has no wildcard for one character; one for any run of characters is written.",
        "Longer values match too.",
        "List the characters that occur, or choose a target language with this wildcard.",
    ),
    note(
        "translate/some-value-differs",
        "Splunk's `!=` holds of a list when one of its values differs; the translation asks that none is equal.",
        "An event is missed whose field holds the value beside another one.",
        "Nothing changes for fields with one value.",
    ),
    note(
        "translate/text-of-event",
        "Keywords that are searched in every value are searched in the text of the event, where names and marks stand beside the values.",
        "More may match, and values that are escaped in the text may not.",
        "Name the field that holds the text.",
    ),
    note(
        "translate/uncertain-field",
        "A field is its counterpart for some events only, or not at all.",
        "The new rule may miss events and match others.",
        "Check it against your data, then add an entry of your own.",
    ),
    note(
        "translate/undecided",
        "For some tests no pair of events was found that differs in that test alone and in the answer of the rule.",
        "The translation was proved or run, but not shown event by event.",
        "Replay your own events with `--events`.",
    ),
    note(
        "translate/unknown-field-type",
        "The type of a field in the target's index is not known; it is taken as `keyword`, compared with letter case.",
        "On a field of type `text` or with a normaliser other values match.",
        "Name the mapping with `--schema FILE`, or grant it with `--assume case-by-mapping`.",
    ),
    note(
        "translate/unmapped-field",
        "A field has no known counterpart in the target; its name is kept.",
        "Whether the target's events hold it under that name nobody knows, so the verdict is unknown.",
        "Add an entry for it, or keep names with `--fields keep`.",
    ),
    note(
        "translate/unmapped-test",
        "A field is known, but this test of it cannot be said with the fields of the target; it is kept as it is.",
        "Whether it still holds nobody knows, so the verdict is unknown.",
        "Add an entry for it, or keep names with `--fields keep`.",
    ),
    note(
        "translate/value-of-other-type",
        "A query asks a field for a value that its type cannot hold: a pattern of an address, a word of a number.",
        "Elasticsearch refuses the query, so the test is taken to match nothing; what was meant nobody knows.",
        "Ask for what the type can hold: the network `192.168.0.0/16`, not `192.168.*`.",
    ),
    note(
        "translate/values-of-event",
        "Words of the event's text are searched within each value, for the target has no text of the event.",
        "Words that span values, or are names of fields, do not match; parts of words do.",
        "Name the field that holds the text.",
    ),
];
