//! What an Elastic rule file may hold: the schema of Elastic's rule repository.

use super::{SCHEMA, forms, limits};
use crate::schema::Holds::{
    Any, Blank, Bool, Date, Form, Int, Map, Maps, OneOf, Text, TextOrTexts, Texts, Uuid,
};
use crate::schema::Need::{Optional, Required};
use crate::schema::{Key, Others, check as check_table};
use crate::value::Notation;
use crate::{date, table};
use ruleglot_document::{Document, Mapping};
use ruleglot_source::{Diagnostic, FileSpan, SourceFile};

pub(super) const TYPES: &[&str] = &[
    "query",
    "saved_query",
    "machine_learning",
    "eql",
    "esql",
    "threshold",
    "threat_match",
    "new_terms",
];
const SEVERITIES: &[&str] = &["low", "medium", "high", "critical"];
const MATURITIES: &[&str] = &["development", "experimental", "beta", "production", "deprecated"];
const LONG: usize = usize::MAX;
const MANY: i128 = i128::MAX;

const fn key(name: &'static str, holds: crate::schema::Holds) -> Key {
    Key { name, need: Optional, holds }
}

const fn must(name: &'static str, holds: crate::schema::Holds) -> Key {
    Key { name, need: Required, holds }
}

const FILE: &[Key] = &[
    must("metadata", Map(METADATA, Others::Refused)),
    key("transform", Any),
    must("rule", Map(RULE, Others::Refused)),
];

const METADATA: &[Key] = &[
    must("creation_date", Date),
    must("updated_date", Date),
    key("maturity", OneOf(MATURITIES)),
    key("integration", TextOrTexts),
    key("min_stack_version", Form(forms::is_version, "a version, like `8.13.0`")),
    key("min_stack_comments", Text(LONG)),
    key("deprecation_date", Date),
    key("deprecated_reason", Text(LONG)),
    key("bypass_bbr_timing", Bool),
    key("promotion", Bool),
    key("query_schema_validation", Bool),
    key("os_type_list", Texts),
    key("comments", Blank),
    key("related_endpoint_rules", Any),
    key("extended", Any),
];

const RULE: &[Key] = &[
    key("actions", Any),
    key("alert_suppression", Map(SUPPRESSION, Others::Refused)),
    key("anomaly_threshold", Int(0, MANY)),
    must("author", Texts),
    key("building_block_type", OneOf(&["default"])),
    key("concurrent_searches", Int(1, MANY)),
    key("data_view_id", Text(LONG)),
    must("description", Text(LONG)),
    key("enabled", Bool),
    key("event_category_override", Text(LONG)),
    key("exceptions_list", Maps(EXCEPTIONS)),
    key("false_positives", Texts),
    key("filters", Any),
    key("from", Form(forms::is_date_math, "date math, like `now-9m`")),
    key("index", Texts),
    key("interval", Form(forms::is_interval, "a span of time, like `5m`")),
    key("investigation_fields", Map(INVESTIGATION, Others::Refused)),
    key("items_per_search", Int(1, MANY)),
    key("language", OneOf(&["kuery", "lucene", "eql", "esql"])),
    key("license", Text(LONG)),
    key("machine_learning_job_id", TextOrTexts),
    key("max_signals", Int(1, MANY)),
    key("meta", Any),
    must("name", Form(forms::is_name, "a name that begins and ends with a letter or digit")),
    key("new_terms", Map(NEW_TERMS, Others::Refused)),
    key("note", Blank),
    key("query", Blank),
    key("references", Texts),
    key("related_integrations", Any),
    key("required_fields", Any),
    key("response_actions", Any),
    must("risk_score", Int(0, 100)),
    key("risk_score_mapping", Maps(RISK_MAPPING)),
    must("rule_id", Uuid),
    key("rule_name_override", Text(LONG)),
    key("saved_id", Text(LONG)),
    key("setup", Blank),
    must("severity", OneOf(SEVERITIES)),
    key("severity_mapping", Maps(SEVERITY_MAPPING)),
    key("tags", Texts),
    key("threat", Maps(THREAT)),
    key("threat_filters", Any),
    key("threat_index", Texts),
    key("threat_indicator_path", Text(LONG)),
    key("threat_language", OneOf(&["kuery", "lucene", "eql"])),
    key("threat_mapping", Maps(THREAT_MAPPING)),
    key("threat_mappings", Any),
    key("threat_query", Blank),
    key("threshold", Map(THRESHOLD, Others::Refused)),
    key("throttle", Text(LONG)),
    key("tiebreaker_field", Text(LONG)),
    key("timeline_id", Text(LONG)),
    key("timeline_title", Text(LONG)),
    key("timestamp_field", Text(LONG)),
    key("timestamp_override", Text(LONG)),
    key("to", Form(forms::is_date_math, "date math, like `now`")),
    must("type", OneOf(TYPES)),
    key("version", Int(1, MANY)),
    key("revision", Int(0, MANY)),
];

