//! One pair of a selection's map: `field|modifier: values`.

use super::Reader;
use crate::ast::{Form, Item, Value};
use crate::lower;
use crate::modifier::Modifier;
use crate::plan::{Conflict, Plan};
use ruleglot_document::{Entry, Kind, Language, Node as Yaml, key_map, text_map};
use ruleglot_ir::Node;
use ruleglot_source::{Diagnostic, Edit, Fix, Safety, Span, TextMap};
use smol_str::SmolStr;

pub(super) struct ItemReader<'r, 's, 'e> {
    reader: &'r mut Reader<'s>,
    entry: &'e Entry,
    /// Of the key; made only when a modifier needs a place.
    map: Option<TextMap>,
}

impl<'r, 's, 'e> ItemReader<'r, 's, 'e> {
    pub(super) fn new(reader: &'r mut Reader<'s>, entry: &'e Entry) -> Self {
        Self { reader, entry, map: None }
    }

    pub(super) fn item(mut self) -> Option<Item> {
        let named = self.has_name();
        let modifiers = self.modifiers();
        let values = self.values();
        let (true, modifiers, (values, form)) = (named, modifiers?, values?) else { return None };
        let field = self.entry.key.split('|').next().filter(|f| !f.is_empty()).map(SmolStr::from);
        let key = self.reader.origin(self.entry.key_span);
        let origin = self.reader.origin(self.entry.key_span.join(self.entry.value.span));
        let item = Item { field, modifiers, values, form, key, origin };
        self.check(&item).then_some(item)
    }

    /// Refuses an empty key; one that begins with `|` is of keywords.
    fn has_name(&mut self) -> bool {
        if self.entry.key.is_empty() {
            let span = self.entry.key_span;
            self.reader.error("sigma/empty-field", span, "the name of the field is empty", "");
        }
        !self.entry.key.is_empty()
    }

    fn modifiers(&mut self) -> Option<Vec<Node<Modifier>>> {
        let entry = self.entry;
        let Some(bar) = entry.key.find('|') else { return Some(Vec::new()) };
        let mut all = Some(Vec::new());
        let mut start = bar + 1;
        for name in entry.key[start..].split('|') {
            let span = self.key_span(start, start + name.len());
            start += name.len() + 1;
            match (Modifier::named(name), &mut all) {
                (Some(modifier), Some(all)) => {
                    all.push(Node::new(modifier, self.reader.origin(span)));
                }
                (Some(_), None) => {}
                (None, _) => {
                    self.unknown(name, span);
                    all = None;
                }
            }
        }
        all
    }

    fn key_span(&mut self, start: usize, end: usize) -> Span {
        let map =
            self.map.get_or_insert_with(|| key_map(self.reader.source, self.entry, Language::Yaml));
        map.span(Span::new(start, end))
    }

    fn unknown(&mut self, name: &str, span: Span) {
        let at = self.reader.at(span);
        if name.is_empty() {
            let message = "a `|` is followed by no modifier";
            self.reader.out.push(Diagnostic::error("sigma/unknown-modifier", at, message));
            return;
        }
        let message = format!("there is no modifier `{name}`");
        let mut error = Diagnostic::error("sigma/unknown-modifier", at, message);
        if let Some(meant) = Modifier::suggestion(name) {
            let edits = vec![Edit { span, text: meant.into() }];
            error = error
                .with_help(format!("did you mean `{meant}`?"))
                .with_fix(Fix { safety: Safety::Unsafe, edits });
        }
        self.reader.out.push(error);
    }

    fn values(&mut self) -> Option<(Vec<Value>, Form)> {
        let node = &self.entry.value;
        match &node.kind {
            Kind::Scalar(_) => Some((vec![self.value(node)?], Form::Single)),
            Kind::Sequence(items) if items.is_empty() => {
                let message = format!("`{}` has an empty list of values", self.entry.key);
                let help = "write the values, or leave the field out";
                self.reader.error("sigma/empty-value-list", node.span, message, help);
                None
            }
            Kind::Sequence(items) => {
                let values: Vec<_> = items.iter().map(|item| self.value(item)).collect();
                Some((values.into_iter().collect::<Option<_>>()?, Form::List))
            }
            Kind::Mapping(_) => {
                self.nested(node);
                None
            }
        }
    }

    fn value(&mut self, node: &Yaml) -> Option<Value> {
        let Some(value) = self.reader.value(node) else {
            self.nested(node);
            return None;
        };
        self.reader.usable(&value).then_some(value)
    }

    fn nested(&mut self, node: &Yaml) {
        let what = if node.mapping().is_some() { "map" } else { "list within a list" };
        let message = format!("`{}` has a {what} as its value", self.entry.key);
        let help = "write nested fields with dots, as in `a.b: x`";
        self.reader.error("sigma/nested-value", node.span, message, help);
    }

    /// Refuses modifiers that contradict each other and values that they cannot take.
    fn check(&mut self, item: &Item) -> bool {
        let plan = match Plan::of(&item.modifiers) {
            Ok(plan) => plan,
            Err(conflicts) => {
                self.reader.out.extend(conflicts.iter().map(|c| conflict(item, *c)));
                return false;
            }
        };
        let problems = lower::problems(item, &plan);
        let sound = problems.is_empty();
        for problem in problems {
            self.report(item, problem);
        }
        sound
    }

    /// Narrows the place of a problem inside a value to its bytes.
    fn report(&mut self, item: &Item, problem: lower::Problem) {
        let mut diagnostic = problem.diagnostic;
        if let (Some((index, inner)), Some(label)) = (problem.inside, diagnostic.labels.first_mut())
        {
            let node = match &self.entry.value.kind {
                Kind::Sequence(items) => items.get(index),
                _ => Some(&self.entry.value),
            };
            debug_assert!(index < item.values.len());
            if let Some(node) = node {
                label.at.span = text_map(self.reader.source, node, Language::Yaml).span(inner);
            }
        }
        self.reader.out.push(diagnostic);
    }
}

/// What is said of modifiers that contradict each other.
pub(crate) fn conflict(item: &Item, conflict: Conflict) -> Diagnostic {
    let place = |i: usize| item.modifiers[i].origin.0.unwrap_or_default();
    let name = |i: usize| item.modifiers[i].kind.name;
    let at = conflict.at;
    match conflict.with {
        Some(with) => Diagnostic::error(
            "sigma/incompatible-modifiers",
            place(at),
            format!("`{}` cannot follow `{}`: {}", name(at), name(with), conflict.why),
        )
        .with_label(place(with), "this one"),
        None => Diagnostic::error(
            "sigma/incompatible-modifiers",
            place(at),
            format!("`{}` cannot stand here: {}", name(at), conflict.why),
        ),
    }
}
