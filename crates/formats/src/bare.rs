//! Bare queries: a text that is nothing but a query, as from standard input.

use crate::elastic::kuery;
use crate::format::{Format, ReadRule, Recognition};
use crate::places::Places;
use ruleglot_document::{read_toml, read_yaml};
use ruleglot_ir::{Body, Legal, Meta, Node, Rule, Source, Stage, Target};
use ruleglot_kuery::Kuery;
use ruleglot_kuery::ast::{Expr, Leaf, Piece, TreeKind, Value, ValueKind, Values};
use ruleglot_source::{FileId, FileSpan, Snippet, SourceFile, Span};

/// The languages of bare queries, with what each can say.
pub fn bare_languages() -> &'static [(&'static str, &'static dyn Target)] {
    &[("kuery", &Kuery)]
}

/// What a text of unknown kind is.
#[derive(Clone, Copy)]
pub enum Guess {
    /// A rule file of this format.
    Rule(&'static dyn Format),
    /// A bare query in this language.
    Query(&'static str),
}

/// Finds out what a text is: a rule file of a format, else a bare query of the first language that reads it.
///
/// `None` when it is nothing that is known, blank texts included.
pub fn guess_language(text: &str) -> Option<Guess> {
    if text.trim().is_empty() {
        return None;
    }
    let file = FileId::default();
    let documents =
        read_toml(file, text).documents.into_iter().chain(read_yaml(file, text).documents);
    for document in documents {
        let known = |f: &&&'static dyn Format| f.recognise(&document) != Recognition::No;
        if let Some(format) = crate::formats().iter().find(known) {
            return Some(Guess::Rule(*format));
        }
    }
    let query = ruleglot_kuery::parse(&Snippet::whole(file, text)).query?;
    let foreign = query.root.as_ref().is_some_and(is_foreign);
    (!foreign).then_some(Guess::Query("kuery"))
}

/// Whether Kibana would take commands of another language for words to be searched for: nearly every text is a valid
/// KQL query, `index=main | stats count` too.
fn is_foreign(expr: &Expr) -> bool {
    match &expr.kind {
        TreeKind::Or(of) | TreeKind::And(of) => of.iter().any(is_foreign),
        TreeKind::Not(of) => is_foreign(of),
        TreeKind::Leaf(Leaf::Free(value)) => bare(value).is_some_and(|t| t.contains(['|', '='])),
        TreeKind::Leaf(Leaf::Match { values, .. }) => has_pipe(values),
        TreeKind::Leaf(Leaf::Compare { bound, .. }) => bare(bound).is_some_and(|t| t.contains('|')),
        TreeKind::Leaf(Leaf::Nested { body, .. }) => is_foreign(body),
    }
}

fn has_pipe(values: &Values) -> bool {
    match &values.kind {
        TreeKind::Or(of) | TreeKind::And(of) => of.iter().any(has_pipe),
        TreeKind::Not(of) => has_pipe(of),
        TreeKind::Leaf(value) => bare(value).is_some_and(|t| t.contains(" | ")),
    }
}

/// The text of a value without quotes; stars left out.
fn bare(value: &Value) -> Option<String> {
    match &value.kind {
        ValueKind::Bare(text) => Some(text.to_string()),
        ValueKind::Wild(pieces) => {
            let text = |p: &Piece| match p {
                Piece::Text(text) => Some(text.to_string()),
                Piece::Star => None,
            };
            Some(pieces.iter().filter_map(text).collect())
        }
        ValueKind::Quoted(_) => None,
    }
}

/// Reads a whole file as a query of one of [`bare_languages`]; `None` for any other language.
pub fn read_bare(language: &str, file: &SourceFile) -> Option<ReadRule> {
    if language != "kuery" {
        return None;
    }
    let mut diagnostics = Vec::new();
    let snippet = Snippet::whole(file.id, &file.text);
    let at = FileSpan::new(file.id, Span::new(0, file.text.len()));
    let read = kuery(&snippet, &[], &mut diagnostics);
    let (rule, parts) = match read {
        Some((expr, part)) => {
            let source = Node::new(Stage::Read(Source::default()), at.into());
            let filter = Node::new(Stage::Filter(expr), at.into());
            (Some(Rule::bare(Body::Pipeline(vec![source, filter]))), vec![part])
        }
        None => (None, Vec::new()),
    };
    let places = Places::new(at);
    Some(ReadRule {
        rule,
        meta: Meta::default(),
        language: Some("kuery"),
        parts,
        places,
        diagnostics,
        notes: Vec::new(),
    })
}

/// The query of a rule that one of [`bare_languages`] accepts, on one line if it is short; `None` for any other language.
pub fn write_bare(language: &str, rule: &Legal<'_>) -> Option<String> {
    (language == "kuery")
        .then(|| format!("{}\n", ruleglot_kuery::print_pretty(&ruleglot_kuery::raise(rule))))
}
