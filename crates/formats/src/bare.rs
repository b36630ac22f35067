//! Bare queries: a text that is nothing but a query, as from standard input.

use crate::elastic::kuery;
use crate::format::{Ast, Part, ReadRule};
use crate::places::Places;
use crate::project::Project;
use ruleglot_ir::{Body, Legal, Meta, Node, Pipeline, Rule, Source, Stage, Target};
use ruleglot_kuery::Kuery;
use ruleglot_source::{FileSpan, Snippet, SourceFile, Span};
use ruleglot_spl::{SourceTests, Spl};

/// The languages of bare queries, with what each can say.
pub fn bare_languages() -> &'static [(&'static str, &'static dyn Target)] {
    &[("kuery", &Kuery), ("spl", &Spl)]
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

/// A whole file that is a query of one of [`bare_languages`], laid out; `None` where it is left as it is.
pub fn layout_bare(language: &str, query: &str) -> Option<String> {
    let laid_out = match language {
        "kuery" => ruleglot_kuery::format(query)?,
        "spl" => ruleglot_spl::format(query)?,
        _ => return None,
    };
    Some(laid_out + "\n")
}
