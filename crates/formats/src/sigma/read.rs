//! Reading a Sigma document.

use super::{Kind, SCHEMA, filters, kind, logsource, tags};
use crate::format::{Ast, Part, ReadRule};
use crate::places::Places;
use crate::value::{Notation, set};
use crate::{date, native, table};
use ruleglot_document::{Document, Entry, Node};
use ruleglot_ir::{
    Alert, Body, Dialect, Field, Meta, Node as Placed, Opaque, Related, Rule, Source, Stage,
    Taxonomy,
};
use ruleglot_source::{Diagnostic, FileSpan, SourceFile};
use smol_str::SmolStr;

pub(super) fn read(document: &Document, file: &SourceFile) -> ReadRule {
    let notation = Notation { file: file.id, schema: SCHEMA };
    let root = &document.root;
    let mut reader = Reader {
        notation,
        file,
        meta: Meta::default(),
        alert: Alert::default(),
        places: Places::new(FileSpan::new(file.id, document.span)),
        diagnostics: Vec::new(),
    };
    reader.places.rule = reader.heading(root);
    for entry in root.mapping().iter().flat_map(|m| &m.entries) {
        reader.entry(entry);
    }
    let (body, parts) = reader.body(root);
    let meta = reader.meta.clone();
    let rule = body.map(|body| Rule {
        meta: reader.meta,
        body,
        alert: reader.alert,
        schedule: None,
        tests: Vec::new(),
    });
    ReadRule {
        rule,
        meta,
        language: Some("sigma"),
        parts,
        places: reader.places,
        diagnostics: reader.diagnostics,
    }
}

