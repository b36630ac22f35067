//! Rules of Splunk's Enterprise Security Content Update (ESCU): YAML with a search inside.
//!
//! Two layouts are read, and each is written again as it was: that of 2024 (`tags.message`, `tags.observable`), and that
//! of contentctl 5 (`rba`), in which rules of other formats are written. Macros, lookups, stories, data sources,
//! baselines and investigations are no rules.

mod checks;
mod entities;
mod forms;
mod house;
mod layout;
mod mentions;
mod name;
mod query;
mod read;
mod score;
mod shown;
mod sources;
mod tables;
mod taken;
mod write;

use crate::format::{Format, ReadRule, Recognition, WriteContext, Written};
use crate::house::Homes;
use crate::mention::AttackMentions;
use crate::project::Project;
use ruleglot_document::{Document, Language, Node, Schema};
use ruleglot_ir::{Legal, Target};
use ruleglot_source::{Diagnostic, Edit, SourceFile};

/// ESCU rules.
#[derive(Clone, Copy, Debug, Default)]
pub struct Escu;

/// The types of ESCU's scalars: those of `PyYAML`, with which contentctl reads.
pub(crate) const SCHEMA: Schema = Schema::Yaml11;

/// The types of detections.
const TYPES: &[&str] = &["TTP", "Anomaly", "Hunting", "Correlation"];

/// Which keys a file has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layout {
    /// Of 2024 and before: risk, message and observables among the tags.
    Of2024,
    /// Of contentctl 5.
    Of2026,
}

/// Tags that the layout of 2024 alone has.
const TAGS_OF_2024: &[&str] = &[
    "observable",
    "message",
    "risk_score",
    "confidence",
    "impact",
    "required_fields",
    "context",
    "dataset",
];

fn layout(root: &Node) -> Layout {
    let old = |tags: &Node| TAGS_OF_2024.iter().any(|key| tags.get(key).is_some());
    match (root.get("rba"), root.get("tags")) {
        (None, Some(tags)) if old(tags) => Layout::Of2024,
        _ => Layout::Of2026,
    }
}

impl Format for Escu {
    fn id(&self) -> &'static str {
        "splunk"
    }

    fn extension(&self) -> &'static str {
        "yml"
    }

    fn notation(&self) -> Language {
        Language::Yaml
    }

    fn recognise(&self, document: &Document) -> Recognition {
        let root = &document.root;
        if document.language != Language::Yaml || root.mapping().is_none() || is_other(root) {
            return Recognition::No;
        }
        let is_text = |key| root.get(key).is_some_and(|n| n.text().is_some());
        match (is_text("search"), marks(root)) {
            (true, 1..) => Recognition::Yes,
            // A story has none of the marks, a baseline was sorted out by its type.
            (false, 2..) if is_text("name") => Recognition::Partly { missing: "search" },
            _ => Recognition::No,
        }
    }

    fn read(&self, document: &Document, file: &SourceFile, project: &Project) -> ReadRule {
        read::read(document, file, project)
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
        &[&["search"]]
    }

    fn targets(&self) -> &'static [(&'static str, &'static dyn Target)] {
        &[(query::LANGUAGE, query::TARGET)]
    }

    fn write(&self, rule: &Legal<'_>, context: &WriteContext<'_>) -> Written {
        let draft = write::write(rule, context);
        crate::house::finish(draft, rule.rule(), &house::HOMES, context)
    }

    fn homes(&self) -> &'static Homes {
        &house::HOMES
    }
}

/// The name of the macro with which a rule of this name is tuned, by a team's pattern, else as contentctl has it; `None`
/// where the team has none.
pub fn filter_macro(name: &str, pattern: Option<&str>) -> Option<String> {
    name::filter_by(name, pattern)
}

/// Whether a document is something else: a rule of another format, or another object of ESCU.
fn is_other(root: &Node) -> bool {
    let has = |key| root.get(key).is_some();
    let kind = root.get("type").and_then(Node::text);
    let no_rule = matches!(kind, Some("Baseline" | "Investigation" | "Response"));
    no_rule || ["detection", "logsource", "definition", "narrative"].into_iter().any(has)
}

/// How many marks of an ESCU rule a document bears.
fn marks(root: &Node) -> usize {
    let keys =
        ["how_to_implement", "known_false_positives", "data_source", "drilldown_searches", "rba"];
    let keys = keys.iter().filter(|key| root.get(key).is_some()).count();
    let kind = root.get("type").and_then(Node::text).is_some_and(|t| TYPES.contains(&t));
    let story = root.at(&["tags", "analytic_story"]).is_some();
    keys + usize::from(kind) + usize::from(story)
}
