//! From the spanned document to the detection as written, with every error that keeps it from being read.

mod item;

use crate::ast::{Block, BlockKind, Condition, Detection, Form, Selection, Value, ValueKind};
use crate::condition;
use crate::names::{NoSuch, undefined};
use item::ItemReader;
pub(crate) use item::conflict;
use ruleglot_document::{
    Entry, Kind, Language, Mapping, Node as Yaml, Schema, Value as Typed, snippet,
};
use ruleglot_ir::{Node, Number, Origin};
use ruleglot_source::{Diagnostic, FileId, FileSpan, Span};
use std::collections::HashSet;

/// A detection that was read, or what keeps it from being read.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The detection; `None` when there is an error.
    pub detection: Option<Detection>,
    /// The errors, in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the value of a rule's `detection:`.
///
/// `source` is the whole text of `file`. Every error is reported, those that only [`crate::lower`] would find too, as
/// soon as there is any; a detection without errors is not yet looked at for its meaning.
pub fn parse(detection: &Yaml, file: FileId, source: &str) -> Parsed {
    let mut reader = Reader { file, source, out: Vec::new() };
    let detection = reader.detection(detection);
    let mut diagnostics = reader.out;
    diagnostics.sort_by_key(|d| d.at().span);
    diagnostics.dedup();
    Parsed { detection: detection.filter(|_| diagnostics.is_empty()), diagnostics }
}