struct Reader<'a> {
    notation: Notation,
    file: &'a SourceFile,
    meta: Meta,
    alert: Alert,
    places: Places,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn at(&self, span: ruleglot_source::Span) -> FileSpan {
        FileSpan::new(self.file.id, span)
    }

    /// The place of a rule as a whole: its title, or its first key.
    fn heading(&self, root: &Node) -> FileSpan {
        let map = root.mapping();
        let entry = map.and_then(|m| m.entry("title").or(m.entries.first()));
        self.at(entry.map_or(root.span, |e| e.key_span.join(e.value.span)))
    }

    /// Takes a key; what cannot be understood is kept as the format's own.
    fn entry(&mut self, entry: &Entry) {
        let key = entry.key.as_str();
        let part = match key {
            "author" => "authors",
            "date" => "created",
            "falsepositives" => "false_positives",
            "level" => "severity",
            "fields" => "outputs",
            other => other,
        };
        let at = self.at(entry.key_span.join(entry.value.span));
        self.places.add(part, at);
        if part != key {
            self.places.add(entry.key.clone(), at);
        }
        if part == "tags" {
            self.places.add("attack", at);
        }
        if !self.take(key, &entry.value) {
            self.meta.native.push((entry.key.clone(), native::from_node(&entry.value, SCHEMA)));
        }
    }

    fn take(&mut self, key: &str, node: &Node) -> bool {
        let (notation, meta) = (self.notation, &mut self.meta);
        match key {
            "title" => set(&mut meta.title, notation.text(node)),
            "id" => set(&mut meta.id, notation.text(node).map(Some)),
            "name" => set(&mut meta.name, notation.text(node).map(Some)),
            "related" => set(&mut meta.related, related(node, notation)),
            "status" => set(
                &mut meta.status,
                notation.text(node).and_then(|t| table::SIGMA_STATUS.get(&t)).map(Some),
            ),
            "description" => {
                let text = notation.text(node).map(|t| Some(t.trim_end().to_owned()));
                set(&mut meta.description, text)
            }
            "license" => {
                set(&mut meta.license, notation.text(node).map(|t| Some(table::licence_name(&t))))
            }
            "references" => set(&mut meta.references, notation.texts(node)),
            "author" => set(&mut meta.authors, notation.text(node).map(|t| split_authors(&t))),
            "date" => {
                set(&mut meta.created, notation.text(node).and_then(|t| date::parse(&t)).map(Some))
            }
            "modified" => {
                set(&mut meta.modified, notation.text(node).and_then(|t| date::parse(&t)).map(Some))
            }
            "falsepositives" => set(&mut meta.false_positives, notation.texts(node).map(strings)),
            "level" => set(
                &mut meta.severity,
                notation.text(node).and_then(|t| table::SIGMA_LEVEL.get(&t)).map(Some),
            ),
            "tags" => self.tags(node),
            "fields" => self.fields(node),
            "logsource" => self.logsource(node),
            "detection" => true,
            _ => false,
        }
    }

    fn tags(&mut self, node: &Node) -> bool {
        match self.notation.placed(node) {
            Some(list) => {
                tags::read(list, &mut self.meta);
                true
            }
            None => false,
        }
    }

    fn fields(&mut self, node: &Node) -> bool {
        let Some(list) = self.notation.placed(node) else { return false };
        let taxonomy = taxonomy();
        let field = |(name, at): (SmolStr, FileSpan)| {
            Placed::new(Field { taxonomy: taxonomy.clone(), name }, at.into())
        };
        self.alert.outputs = list.into_iter().map(field).collect();
        true
    }

    /// The words that name it go into the body; what it says beside them is kept.
    fn logsource(&mut self, node: &Node) -> bool {
        let Some(map) = node.mapping() else { return false };
        for entry in &map.entries {
            let at = self.at(entry.key_span.join(entry.value.span));
            let text = self.notation.text(&entry.value);
            match entry.key.as_str() {
                "category" | "product" | "service" if text.is_some() => {}
                "definition" if text.is_some() => {
                    self.places.add("setup", at);
                    self.meta.setup = text.map(|t| t.trim_end().to_owned());
                }
                key => {
                    let path = SmolStr::from(format!("logsource.{key}"));
                    self.places.add(path.clone(), at);
                    self.meta.native.push((path, native::from_node(&entry.value, SCHEMA)));
                }
            }
        }
        true
    }

    fn body(&mut self, root: &Node) -> (Option<Body>, Vec<Part>) {
        match kind(root) {
            Some(Kind::Correlation) => (Some(self.refused(root, "correlation")), Vec::new()),
            Some(Kind::Filter) => (Some(self.refused(root, "filter")), Vec::new()),
            _ => self.detection(root),
        }
    }

    /// What it detects is kept word for word.
    fn refused(&mut self, root: &Node, key: &'static str) -> Body {
        let entry = root.mapping().and_then(|m| m.entry(key));
        let (code, message) = match key {
            "correlation" => ("sigma/correlation-not-read", "correlations are not read yet"),
            _ => (
                filters::UNUSED,
                "a filter reaches only the rules of its own file yet, and none here is its own",
            ),
        };
        let at = self.at(entry.map_or(root.span, |e| e.key_span));
        let help = match key {
            "correlation" => "its metadata is read; convert the rules it refers to by themselves",
            _ => "put it into the file of the rules that it names, between `---`",
        };
        self.diagnostics.push(Diagnostic::error(code, at, message).with_help(help));
        let text = entry.and_then(|e| self.file.text.get(e.value.span.range())).unwrap_or_default();
        Body::Native(Opaque {
            dialect: Dialect("sigma"),
            text: text.into(),
            reads: Vec::new(),
            writes: None,
        })
    }

    fn detection(&mut self, root: &Node) -> (Option<Body>, Vec<Part>) {
        let Some(node) = root.get("detection") else {
            let error = Diagnostic::error(
                "schema/missing-field",
                self.places.rule,
                "`detection` is missing",
            );
            self.diagnostics.push(error.with_help("add `detection`"));
            return (None, Vec::new());
        };
        let parsed = ruleglot_sigma::parse(node, self.file.id, &self.file.text);
        self.diagnostics.extend(parsed.diagnostics);
        let Some(detection) = parsed.detection else { return (None, Vec::new()) };
        let lowered = ruleglot_sigma::lower(&detection, &taxonomy());
        let parts = vec![Part { path: &["detection"], ast: Ast::Sigma(detection) }];
        match lowered {
            Ok(expr) => {
                let read =
                    Placed::new(Stage::Read(self.source(root)), self.logsource_place(root).into());
                let origin = self.at(node.span).into();
                (Some(Body::Pipeline(vec![read, Placed::new(Stage::Filter(expr), origin)])), parts)
            }
            Err(errors) => {
                self.diagnostics.extend(errors);
                (None, parts)
            }
        }
    }

    fn source(&self, root: &Node) -> Source {
        let node = root.get("logsource");
        let native = node.and_then(|n| logsource::read(n, self.notation));
        let at = self.logsource_place(root);
        Source {
            native: native.map(|n| Placed::new(n, at.into())).into_iter().collect(),
            ..Source::default()
        }
    }

    fn logsource_place(&self, root: &Node) -> FileSpan {
        root.get("logsource").map_or(self.places.rule, |n| self.at(n.span))
    }
}

/// Sigma's own field names.
pub(super) fn taxonomy() -> Taxonomy {
    Taxonomy::Known("sigma".into())
}

fn strings(texts: Vec<SmolStr>) -> Vec<String> {
    texts.into_iter().map(|t| t.trim_end().to_owned()).collect()
}

fn related(node: &Node, notation: Notation) -> Option<Vec<Related>> {
    let one = |item: &Node| {
        let map = item.mapping()?;
        // Anything beyond the two keys would be lost.
        (map.entries.len() == 2).then_some(())?;
        Some(Related { id: notation.text(map.get("id")?)?, how: notation.text(map.get("type")?)? })
    };
    node.sequence()?.iter().map(one).collect()
}

/// Names between commas, those inside brackets apart: `Jo Doe (Acme, Inc.), Max`.
pub(crate) fn split_authors(text: &str) -> Vec<SmolStr> {
    let mut depth = 0_usize;
    let mut names = Vec::new();
    let mut name = String::new();
    for c in text.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if c == ',' && depth == 0 {
            names.push(std::mem::take(&mut name));
        } else {
            name.push(c);
        }
    }
    names.push(name);
    names.iter().map(|n| SmolStr::from(n.trim())).filter(|n| !n.is_empty()).collect()
}
