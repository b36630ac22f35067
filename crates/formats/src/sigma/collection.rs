//! Sigma 1's collection actions: `action: global`, `reset` and `repeat`, as pySigma applies them.
//!
//! A template is merged *into* each later plain document, and on a clash the template wins (pySigma,
//! `SigmaCollection.from_dicts` with `deep_dict_update`). Spans stay those of the file.

use super::kind;
use crate::format::Assembled;
use ruleglot_document::{Document, Kind, Node};
use ruleglot_source::{Diagnostic, FileSpan, SourceFile};
use std::collections::HashMap;
use std::rc::Rc;

/// How many values may be copied from templates into the documents of a file; a global document of a megabyte before
/// many small ones would not fit the memory.
const MOST_COPIES: usize = 1_000_000;

pub(super) fn assemble(documents: Vec<Document>, file: &SourceFile) -> Assembled {
    if documents.iter().all(|d| kind(&d.root) != Some(super::Kind::Action)) {
        return Assembled { documents, diagnostics: Vec::new() };
    }
    let out = Assembled::default();
    let mut state = State { file, copies: 0, template: None, previous: None, out };
    for document in documents {
        state.document(document);
    }
    state.out
}

struct State<'a> {
    file: &'a SourceFile,
    /// How many values were copied so far.
    copies: usize,
    template: Option<Template>,
    previous: Option<Template>,
    out: Assembled,
}

/// A document that others are merged with, and how many values it has.
#[derive(Clone)]
struct Template {
    root: Rc<Node>,
    size: usize,
}

impl Template {
    fn new(root: Node) -> Self {
        Self { size: size(&root), root: Rc::new(root) }
    }
}

impl State<'_> {
    fn document(&mut self, mut document: Document) {
        let Some(action) = document.root.get("action").cloned() else {
            return self.plain(document);
        };
        if let Kind::Mapping(map) = &mut document.root.kind {
            map.entries.retain(|e| e.key != "action");
        }
        match action.text().unwrap_or_default() {
            "global" => {
                self.template = Some(Template::new(document.root));
                self.previous = self.template.clone();
            }
            "reset" => {
                self.template = None;
                self.previous = None;
            }
            "repeat" => self.repeat(document),
            other => {
                let message = format!("the action `{other}` is not known");
                let at = FileSpan::new(self.file.id, action.span);
                let error = Diagnostic::error("sigma/unknown-action", at, message);
                self.out.diagnostics.push(error.with_help("use `global`, `reset` or `repeat`"));
                self.out.documents.push(document);
            }
        }
    }

    /// Correlations and filters are never merged.
    fn plain(&mut self, mut document: Document) {
        if document.root.get("correlation").is_none() && document.root.get("filter").is_none() {
            let template = self.template.clone();
            if let Some(template) = template.filter(|t| self.affords(t, &document)) {
                merge(&mut document.root, &template.root);
            }
            self.previous = Some(Template::new(document.root.clone()));
        }
        self.out.documents.push(document);
    }

    fn repeat(&mut self, document: Document) {
        let previous = self.previous.clone().filter(|p| self.affords(p, &document));
        let mut root = previous.map_or_else(|| document.root.clone(), |p| (*p.root).clone());
        merge(&mut root, &document.root);
        root.span = document.root.span;
        self.previous = Some(Template::new(root.clone()));
        self.out.documents.push(Document { root, ..document });
    }

    /// Whether a copy still fits; the first that does not is told.
    fn affords(&mut self, template: &Template, document: &Document) -> bool {
        let before = self.copies;
        self.copies = before.saturating_add(template.size);
        if before <= MOST_COPIES && self.copies > MOST_COPIES {
            let at = FileSpan::new(self.file.id, document.root.span);
            let message =
                format!("the file repeats more than {MOST_COPIES} values through `action`");
            let error = Diagnostic::error("sigma/collection-too-large", at, message);
            self.out.diagnostics.push(error.with_help("split the file"));
        }
        self.copies <= MOST_COPIES
    }
}

/// How many values a node has.
fn size(node: &Node) -> usize {
    1 + match &node.kind {
        Kind::Scalar(_) => 0,
        Kind::Sequence(items) => items.iter().map(size).sum(),
        Kind::Mapping(map) => map.entries.iter().map(|e| size(&e.value)).sum(),
    }
}

/// Maps are merged, everything else is overwritten by `with`.
fn merge(into: &mut Node, with: &Node) {
    let (Kind::Mapping(into), Kind::Mapping(with)) = (&mut into.kind, &with.kind) else { return };
    let places: HashMap<_, _> =
        into.entries.iter().enumerate().map(|(at, e)| (e.key.clone(), at)).collect();
    for entry in &with.entries {
        let Some(own) = places.get(&entry.key).map(|at| &mut into.entries[*at]) else {
            into.entries.push(entry.clone());
            continue;
        };
        if own.value.mapping().is_some() && entry.value.mapping().is_some() {
            merge(&mut own.value, &entry.value);
        } else {
            *own = entry.clone();
        }
    }
}
