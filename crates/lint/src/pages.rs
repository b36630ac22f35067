//! Pages of codes that readers, languages, formats and translation emit.
//!
//! Written where everything can be read in one place; a test holds these tables against the sources.

mod elastic;
mod eval;
mod file;
mod fmt;
mod kuery;
mod metadata;
mod paste;
mod schema;
mod sigma;
mod source;
mod spl;
mod toml;
mod translate;
mod yaml;

use crate::registry::{CodePage, Kind};
use ruleglot_source::Severity;

/// Every table.
pub(crate) const ALL: &[&[CodePage]] = &[
    elastic::PAGES,
    eval::PAGES,
    file::PAGES,
    fmt::PAGES,
    kuery::PAGES,
    metadata::PAGES,
    paste::PAGES,
    schema::PAGES,
    sigma::PAGES,
    source::PAGES,
    spl::PAGES,
    toml::PAGES,
    translate::PAGES,
    yaml::PAGES,
];

/// Every family with what it is about, in alphabetical order.
pub(crate) const FAMILIES: &[(&str, &str)] = &[
    (
        "attack",
        "MITRE ATT&CK: ids, names and tactics at the release that the rules are held against",
    ),
    (
        "detection-rules",
        "the conventions of Elastic's repository detection-rules, each told when it is asked for",
    ),
    (
        "elastic",
        "Elastic rules: what this version does not read of them, and what their fields never hold",
    ),
    ("eval", "running rules on events with `eval` and `diff`"),
    ("fields", "names of fields, against the taxonomy of their log source or your own index"),
    ("file", "files as a whole"),
    ("fmt", "laying out files with `fmt`"),
    ("house", "what your configuration says of rules; nothing without its `[targets.*]`"),
    ("kuery", "Kibana Query Language"),
    ("logsource", "Sigma log sources"),
    ("logic", "what a rule means, in every language: parts that decide nothing, or never hold"),
    ("metadata", "what is said about a rule, and its conversion"),
    ("paste", "texts pasted from pages, and texts whose language is not clear"),
    ("repo", "rules against each other: what several have and one alone should"),
    ("schema", "rule files against their format: keys, types, values"),
    ("sigma", "Sigma detections"),
    ("sigmahq", "the conventions of the SigmaHQ repository, each told when it is asked for"),
    ("source", "conversion of what a rule reads"),
    ("spl", "Splunk's Search Processing Language"),
    ("style", "how a rule is written, where every way means the same; told when asked for"),
    ("toml", "TOML"),
    ("translate", "conversion of what a rule detects"),
    ("yaml", "YAML"),
];

/// Since when the codes of the first version exist.
const FIRST: &str = "0.1.0";

const fn row(
    kind: Kind,
    code: &'static str,
    what: &'static str,
    why: &'static str,
    remedy: &'static str,
) -> CodePage {
    CodePage { code, kind, what, why, remedy, since: FIRST }
}

const fn error(
    code: &'static str,
    what: &'static str,
    why: &'static str,
    remedy: &'static str,
) -> CodePage {
    row(Kind::Finding(Severity::Error), code, what, why, remedy)
}

const fn warning(
    code: &'static str,
    what: &'static str,
    why: &'static str,
    remedy: &'static str,
) -> CodePage {
    row(Kind::Finding(Severity::Warning), code, what, why, remedy)
}

const fn info(
    code: &'static str,
    what: &'static str,
    why: &'static str,
    remedy: &'static str,
) -> CodePage {
    row(Kind::Finding(Severity::Info), code, what, why, remedy)
}

const fn limit(
    code: &'static str,
    what: &'static str,
    why: &'static str,
    remedy: &'static str,
) -> CodePage {
    row(Kind::Limit, code, what, why, remedy)
}

const fn note(
    code: &'static str,
    what: &'static str,
    why: &'static str,
    remedy: &'static str,
) -> CodePage {
    row(Kind::Note, code, what, why, remedy)
}