/// What is needed at every place.
pub(crate) struct Reader<'s> {
    file: FileId,
    source: &'s str,
    out: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn at(&self, span: Span) -> FileSpan {
        FileSpan::new(self.file, span)
    }

    fn origin(&self, span: Span) -> Origin {
        self.at(span).into()
    }

    fn error(
        &mut self,
        code: &'static str,
        span: Span,
        message: impl Into<String>,
        help: &'static str,
    ) {
        let error = Diagnostic::error(code, self.at(span), message);
        self.out.push(if help.is_empty() { error } else { error.with_help(help) });
    }

    fn detection(&mut self, node: &Yaml) -> Option<Detection> {
        let Some(map) = node.mapping() else {
            self.error(
                "sigma/invalid-detection",
                node.span,
                "the detection is not a map",
                "write selections by name, and a `condition` over them",
            );
            return None;
        };
        let mut selections = Vec::new();
        let mut timeframe = None;
        for entry in &map.entries {
            match entry.key.as_str() {
                "condition" => {}
                "timeframe" if entry.value.scalar().is_some() => {
                    timeframe = self.value(&entry.value);
                }
                _ => selections.extend(self.selection(entry)),
            }
        }
        let (conditions, form) = self.conditions(node, map);
        if selections.is_empty() && !map.entries.iter().any(is_selection) {
            self.error("sigma/no-selection", node.span, "the detection has no selection", "");
        }
        let names = || map.entries.iter().filter(|e| is_selection(e)).map(|e| e.key.as_str());
        let known: HashSet<&str> = names().collect();
        for condition in &conditions {
            undefined(&condition.search, &known, |search, name| {
                self.out.push(NoSuch { name, among: names() }.at(search.origin));
            });
        }
        let origin = self.origin(node.span);
        Some(Detection { selections, conditions, form, timeframe, origin })
    }

    fn conditions(&mut self, detection: &Yaml, map: &Mapping) -> (Vec<Condition>, Form) {
        let Some(node) = map.get("condition") else {
            self.error(
                "sigma/missing-condition",
                detection.span,
                "the detection has no condition",
                "say which selections must match, as in `condition: selection`",
            );
            return (Vec::new(), Form::Single);
        };
        match &node.kind {
            Kind::Sequence(items) if items.is_empty() => {
                self.error(
                    "sigma/missing-condition",
                    node.span,
                    "the list of conditions is empty",
                    "",
                );
                (Vec::new(), Form::List)
            }
            Kind::Sequence(items) => {
                (items.iter().filter_map(|item| self.condition(item)).collect(), Form::List)
            }
            _ => (self.condition(node).into_iter().collect(), Form::Single),
        }
    }

    fn condition(&mut self, node: &Yaml) -> Option<Condition> {
        let Some(snippet) = snippet(self.file, self.source, node, Language::Yaml) else {
            self.error("sigma/invalid-condition", node.span, "the condition is not text", "");
            return None;
        };
        let search = condition::outline(&snippet, &mut self.out)?;
        Some(Condition { search, origin: self.origin(node.span) })
    }

    fn selection(&mut self, entry: &Entry) -> Option<Selection> {
        let name = Node::new(entry.key.clone(), self.origin(entry.key_span));
        let is_empty = match &entry.value.kind {
            Kind::Mapping(map) => map.entries.is_empty(),
            Kind::Sequence(items) => items.is_empty(),
            Kind::Scalar(s) => matches!(s.resolve(Schema::Yaml11), Typed::Null),
        };
        if is_empty {
            let message = format!("the selection `{}` is empty", entry.key);
            let help = "write what it selects, or leave it out";
            self.error(
                "sigma/empty-selection",
                entry.key_span.join(entry.value.span),
                message,
                help,
            );
            return None;
        }
        Some(Selection { name, body: self.block(&entry.value)? })
    }

    fn block(&mut self, node: &Yaml) -> Option<Block> {
        let kind = match &node.kind {
            Kind::Mapping(map) => BlockKind::Map(self.items(node, map)?),
            Kind::Sequence(nodes) => BlockKind::List(self.list(node, nodes)?),
            Kind::Scalar(_) => BlockKind::Keyword(self.keyword(node)?),
        };
        Some(Node::new(kind, self.origin(node.span)))
    }

    fn items(&mut self, node: &Yaml, map: &Mapping) -> Option<Vec<crate::ast::Item>> {
        if map.entries.is_empty() {
            self.error("sigma/empty-selection", node.span, "a part of the selection is empty", "");
            return None;
        }
        let items: Vec<_> =
            map.entries.iter().map(|entry| ItemReader::new(self, entry).item()).collect();
        items.into_iter().collect()
    }

    fn list(&mut self, node: &Yaml, nodes: &[Yaml]) -> Option<Vec<Block>> {
        if nodes.is_empty() {
            self.error("sigma/empty-selection", node.span, "a part of the selection is empty", "");
            return None;
        }
        let blocks: Vec<_> = nodes.iter().map(|n| self.block(n)).collect();
        blocks.into_iter().collect()
    }

    fn keyword(&mut self, node: &Yaml) -> Option<Value> {
        let value = self.value(node)?;
        if value.kind == ValueKind::Null {
            self.error("sigma/modifier-type", node.span, "null cannot be searched for", "");
            return None;
        }
        self.usable(&value).then_some(value)
    }

    /// A scalar with its type; `None` for a list or map, which is not reported here.
    fn value(&mut self, node: &Yaml) -> Option<Value> {
        let scalar = node.scalar()?;
        let kind = match scalar.resolve(Schema::Yaml11) {
            Typed::Null => ValueKind::Null,
            Typed::Bool(b) => ValueKind::Bool(b),
            Typed::Int(n) => ValueKind::Number(Number::Int(n)),
            Typed::Float(x) => Number::new(x).map_or(ValueKind::NotFinite, ValueKind::Number),
            Typed::Date(_) | Typed::DateTime(_) => ValueKind::Moment,
            Typed::Text(_) => ValueKind::Text,
        };
        let (text, style) = (scalar.text.clone(), scalar.style);
        Some(Value { kind, text, style, origin: self.origin(node.span) })
    }

    /// Refuses values that mean nothing in a detection.
    fn usable(&mut self, value: &Value) -> bool {
        match crate::lower::unusable(value) {
            Some(diagnostic) => {
                self.out.push(diagnostic);
                false
            }
            None => true,
        }
    }
}

fn is_selection(entry: &Entry) -> bool {
    match entry.key.as_str() {
        "condition" => false,
        "timeframe" => entry.value.scalar().is_none(),
        _ => true,
    }
}
