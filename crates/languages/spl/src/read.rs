//! A search from its text to its meaning.

use crate::ast::{MacroCall, Search};
use crate::expand::{Expanded, Macros, expand};
use crate::lower::{Context, MacroText, SourceTests, lower};
use crate::parse::parse;
use ruleglot_ir::Pipeline;
use ruleglot_source::{Diagnostic, Severity, Snippet};

/// What reading a search gave.
#[derive(Clone, Debug)]
pub struct Read {
    /// What it does; `None` when there is an error.
    pub pipeline: Option<Pipeline>,
    /// The search as written, macros not expanded.
    pub search: Option<Search>,
    /// Everything that is wrong with it, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
    /// Macros that have no definition.
    pub undefined: Vec<MacroCall>,
}

/// Reads a search: expands its macros, parses and lowers it.
pub fn read(snippet: &Snippet<'_>, macros: &dyn Macros, source_tests: SourceTests) -> Read {
    let written = parse(snippet);
    let expanded = expand(snippet, macros);
    let mut diagnostics = written.diagnostics;
    diagnostics.extend(expanded.diagnostics.iter().cloned());
    let pipeline = if expanded.regions.is_empty() {
        let search = written.search.as_ref();
        let context = Context { snippet, macros: &[], source_tests, known: macros };
        search.map(|search| lowered(search, &context, &mut diagnostics))
    } else {
        through_macros(&expanded, macros, source_tests, &mut diagnostics)
    };
    let broken = diagnostics.iter().any(|d| d.severity == Severity::Error);
    Read {
        pipeline: pipeline.filter(|_| !broken),
        search: written.search,
        diagnostics,
        undefined: expanded.unknown,
    }
}

/// The meaning of the text with its macros in place. What is wrong with that text alone is told of the calls.
fn through_macros(
    expanded: &Expanded,
    known: &dyn Macros,
    source_tests: SourceTests,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Pipeline> {
    let snippet = expanded.snippet();
    let parsed = parse(&snippet);
    for found in parsed.diagnostics {
        if !diagnostics.iter().any(|d| d.code == found.code && d.at() == found.at()) {
            diagnostics.push(found);
        }
    }
    let regions: Vec<_> = expanded
        .regions
        .iter()
        .map(|r| MacroText { name: r.call.name.clone(), at: r.at })
        .collect();
    let context = Context { snippet: &snippet, macros: &regions, source_tests, known };
    parsed.search.map(|search| lowered(&search, &context, diagnostics))
}

fn lowered(search: &Search, context: &Context<'_>, diagnostics: &mut Vec<Diagnostic>) -> Pipeline {
    let (pipeline, found) = lower(search, context);
    diagnostics.extend(found);
    pipeline
}
