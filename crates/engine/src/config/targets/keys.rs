//! The keys of `[targets.*]`, and which target has a use for which.

use super::Form;
use crate::config::keys::{Key, Shape, key};
use ruleglot_formats::formats;

pub(in crate::config) const TARGET: &[Key] = &[
    key("author", "The authors of rules whose source names none.", Shape::Texts),
    key("cron", "When searches run: a schedule of cron.", Shape::Text),
    key("earliest", "Where the time of searches begins, as in `-70m@m`.", Shape::Text),
    key("enabled", "Whether rules are switched on.", Shape::Flag),
    key(
        "file-name",
        "How files are called, with `{tactic}`, `{slug}`, `{id}`, `{logsource}` and `{severity}`.",
        Shape::Text,
    ),
    key(
        "filter-macro",
        "The macro with which a search is tuned, as in `soc_{name}_filter`; empty for none.",
        Shape::Text,
    ),
    key("form", "What is made of a rule for Splunk.", Shape::Word(forms)),
    key("language", "The language of queries.", Shape::Word(languages)),
    key("latest", "Where the time of searches ends, as in `-10m@m`.", Shape::Text),
    key("risk", "The score of each severity.", Shape::Table(SCORES)),
    key("search", "How searches read events.", Shape::Word(searches)),
    key("severity", "The target's word for each severity.", Shape::Table(WORDS)),
    key("stack-version", "The version of Elastic's stack, as in `8.14`.", Shape::Text),
    key("template", "A file with keys for every rule, from where this file stands.", Shape::Text),
];

const WORDS: &[Key] = &[
    key("critical", "For the severity `critical`.", Shape::Text),
    key("high", "For the severity `high`.", Shape::Text),
    key("informational", "For the severity `informational`.", Shape::Text),
    key("low", "For the severity `low`.", Shape::Text),
    key("medium", "For the severity `medium`.", Shape::Text),
];

const SCORES: &[Key] = &[
    key("critical", "For the severity `critical`.", Shape::Count),
    key("high", "For the severity `high`.", Shape::Count),
    key("informational", "For the severity `informational`.", Shape::Count),
    key("low", "For the severity `low`.", Shape::Count),
    key("medium", "For the severity `medium`.", Shape::Count),
];

/// The names of targets.
pub(in crate::config) fn names() -> Vec<String> {
    formats().iter().map(|format| format.id().to_owned()).collect()
}

fn forms() -> Vec<String> {
    ["escu", "search"].map(str::to_owned).into()
}

fn searches() -> Vec<String> {
    vec!["raw".to_owned()]
}

fn languages() -> Vec<String> {
    let all = formats().iter().flat_map(|format| format.targets()).map(|(name, _)| *name);
    ["auto"].into_iter().chain(all).map(str::to_owned).collect()
}

/// Why a target has no use for a key.
pub(super) fn no_use(format: &str, form: Form, key: &str) -> Option<&'static str> {
    match (format, key) {
        ("splunk", "form" | "search") => None,
        ("splunk", _) if form == Form::Search => Some("a search by itself has no place for it"),
        ("splunk", "severity") => Some("the severity follows from the score: give `risk`"),
        ("splunk", "file-name") => Some("contentctl wants files called by the name of the rule"),
        ("elastic", "cron" | "earliest" | "latest") => Some(
            "a rule says when it runs in `rule.interval` and `rule.from`: give them in the template",
        ),
        ("sigma", "cron" | "earliest" | "latest") => Some("a rule does not say when it runs"),
        ("sigma", "enabled") => Some("a rule does not say whether it is switched on"),
        ("sigma", "risk") => Some("a rule has no score"),
        ("sigma" | "splunk", "stack-version") => Some("it is of Elastic's stack"),
        ("elastic" | "sigma", "filter-macro" | "form" | "search") => {
            Some("it is of rules for Splunk")
        }
        _ => None,
    }
}