const SUPPRESSION: &[Key] = &[
    key("group_by", Texts),
    key("duration", Map(SUPPRESSION_SPAN, Others::Refused)),
    key("missing_fields_strategy", OneOf(&["suppress", "doNotSuppress"])),
];

const SUPPRESSION_SPAN: &[Key] =
    &[must("value", Int(1, MANY)), must("unit", OneOf(&["s", "m", "h"]))];

const EXCEPTIONS: &[Key] = &[
    must("id", Text(LONG)),
    must("list_id", Text(LONG)),
    must(
        "type",
        OneOf(&[
            "detection",
            "rule_default",
            "endpoint",
            "endpoint_trusted_apps",
            "endpoint_events",
            "endpoint_host_isolation_exceptions",
            "endpoint_blocklists",
        ]),
    ),
    must("namespace_type", OneOf(&["agnostic", "single"])),
];

const THREAT_MAPPING: &[Key] = &[must("entries", Maps(MAPPING_ENTRY))];

const MAPPING_ENTRY: &[Key] = &[
    must("field", Text(LONG)),
    must("type", OneOf(&["mapping"])),
    must("value", Text(LONG)),
    key("negate", Bool),
];

const INVESTIGATION: &[Key] = &[must("field_names", Texts)];

const SEVERITY_MAPPING: &[Key] = &[
    must("field", Text(LONG)),
    must("operator", OneOf(&["equals"])),
    key("severity", OneOf(SEVERITIES)),
    key("value", Blank),
];

const RISK_MAPPING: &[Key] = &[
    must("field", Text(LONG)),
    must("operator", OneOf(&["equals"])),
    key("value", Blank),
    key("risk_score", Int(0, 100)),
];

const THRESHOLD: &[Key] = &[
    key("field", TextOrTexts),
    must("value", Int(1, MANY)),
    key("cardinality", Maps(CARDINALITY)),
];

const CARDINALITY: &[Key] = &[must("field", Text(LONG)), must("value", Int(1, MANY))];

const NEW_TERMS: &[Key] = &[
    must("field", OneOf(&["new_terms_fields"])),
    must("value", Texts),
    must("history_window_start", Maps(HISTORY)),
];

const HISTORY: &[Key] = &[
    must("field", OneOf(&["history_window_start"])),
    must("value", Form(forms::is_date_math, "date math, like `now-14d`")),
];

const THREAT: &[Key] = &[
    must("framework", OneOf(&["MITRE ATT&CK", "MITRE ATLAS"])),
    must("tactic", Map(THREAT_NAME, Others::Refused)),
    key("technique", Maps(TECHNIQUE)),
];

const THREAT_NAME: &[Key] =
    &[must("id", Text(LONG)), must("name", Text(LONG)), must("reference", Text(LONG))];

const TECHNIQUE: &[Key] = &[
    must("id", Text(LONG)),
    must("name", Text(LONG)),
    must("reference", Text(LONG)),
    key("subtechnique", Maps(THREAT_NAME)),
];

/// Keys that a type cannot do without.
fn needed(kind: &str) -> &'static [&'static str] {
    match kind {
        "query" => &["language"],
        "eql" | "esql" => &["language", "query"],
        "threshold" => &["language", "query", "threshold"],
        "new_terms" => &["language", "query", "new_terms"],
        "threat_match" => &["language", "query", "threat_index", "threat_mapping"],
        "machine_learning" => &["anomaly_threshold", "machine_learning_job_id"],
        "saved_query" => &["saved_id"],
        _ => &[],
    }
}

/// Keys that belong to some types only.
const OF_TYPES: &[(&str, &[&str])] = &[
    ("threshold", &["threshold"]),
    ("new_terms", &["new_terms"]),
    ("threat_mapping", &["threat_match"]),
    ("threat_index", &["threat_match"]),
    ("threat_query", &["threat_match"]),
    ("machine_learning_job_id", &["machine_learning"]),
    ("anomaly_threshold", &["machine_learning"]),
    ("event_category_override", &["eql"]),
    ("tiebreaker_field", &["eql"]),
    ("timestamp_field", &["eql"]),
];

pub(super) fn check(document: &Document, file: &SourceFile) -> Vec<Diagnostic> {
    let mut out = check_table(&document.root, FILE, Others::Refused, file, SCHEMA);
    if let Some(rule) = document.root.get("rule").and_then(|n| n.mapping()) {
        let checker = Checker { rule, notation: Notation { file: file.id, schema: SCHEMA } };
        out.extend(checker.kind());
        out.extend(checker.exclusive());
        out.extend(checker.risk());
        out.extend(checker.timeline());
        out.extend(limits::check(rule, file));
    }
    out.extend(dates(document, file));
    out.sort_by_key(|d| d.at().span);
    out
}

struct Checker<'a> {
    rule: &'a Mapping,
    notation: Notation,
}

