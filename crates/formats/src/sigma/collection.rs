//! Sigma 1's collection actions: `action: global`, `reset` and `repeat`, as pySigma applies them.
//!
//! A template is merged *into* each later plain document, and on a clash the template wins (pySigma,
//! `SigmaCollection.from_dicts` with `deep_dict_update`). Spans stay those of the file.

use crate::format::Assembled;
use ruleglot_document::{Document, Kind, Node};
use ruleglot_source::{Diagnostic, FileSpan, SourceFile};

pub(super) fn assemble(documents: Vec<Document>, file: &SourceFile) -> Assembled {
    if documents.iter().all(|d| d.root.get("action").is_none()) {
        return Assembled { documents, diagnostics: Vec::new() };
    }
    let mut state = State { template: None, previous: None, out: Assembled::default() };
    for document in documents {
        state.document(document, file);
    }
    state.out
}

struct State {
    template: Option<Node>,
    previous: Option<Node>,
    out: Assembled,
}

impl State {
    fn document(&mut self, mut document: Document, file: &SourceFile) {
        let action = document.root.get("action").cloned();
        let Some(action) = action else {
            // Correlations and filters are never merged.
            let plain =
                document.root.get("correlation").is_none() && document.root.get("filter").is_none();
            if let (Some(template), true) = (&self.template, plain) {
                merge(&mut document.root, template);
            }
            if plain {
                self.previous = Some(document.root.clone());
            }
            self.out.documents.push(document);
            return;
        };
        remove_action(&mut document.root);
        match action.text().unwrap_or_default() {
            "global" => {
                self.template = Some(document.root.clone());
                self.previous = Some(document.root);
            }
            "reset" => {
                self.template = None;
                self.previous = None;
            }
            "repeat" => {
                let mut root = self.previous.clone().unwrap_or_else(|| document.root.clone());
                merge(&mut root, &document.root);
                root.span = document.root.span;
                self.previous = Some(root.clone());
                self.out.documents.push(Document { root, ..document });
            }
            other => {
                let message = format!("the action `{other}` is not known");
                let at = FileSpan::new(file.id, action.span);
                let error = Diagnostic::error("sigma/unknown-action", at, message)
                    .with_help("use `global`, `reset` or `repeat`");
                self.out.diagnostics.push(error);
                self.out.documents.push(document);
            }
        }
    }
}

fn remove_action(root: &mut Node) {
    if let Kind::Mapping(map) = &mut root.kind {
        map.entries.retain(|e| e.key != "action");
    }
}

/// Maps are merged, everything else is overwritten by `with`.
fn merge(into: &mut Node, with: &Node) {
    let (Kind::Mapping(into), Kind::Mapping(with)) = (&mut into.kind, &with.kind) else { return };
    for entry in &with.entries {
        match into.entries.iter_mut().find(|e| e.key == entry.key) {
            Some(own) if own.value.mapping().is_some() && entry.value.mapping().is_some() => {
                merge(&mut own.value, &entry.value);
            }
            Some(own) => *own = entry.clone(),
            None => into.entries.push(entry.clone()),
        }
    }
}
