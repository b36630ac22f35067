//! Time modifiers, which stand among the conditions of a search but test nothing.

/// Splunk, Search Reference, "Time modifiers".
const MODIFIERS: &[&str] = &[
    "earliest",
    "latest",
    "_index_earliest",
    "_index_latest",
    "starttime",
    "endtime",
    "starttimeu",
    "endtimeu",
    "timeformat",
    "daysago",
    "enddaysago",
    "hoursago",
    "endhoursago",
    "minutesago",
    "endminutesago",
    "monthsago",
    "endmonthsago",
    "searchtimespandays",
    "searchtimespanhours",
    "searchtimespanminutes",
    "searchtimespanmonths",
    "startdaysago",
    "starthoursago",
    "startminutesago",
    "startmonthsago",
];

/// Whether a name in front of `=` chooses the time range instead of a field.
pub(crate) fn is_modifier(name: &str) -> bool {
    MODIFIERS.contains(&name)
}
