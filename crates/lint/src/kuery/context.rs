//! A query in its file, and ways through it.

use crate::RuleContext;
use ruleglot_document::snippet;
use ruleglot_formats::Part;
use ruleglot_kuery::ast::{Expr, Leaf, Name, Query, TreeKind, Value, Values};
use ruleglot_source::{FileSpan, Snippet};

pub(crate) use ruleglot_kuery::ast::NameKind;

/// A query in its file.
pub(crate) struct KueryContext<'a> {
    /// The query.
    pub(crate) query: &'a Query,
    snippet: Snippet<'a>,
}

/// Whether a condition stands in a nested group.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Depth {
    /// It is about the event.
    Event,
    /// It is about an element of an array.
    Element,
}

impl<'a> KueryContext<'a> {
    /// `None` when its text is not there.
    pub(crate) fn new(rule: &'a RuleContext<'a>, part: &Part, query: &'a Query) -> Option<Self> {
        let (id, text) = (rule.file.id, &*rule.file.text);
        let snippet = match rule.document {
            None => Snippet::whole(id, text),
            Some(document) => snippet(id, text, document.root.at(part.path)?, document.language)?,
        };
        Some(Self { query, snippet })
    }

    /// Where something stands in the file.
    pub(crate) fn place(&self, at: ruleglot_kuery::ast::At) -> FileSpan {
        self.snippet.locate(at.0)
    }

    /// Visits every field with each of its values; a value without a field is not visited.
    pub(crate) fn values(&self, mut visit: impl FnMut(&'a Name, &'a Value, Depth)) {
        if let Some(root) = &self.query.root {
            each(root, Depth::Event, &mut visit);
        }
    }
}

fn each<'a>(expr: &'a Expr, depth: Depth, visit: &mut impl FnMut(&'a Name, &'a Value, Depth)) {
    match &expr.kind {
        TreeKind::Or(of) | TreeKind::And(of) => of.iter().for_each(|x| each(x, depth, visit)),
        TreeKind::Not(of) => each(of, depth, visit),
        TreeKind::Leaf(Leaf::Match { name, values }) => of_list(name, values, depth, visit),
        TreeKind::Leaf(Leaf::Compare { name, bound, .. }) => visit(name, bound, depth),
        TreeKind::Leaf(Leaf::Nested { body, .. }) => each(body, Depth::Element, visit),
        TreeKind::Leaf(Leaf::Free(_)) => {}
    }
}

fn of_list<'a>(
    name: &'a Name,
    values: &'a Values,
    depth: Depth,
    visit: &mut impl FnMut(&'a Name, &'a Value, Depth),
) {
    match &values.kind {
        TreeKind::Or(of) | TreeKind::And(of) => {
            of.iter().for_each(|x| of_list(name, x, depth, visit));
        }
        TreeKind::Not(of) => of_list(name, of, depth, visit),
        TreeKind::Leaf(value) => visit(name, value, depth),
    }
}
