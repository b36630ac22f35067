//! Where the search of a rule meets its language: the only file here that knows SPL.

use crate::format::Ast;
use crate::project::Project;
use ruleglot_ir::{Body, Field, Legal, Target};
use ruleglot_source::{Diagnostic, Snippet};
use ruleglot_spl::ast::{At, Command, MacroCall, Stage};
use ruleglot_spl::{EVENTS, SourceTests, Spl};

/// The language of searches.
pub(super) const LANGUAGE: &str = "spl";

/// What can be said in a search.
pub(super) const TARGET: &dyn Target = &Spl;

/// What reading a search gave.
#[derive(Default)]
pub(super) struct ReadSearch {
    /// What it detects.
    pub(super) body: Option<Body>,
    /// Its tree.
    pub(super) ast: Option<Ast>,
    /// What kept it from being read.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// A field by the name that Splunk knows it by.
pub(super) fn field(name: &str) -> Field {
    Field::known(EVENTS, name)
}

/// Reads a search.
pub(super) fn read_search(snippet: &Snippet<'_>, project: &Project) -> ReadSearch {
    let read = ruleglot_spl::read(snippet, project, SourceTests::Consumed);
    ReadSearch {
        body: read.pipeline.map(Body::Pipeline),
        ast: read.search.map(Ast::Spl),
        diagnostics: read.diagnostics,
    }
}

/// The search of a rule, ending with this filter macro; `None` where what it detects is in another language.
pub(super) fn write_search(legal: &Legal<'_>, filter: Option<&str>) -> Option<String> {
    match &legal.rule().body {
        // As it was read: its own macros and all.
        Body::Native(opaque) => (opaque.dialect.0 == LANGUAGE).then(|| opaque.text.to_string()),
        Body::Pipeline(_) => {
            let mut search = ruleglot_spl::raise(legal);
            let call =
                |name: &str| MacroCall { name: name.into(), args: Vec::new(), at: At::default() };
            let stage = |name| Stage { command: Command::Macro(call(name)), at: At::default() };
            search.stages.extend(filter.map(stage));
            Some(ruleglot_spl::print_pretty(&search))
        }
    }
}
