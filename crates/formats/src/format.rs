//! What a rule-file format is.

use crate::house::{Homes, House, WrittenValue};
use crate::mention::AttackMentions;
use crate::places::Places;
use crate::project::Project;
use ruleglot_document::{Document, Language};
use ruleglot_ir::{Legal, Meta, Note, Rule, Target};
use ruleglot_knowledge::AttackRelease;
use ruleglot_source::{Diagnostic, Edit, FileSpan, SourceFile};
use smol_str::SmolStr;

/// A kind of rule file.
pub trait Format: Sync {
    /// Its name on the command line and in reports.
    fn id(&self) -> &'static str;
    /// How its files end, without the dot.
    fn extension(&self) -> &'static str;
    /// The notation of its files.
    fn notation(&self) -> Language;
    /// Whether a document is a rule of this format.
    fn recognise(&self, document: &Document) -> Recognition;
    /// The rules of a file from its documents, where a file says something about several (Sigma's `action: global`).
    fn assemble(&self, documents: Vec<Document>, file: &SourceFile) -> Assembled {
        let _ = file;
        Assembled { documents, diagnostics: Vec::new() }
    }
    /// Reads a document. Reported is only what keeps it from being read.
    fn read(&self, document: &Document, file: &SourceFile, project: &Project) -> ReadRule;
    /// Reads the documents of a file, where one says something about another (Sigma's filters).
    fn read_all(
        &self,
        documents: Vec<Document>,
        file: &SourceFile,
        project: &Project,
    ) -> Vec<(Document, ReadRule)> {
        let read = |document: Document| {
            let read = self.read(&document, file, project);
            (document, read)
        };
        documents.into_iter().map(read).collect()
    }
    /// Where a document breaks the rules of the format: missing fields, wrong types, unknown keys, bad values.
    fn schema_findings(&self, document: &Document, file: &SourceFile) -> Vec<Diagnostic>;
    /// What a document writes of ATT&CK, malformed or not; nothing for a format that has no place for it.
    fn attack(&self, document: &Document, file: &SourceFile) -> AttackMentions {
        let _ = (document, file);
        AttackMentions::default()
    }
    /// The next step in laying out a document of the file `text`: edits that do not overlap and change no value but the
    /// blanks of a query. None when the document is laid out.
    fn layout(&self, document: &Document, text: &str) -> Vec<Edit> {
        let _ = (document, text);
        Vec::new()
    }
    /// The keys that lead to the queries which a layout gives other blanks.
    fn queries(&self) -> &'static [&'static [&'static str]] {
        &[]
    }
    /// The languages that it can be written with, the usual one first.
    fn targets(&self) -> &'static [(&'static str, &'static dyn Target)];
    /// Where it keeps what a team's settings speak of.
    fn homes(&self) -> &'static Homes;
    /// Writes a rule that one of [`Format::targets`] accepts.
    fn write(&self, rule: &Legal<'_>, context: &WriteContext<'_>) -> Written;
}

/// Whether a document is a rule of a format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recognition {
    /// It bears no mark of the format.
    No,
    /// It bears some marks, but not enough: it is read as that format, and reported.
    Partly {
        /// The key that would have made it a rule.
        missing: &'static str,
    },
    /// It is one.
    Yes,
}

/// The documents of a file that are to be read as rules.
#[derive(Clone, Debug, Default)]
pub struct Assembled {
    /// The documents; those that only serve others are left out.
    pub documents: Vec<Document>,
    /// What is wrong with the way they are put together.
    pub diagnostics: Vec<Diagnostic>,
}

/// What reading a document gave.
#[derive(Clone, Debug)]
pub struct ReadRule {
    /// The rule; `None` when what it detects could not be read.
    pub rule: Option<Rule>,
    /// What is said about it, also when it could not be read.
    pub meta: Meta,
    /// The language of its query: `kuery`, `sigma`, `eql` …; `None` for kinds without one.
    pub language: Option<&'static str>,
    /// Its queries as written, for lints and formatting.
    pub parts: Vec<Part>,
    /// Where everything stands.
    pub places: Places,
    /// What kept it from being read, in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
}

impl ReadRule {
    /// The id as the source writes it.
    pub fn id(&self) -> Option<&SmolStr> {
        self.meta.id.as_ref()
    }

    /// The title; empty when there is none.
    pub fn title(&self) -> &str {
        &self.meta.title
    }

    /// The whole rule.
    pub fn at(&self) -> FileSpan {
        self.places.rule
    }
}

/// A query as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The keys that lead to it in the document; none for a bare query, which is the whole file.
    pub path: &'static [&'static str],
    /// Its tree.
    pub ast: Ast,
}

/// The tree of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ast {
    /// Kibana Query Language.
    Kuery(ruleglot_kuery::ast::Query),
    /// A Sigma detection.
    Sigma(ruleglot_sigma::ast::Detection),
    /// A Splunk search.
    Spl(ruleglot_spl::ast::Search),
}

/// What writing needs to know beside the rule.
#[derive(Clone, Copy, Debug)]
pub struct WriteContext<'a> {
    /// The id of the format that the rule was read from; empty for a bare query.
    pub from: &'a str,
    /// Path of the source below the root of the run, with `#n` for the n-th of several rules: the id is derived from it
    /// where the source has none.
    pub path: &'a str,
    /// Where everything stands in the source.
    pub places: &'a Places,
    /// The ATT&CK version to be written.
    pub attack: AttackRelease,
    /// Which id the written rule gets.
    pub identity: Identity,
    /// What tells the rule from another that wants the same name, six characters; only where a format makes names of it
    /// inside the file too, it is part of what is written.
    pub distinct: Option<&'a str>,
    /// A team's settings for it.
    pub house: House<'a>,
}

/// The id of a written rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Identity {
    /// Derived from the source's.
    #[default]
    Derived,
    /// The source's own: the rule stays the same rule.
    Kept,
}

/// A written rule file.
#[derive(Clone, Debug)]
pub struct Written {
    /// Its text.
    pub text: String,
    /// The name of its file, without the ending.
    pub file_name: String,
    /// Each of its values, with where it is from.
    pub values: Vec<WrittenValue>,
    /// What could not be carried, and what was assumed.
    pub notes: Vec<Note>,
}
