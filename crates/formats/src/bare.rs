//! Bare queries: a text that is nothing but a query, as from standard input.

use crate::elastic::kuery;
use crate::format::{Ast, Format, Part, ReadRule, Recognition};
use crate::places::Places;
use crate::project::Project;
use ruleglot_document::{read_toml, read_yaml};
use ruleglot_ir::{Body, Legal, Meta, Node, Pipeline, Rule, Source, Stage, Target};
use ruleglot_kuery::Kuery;
use ruleglot_kuery::ast::{Expr, Leaf, Piece, TreeKind, Value, ValueKind, Values};
use ruleglot_source::{FileId, FileSpan, Severity, Snippet, SourceFile, Span};
use ruleglot_spl::{SourceTests, Spl};

/// The languages of bare queries, with what each can say.
pub fn bare_languages() -> &'static [(&'static str, &'static dyn Target)] {
    &[("kuery", &Kuery), ("spl", &Spl)]
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
    let snippet = Snippet::whole(file, text);
    let query = ruleglot_kuery::parse(&snippet).query;
    let foreign = |q: &ruleglot_kuery::ast::Query| q.root.as_ref().is_some_and(is_foreign);
    if query.is_some_and(|q| !foreign(&q)) {
        return Some(Guess::Query("kuery"));
    }
    let read = ruleglot_spl::parse(&snippet);
    let sound =
        read.search.is_some() && read.diagnostics.iter().all(|d| d.severity != Severity::Error);
    (sound && text.contains(['=', '|', '`'])).then_some(Guess::Query("spl"))
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
pub fn read_bare(language: &str, file: &SourceFile, project: &Project) -> Option<ReadRule> {
    let at = FileSpan::new(file.id, Span::new(0, file.text.len()));
    let snippet = Snippet::whole(file.id, &file.text);
    let mut diagnostics = Vec::new();
    let (language, pipeline, parts) = match language {
        "kuery" => {
            let read = kuery(&snippet, &[], &mut diagnostics);
            let (pipeline, part) = read.map(|(expr, part)| (filtered(expr, at), part)).unzip();
            ("kuery", pipeline, part.into_iter().collect())
        }
        "spl" => {
            let read = ruleglot_spl::read(&snippet, project, SourceTests::Kept);
            diagnostics = read.diagnostics;
            let part = read.search.map(|ast| Part { path: &[], ast: Ast::Spl(ast) });
            ("spl", read.pipeline, part.into_iter().collect())
        }
        _ => return None,
    };
    Some(ReadRule {
        rule: pipeline.map(|p| Rule::bare(Body::Pipeline(p))),
        meta: Meta::default(),
        language: Some(language),
        parts,
        places: Places::new(at),
        diagnostics,
    })
}

/// A pipeline of one filter.
fn filtered(expr: ruleglot_ir::Expr, at: FileSpan) -> Pipeline {
    let source = Node::new(Stage::Read(Source::default()), at.into());
    vec![source, Node::new(Stage::Filter(expr), at.into())]
}

/// The query of a rule that one of [`bare_languages`] accepts, on one line if it is short; `None` for any other language.
pub fn write_bare(language: &str, rule: &Legal<'_>) -> Option<String> {
    match language {
        "kuery" => {
            Some(format!("{}\n", ruleglot_kuery::print_pretty(&ruleglot_kuery::raise(rule))))
        }
        "spl" => Some(format!("{}\n", ruleglot_spl::print_pretty(&ruleglot_spl::raise(rule)))),
        _ => None,
    }
}
