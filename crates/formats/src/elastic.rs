//! Elastic detection rules: TOML as in Elastic's rule repository, with a query inside.
//!
//! Read with their meaning: type `query`, `threshold` and `new_terms` in KQL, with their Kibana filters. Of the other
//! types and languages the metadata is read, and the rest kept as it is.

mod dsl;
mod filters;
mod forms;
mod house;
mod layout;
mod limits;
mod mentions;
mod query;
mod read;
mod schedule;
mod tables;
mod target;
mod threat;
mod write;

use crate::format::{Format, ReadRule, Recognition, WriteContext, Written};
use crate::house::Homes;
use crate::mention::AttackMentions;
use crate::project::Project;
pub(crate) use query::kuery;
use ruleglot_document::{Document, Language, Schema};
use ruleglot_ir::{Legal, Target};
use ruleglot_source::{Diagnostic, Edit, SourceFile};
pub(crate) use target::ElasticKuery;

/// Elastic's detection rules.
#[derive(Clone, Copy, Debug, Default)]
pub struct Elastic;

/// The types of TOML's scalars.
pub(crate) const SCHEMA: Schema = Schema::Toml;

impl Format for Elastic {
    fn id(&self) -> &'static str {
        "elastic"
    }

    fn extension(&self) -> &'static str {
        "toml"
    }

    fn notation(&self) -> Language {
        Language::Toml
    }

    fn recognise(&self, document: &Document) -> Recognition {
        let Some(rule) = document.root.get("rule").and_then(|n| n.mapping()) else {
            return Recognition::No;
        };
        if document.language != Language::Toml {
            return Recognition::No;
        }
        let has = |key| rule.get(key).is_some();
        let marks =
            ["rule_id", "risk_score", "severity", "name", "language", "query", "type", "threat"];
        match marks.iter().filter(|key| has(key)).count() {
            0 => Recognition::No,
            _ if has("type") || has("query") => Recognition::Yes,
            1 => Recognition::No,
            _ => Recognition::Partly { missing: "rule.type" },
        }
    }

    fn read(&self, document: &Document, file: &SourceFile, _: &Project) -> ReadRule {
        read::read(document, file)
    }

    fn schema_findings(&self, document: &Document, file: &SourceFile) -> Vec<Diagnostic> {
        tables::check(document, file)
    }

    fn attack(&self, document: &Document, file: &SourceFile) -> AttackMentions {
        mentions::of(document, file)
    }

    fn layout(&self, document: &Document, text: &str) -> Vec<Edit> {
        layout::edits(document, text)
    }

    fn queries(&self) -> &'static [&'static [&'static str]] {
        &[&["rule", "query"], &["rule", "threat_query"]]
    }

    fn targets(&self) -> &'static [(&'static str, &'static dyn Target)] {
        &[("kuery", &ElasticKuery)]
    }

    fn write(&self, rule: &Legal<'_>, context: &WriteContext<'_>) -> Written {
        let draft = write::write(rule, context);
        crate::house::finish(draft, rule.rule(), &house::HOMES, context)
    }

    fn homes(&self) -> &'static Homes {
        &house::HOMES
    }
}
