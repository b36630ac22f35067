//! Sigma rules: YAML with a detection inside.
//!
//! Correlations are recognised, and read as far as their metadata; what they detect is refused by name. A filter takes
//! part in the meaning of the rules of its own file that it names; those of other files it does not reach yet.

mod collection;
mod filters;
mod house;
mod layout;
mod logsource;
mod mentions;
mod read;
mod tables;
mod tags;
mod write;

use crate::format::{Assembled, Format, ReadRule, Recognition, WriteContext, Written};
use crate::house::Homes;
use crate::mention::AttackMentions;
use crate::project::Project;
use ruleglot_document::{Document, Language, Node, Schema};
use ruleglot_ir::{Legal, Target};
use ruleglot_source::{Diagnostic, Edit, SourceFile};

pub(crate) use read::split_authors;
pub(crate) use tags::{cve_of_tag, is_sigma_tag, tag_of_cve};

/// Sigma.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sigma;

/// What kind of document it is. Sigma 2.1, "Rules": told by the key that only it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Rule,
    Correlation,
    Filter,
    /// `action: global`, `repeat` or `reset`.
    Action,
}

pub(crate) fn kind(root: &Node) -> Option<Kind> {
    let has = |key| root.get(key).is_some();
    match () {
        () if has("correlation") => Some(Kind::Correlation),
        () if has("filter") && (has("logsource") || has("title")) => Some(Kind::Filter),
        () if has("action") && (has("logsource") || has("detection") || has("title")) => {
            Some(Kind::Action)
        }
        () if has("detection") => Some(Kind::Rule),
        () => None,
    }
}

impl Format for Sigma {
    fn id(&self) -> &'static str {
        "sigma"
    }

    fn extension(&self) -> &'static str {
        "yml"
    }

    fn notation(&self) -> Language {
        Language::Yaml
    }

    fn recognise(&self, document: &Document) -> Recognition {
        if document.language != Language::Yaml || document.root.mapping().is_none() {
            return Recognition::No;
        }
        let has = |key| document.root.get(key).is_some();
        if kind(&document.root).is_some() {
            // Other formats have a `detection` too; beside it Sigma has one of these.
            let sigma =
                ["title", "logsource", "correlation", "filter", "action", "level", "status"];
            let is_map = document.root.get("detection").is_none_or(|n| n.mapping().is_some());
            if sigma.iter().any(|key| has(key)) || is_map {
                return Recognition::Yes;
            }
        }
        if has("title") && has("logsource") {
            return Recognition::Partly { missing: "detection" };
        }
        Recognition::No
    }

    fn assemble(&self, documents: Vec<Document>, file: &SourceFile) -> Assembled {
        collection::assemble(documents, file)
    }

    fn read(&self, document: &Document, file: &SourceFile, _: &Project) -> ReadRule {
        read::read(document, file)
    }

    fn read_all(
        &self,
        documents: Vec<Document>,
        file: &SourceFile,
        project: &Project,
    ) -> Vec<(Document, ReadRule)> {
        let mut read: Vec<_> = documents
            .into_iter()
            .map(|document| {
                let read = self.read(&document, file, project);
                (document, read)
            })
            .collect();
        filters::apply(&mut read, file);
        read
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
        &[&["detection", "condition"]]
    }

    fn targets(&self) -> &'static [(&'static str, &'static dyn Target)] {
        &[("sigma", &ruleglot_sigma::Sigma)]
    }

    fn write(&self, rule: &Legal<'_>, context: &WriteContext<'_>) -> Written {
        let draft = write::write(rule, context);
        crate::house::finish(draft, rule.rule(), &house::HOMES, context)
    }

    fn homes(&self) -> &'static Homes {
        &house::HOMES
    }
}

/// The types of Sigma's scalars: those of `PyYAML`, with which every rule was tested.
pub(crate) const SCHEMA: Schema = Schema::Yaml11;
