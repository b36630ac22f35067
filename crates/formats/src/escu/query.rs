//! Where the search of a rule meets its language: the only file here that knows SPL.

use crate::format::Ast;
use ruleglot_ir::{
    Accept, Alert, Body, Dialect, ExprKind, Field, Legal, Note, Opaque, Position, Stage, Target,
};
use ruleglot_source::{Diagnostic, Snippet};

/// The language of searches.
pub(super) const LANGUAGE: &str = "spl";

/// What can be said in a search.
pub(super) const TARGET: Unread = Unread;

/// What reading a search gave.
#[derive(Default)]
pub(super) struct ReadSearch {
    /// What it detects.
    pub(super) body: Option<Body>,
    /// Fields shown and grouped by.
    pub(super) alert: Alert,
    /// Its tree.
    pub(super) ast: Option<Ast>,
    /// What kept it from being read.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// What was taken for granted.
    pub(super) notes: Vec<Note>,
}

/// A field by the name that Splunk knows it by.
pub(super) fn field(name: &str) -> Field {
    Field::known("splunk", name)
}

/// Reads a search; `filter` is the name of the rule's own filter macro.
pub(super) fn read_search(snippet: &Snippet<'_>, filter: &str) -> ReadSearch {
    let _ = filter;
    let body = Body::Native(Opaque {
        dialect: Dialect(LANGUAGE),
        text: snippet.text.trim().into(),
        reads: Vec::new(),
        writes: None,
    });
    ReadSearch { body: Some(body), ..ReadSearch::default() }
}

/// The search of a rule, ending with its filter macro; `None` where what it detects is in another language.
pub(super) fn write_search(legal: &Legal<'_>, filter: &str) -> Option<String> {
    match &legal.rule().body {
        // As it was read: its own macros and all.
        Body::Native(opaque) if opaque.dialect.0 == LANGUAGE => Some(opaque.text.to_string()),
        Body::Native(_) => None,
        // The language does not stand yet, so only tests come here.
        Body::Pipeline(_) => Some(format!("search *\n| `{filter}`")),
    }
}

/// Says nothing but everything and nothing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unread;

impl Target for Unread {
    fn dialect(&self) -> Dialect {
        Dialect(LANGUAGE)
    }

    fn expr(&self, expr: &ExprKind, _: Position) -> Accept {
        match expr {
            ExprKind::Const(_) => Accept::Yes,
            _ => Accept::No { why: "searches are not written yet" },
        }
    }

    fn stage(&self, stage: &Stage, _: usize) -> Accept {
        match stage {
            Stage::Read(_) | Stage::Filter(_) => Accept::Yes,
            _ => Accept::No { why: "searches are not written yet" },
        }
    }

    fn rewrites(&self) -> &'static [&'static str] {
        &[]
    }
}
