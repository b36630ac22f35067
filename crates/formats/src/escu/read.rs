//! Reading an ESCU rule.

pub(super) mod keys;
mod risk;

use super::{SCHEMA, query};
use crate::format::{Part, ReadRule};
use crate::native;
use crate::places::Places;
use crate::project::Project;
use crate::value::Notation;
use ruleglot_document::{Document, Entry, Language, Node, snippet};
use ruleglot_ir::{Alert, Meta, NativeValue, Rule, Schedule};
use ruleglot_source::{Diagnostic, FileSpan, SourceFile, Span};
use smol_str::SmolStr;

pub(super) fn read(document: &Document, file: &SourceFile, project: &Project) -> ReadRule {
    let root = &document.root;
    let mut reader = Reader {
        notation: Notation { file: file.id, schema: SCHEMA },
        meta: Meta::default(),
        alert: Alert::default(),
        schedule: None,
        places: Places::new(heading(root, file)),
    };
    for entry in root.mapping().iter().flat_map(|m| &m.entries) {
        reader.entry(entry);
    }
    reader.severity();
    let mut search = reader.search(root, file, project);
    let parts = search.ast.take().map(|ast| Part { path: &["search"], ast });
    let Reader { meta, alert, schedule, places, .. } = reader;
    let rule = search.body.map(|body| Rule {
        meta: meta.clone(),
        body,
        alert,
        schedule,
        tests: Vec::new(),
    });
    ReadRule {
        rule,
        meta,
        language: Some(query::LANGUAGE),
        parts: parts.into_iter().collect(),
        places,
        diagnostics: search.diagnostics,
    }
}

/// The place of a rule as a whole: its name.
fn heading(root: &Node, file: &SourceFile) -> FileSpan {
    let entry = root.mapping().and_then(|m| m.entry("name").or(m.entries.first()));
    let span = entry.map_or(root.span, |e| e.key_span.join(e.value.span));
    FileSpan::new(file.id, span)
}

struct Reader {
    notation: Notation,
    meta: Meta,
    alert: Alert,
    schedule: Option<Schedule>,
    places: Places,
}

impl Reader {
    fn at(&self, span: Span) -> FileSpan {
        FileSpan::new(self.notation.file, span)
    }

    fn keep(&mut self, path: impl Into<SmolStr>, value: NativeValue) {
        self.meta.native.push((path.into(), value));
    }

    fn place(&mut self, path: &str, entry: &Entry) {
        let at = self.at(entry.key_span.join(entry.value.span));
        keys::parts(path).iter().for_each(|part| self.places.add(*part, at));
        self.places.add(path, at);
    }

    /// Takes a key; what cannot be understood is kept as the format's own.
    fn entry(&mut self, entry: &Entry) {
        let key = entry.key.as_str();
        self.place(key, entry);
        if let (true, Some(map)) = (keys::is_table(key), entry.value.mapping()) {
            for below in &map.entries {
                let path = format!("{key}.{}", below.key);
                self.place(&path, below);
                self.value(&path, &below.value);
            }
            // Nothing in it is not nothing.
            if !map.entries.is_empty() {
                return;
            }
        }
        self.value(key, &entry.value);
    }

    fn value(&mut self, path: &str, node: &Node) {
        if !self.take(path, node) {
            self.keep(path, native::from_node(node, SCHEMA));
        }
    }

    fn search(&self, root: &Node, file: &SourceFile, project: &Project) -> query::ReadSearch {
        let node = root.get("search");
        let text = node.and_then(|n| snippet(file.id, &file.text, n, Language::Yaml));
        let fault = match (node, &text) {
            (None, _) => Some(("schema/missing-field", self.places.rule, "`search` is missing")),
            (Some(n), None) => {
                Some(("schema/wrong-type", self.at(n.span), "`search` is not a text"))
            }
            (Some(n), Some(s)) if s.text.trim().is_empty() => {
                Some(("schema/bad-value", self.at(n.span), "`search` is empty"))
            }
            _ => None,
        };
        match (fault, text) {
            (Some((code, at, message)), _) => {
                let error = Diagnostic::error(code, at, message).with_help("write the search");
                query::ReadSearch { diagnostics: vec![error], ..query::ReadSearch::default() }
            }
            (None, Some(snippet)) => query::read_search(&snippet, project),
            (None, None) => query::ReadSearch::default(),
        }
    }
}