impl Checker<'_> {
    fn text(&self, key: &str) -> Option<smol_str::SmolStr> {
        self.notation.text(self.rule.get(key)?)
    }

    fn at_key(&self, key: &str) -> FileSpan {
        let span = self.rule.entry(key).map(|e| e.key_span).unwrap_or_default();
        FileSpan::new(self.notation.file, span)
    }

    /// Keys that the type needs, and keys that it does not have.
    fn kind(&self) -> Vec<Diagnostic> {
        let Some(kind) = self.text("type").filter(|k| TYPES.contains(&k.as_str())) else {
            return Vec::new();
        };
        let absent = |k: &&&str| self.rule.get(k).is_none();
        let missing = needed(&kind).iter().filter(absent).map(|k| {
            let message = format!("`rule.{k}` is missing, which a rule of type `{kind}` needs");
            Diagnostic::error("schema/missing-field", self.at_key("type"), message)
                .with_help(format!("add `{k}`"))
        });
        let wrong = OF_TYPES
            .iter()
            .filter(|(k, types)| self.rule.get(k).is_some() && !types.contains(&&*kind))
            .map(|(k, types)| {
                let message = format!("`rule.{k}` means nothing in a rule of type `{kind}`");
                let help = format!("remove it, or make the type `{}`", types.join("` or `"));
                Diagnostic::error("schema/key-of-other-type", self.at_key(k), message)
                    .with_help(help)
            });
        let mut out: Vec<_> = missing.chain(wrong).collect();
        out.extend(self.language(&kind));
        out
    }

    fn language(&self, kind: &str) -> Option<Diagnostic> {
        let language = self.text("language")?;
        let wanted = match kind {
            "eql" | "esql" if language != kind => kind,
            "threshold" | "new_terms" if !matches!(&*language, "kuery" | "lucene") => "kuery",
            _ => return None,
        };
        let message = format!("a rule of type `{kind}` cannot have the language `{language}`");
        let at = FileSpan::new(self.notation.file, self.rule.get("language")?.span);
        Some(
            Diagnostic::error("schema/bad-value", at, message)
                .with_help(format!("make it `{wanted}`")),
        )
    }

    fn exclusive(&self) -> Vec<Diagnostic> {
        let (index, view) = (self.rule.entry("index"), self.rule.entry("data_view_id"));
        let esql = self.text("type").is_some_and(|t| t == "esql");
        match (index, view) {
            (Some(index), Some(_)) => {
                let message = "a rule has `index` or `data_view_id`, not both";
                let finding = Diagnostic::error(
                    "schema/exclusive-keys",
                    self.at_key("data_view_id"),
                    message,
                )
                .with_label(FileSpan::new(self.notation.file, index.key_span), "the other")
                .with_help("remove one of them");
                vec![finding]
            }
            (Some(_), _) if esql => {
                let message = "a rule of type `esql` has no `index`: its query says what it reads";
                vec![
                    Diagnostic::error("schema/key-of-other-type", self.at_key("index"), message)
                        .with_help("remove it"),
                ]
            }
            _ => Vec::new(),
        }
    }

    /// Elastic, `test_rule_risk_score_severity_mismatch`.
    fn risk(&self) -> Option<Diagnostic> {
        let risk = self.notation.int(self.rule.get("risk_score")?)?;
        let severity = self.text("severity")?;
        let (least, most) = match &*severity {
            "low" => (0, 21),
            "medium" => (22, 47),
            "high" => (48, 73),
            "critical" => (74, 100),
            _ => return None,
        };
        if (least..=most).contains(&risk) || !(0..=100).contains(&risk) {
            return None;
        }
        let usual = table::ELASTIC_SEVERITY.get(&severity).map(table::risk_of)?;
        let message = format!(
            "the risk score {risk} does not fit the severity `{severity}` ({least} to {most})"
        );
        let at = FileSpan::new(self.notation.file, self.rule.get("risk_score")?.span);
        Some(
            Diagnostic::warning("schema/risk-and-severity", at, message)
                .with_help(format!("the usual score is {usual}")),
        )
    }

    fn timeline(&self) -> Option<Diagnostic> {
        let (has, lacks) = match (self.rule.get("timeline_id"), self.rule.get("timeline_title")) {
            (Some(_), None) => ("timeline_id", "timeline_title"),
            (None, Some(_)) => ("timeline_title", "timeline_id"),
            _ => return None,
        };
        let message = format!("`rule.{has}` stands without `rule.{lacks}`");
        Some(
            Diagnostic::error("schema/missing-field", self.at_key(has), message)
                .with_help(format!("add `{lacks}`")),
        )
    }
}

/// The date of the last change is not before that of creation.
fn dates(document: &Document, file: &SourceFile) -> Option<Diagnostic> {
    let metadata = document.root.get("metadata")?;
    let (created, updated) = (metadata.get("creation_date")?, metadata.get("updated_date")?);
    let (first, last) = (date::parse(created.text()?)?, date::parse(updated.text()?)?);
    if last >= first {
        return None;
    }
    let message =
        format!("`updated_date` {} is before `creation_date` {}", updated.text()?, created.text()?);
    let finding =
        Diagnostic::error("schema/date-order", FileSpan::new(file.id, updated.span), message);
    Some(
        finding
            .with_label(FileSpan::new(file.id, created.span), "created here")
            .with_help("swap or mend them"),
    )
}
