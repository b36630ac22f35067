//! Checks a document against a table of keys.
//!
//! The tables stand beside each format; this file knows only how to hold a node against one. Everything it says is a
//! lint: the readers never ask it.

use crate::value::Notation;
use crate::{date, id};
use ruleglot_document::{Entry, Kind, Mapping, Node, Schema, Value};
use ruleglot_source::{Diagnostic, FileSpan, Severity, SourceFile, Span};
use std::borrow::Cow;
use std::collections::HashMap;

/// A key of a map.
pub(crate) struct Key {
    /// Its name.
    pub(crate) name: &'static str,
    /// Whether it must be there.
    pub(crate) need: Need,
    /// What it holds.
    pub(crate) holds: Holds,
}

/// Whether a key must be there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    Required,
    Optional,
}

/// What a key holds.
pub(crate) enum Holds {
    /// Anything.
    Any,
    /// Text that is not empty, of at most so many characters.
    Text(usize),
    /// Text that may be empty.
    Blank,
    /// A list of texts, each once.
    Texts,
    /// A text or a list of texts.
    TextOrTexts,
    /// A whole number in a range.
    Int(i128, i128),
    /// A truth value.
    Bool,
    /// A day, without quotes or as text.
    Date,
    /// A UUID.
    Uuid,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// Text of a form; the second says it for people.
    Form(fn(&str) -> bool, &'static str),
    /// A list of texts of a form, each once.
    Forms(fn(&str) -> bool, &'static str),
    /// A map with these keys.
    Map(&'static [Key], Others),
    /// A list of maps with these keys.
    Maps(&'static [Key]),
    /// A list of maps with these keys, in which others are lost.
    LooseMaps(&'static [Key]),
    /// A list of anything.
    List,
    /// Nothing: the reader fills it, and what stands here is lost.
    Filled,
}

/// What of keys that the table does not have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Others {
    /// They are refused.
    Refused,
    /// They are a custom attribute, unless they look like a misspelt key.
    Custom,
    /// Whoever reads the file does not look at them: what they say is lost.
    Lost,
    /// They are not looked at.
    Ignored,
}

/// What the table finds wrong with a map, in the order of the file.
pub(crate) fn check(
    root: &Node,
    keys: &[Key],
    others: Others,
    file: &SourceFile,
    schema: Schema,
) -> Vec<Diagnostic> {
    let notation = Notation { file: file.id, schema };
    let mut checker = Checker { notation, out: Vec::new() };
    checker.map(root, root.span, keys, others, "");
    checker.out.sort_by_key(|d| d.at().span);
    checker.out
}

/// A form with the words for it.
type WithWords = (fn(&str) -> bool, &'static str);

/// The texts of a list and where each stands first; most lists are too short for a table to pay.
enum Seen<'n> {
    Few(Vec<(&'n str, Span)>),
    Many(HashMap<&'n str, Span>),
}

impl<'n> Seen<'n> {
    fn new(items: usize) -> Self {
        if items <= 16 { Self::Few(Vec::with_capacity(items)) } else { Self::Many(HashMap::new()) }
    }

    /// Where the text stands already; it is noted if it does not.
    fn before(&mut self, text: &'n str, at: Span) -> Option<Span> {
        match self {
            Self::Few(list) => {
                let known = list.iter().find(|(t, _)| *t == text).map(|(_, at)| *at);
                if known.is_none() {
                    list.push((text, at));
                }
                known
            }
            Self::Many(map) => {
                let known = map.get(text).copied();
                map.entry(text).or_insert(at);
                known
            }
        }
    }
}

struct Checker {
    notation: Notation,
    out: Vec<Diagnostic>,
}

impl Checker {
    fn at(&self, span: Span) -> FileSpan {
        FileSpan::new(self.notation.file, span)
    }

    fn say(&mut self, code: &'static str, span: Span, message: String, help: String) {
        let finding = Diagnostic::error(code, self.at(span), message);
        self.out.push(if help.is_empty() { finding } else { finding.with_help(help) });
    }

    fn map(&mut self, node: &Node, key_span: Span, keys: &[Key], others: Others, path: &str) {
        let Some(map) = node.mapping() else {
            return self.wrong_type(node, path, "a map");
        };
        let absent: Vec<&Key> = keys.iter().filter(|k| map.get(k.name).is_none()).collect();
        for entry in &map.entries {
            match keys.iter().find(|k| k.name == entry.key) {
                Some(key) => self.value(entry, &key.holds, &join(path, key.name)),
                None => self.unknown(entry, &absent, others, path),
            }
        }
        for key in absent.iter().filter(|k| k.need == Need::Required) {
            self.missing(key.name, key_span, map, path);
        }
    }

    /// A missing key is shown at the first key of its map: the whole map would underline half the file.
    fn missing(&mut self, key: &str, span: Span, map: &Mapping, path: &str) {
        let at = map.entries.first().map_or(span, |e| e.key_span);
        let message = format!("`{}` is missing", join(path, key));
        self.say("schema/missing-field", at, message, format!("add `{key}`"));
    }

    fn unknown(&mut self, entry: &Entry, absent: &[&Key], others: Others, path: &str) {
        if others == Others::Ignored {
            return;
        }
        let near = nearest(&entry.key, absent.iter().map(|k| k.name));
        let severity = match (others, near) {
            (Others::Custom, None) => return,
            (Others::Custom, Some(_)) | (Others::Lost, _) => Severity::Warning,
            _ => Severity::Error,
        };
        let message = format!("the key `{}` is not known", join(path, &entry.key));
        let finding =
            Diagnostic::new("schema/unknown-key", severity, self.at(entry.key_span), message);
        self.out.push(match near {
            Some(near) => finding.with_help(format!("did you mean `{near}`?")),
            None => finding.with_help("remove it"),
        });
    }

    fn wrong_type(&mut self, node: &Node, path: &str, wanted: &str) {
        let is = self.type_of(node);
        let message = if path.is_empty() {
            format!("the document is {is}, not {wanted}")
        } else {
            format!("`{path}` is {is}, not {wanted}")
        };
        self.say("schema/wrong-type", node.span, message, format!("write {wanted}"));
    }

    fn type_of(&self, node: &Node) -> &'static str {
        match &node.kind {
            Kind::Sequence(_) => "a list",
            Kind::Mapping(_) => "a map",
            Kind::Scalar(scalar) => match scalar.resolve(self.notation.schema) {
                Value::Null => "empty",
                Value::Bool(_) => "a truth value",
                Value::Int(_) | Value::Float(_) => "a number",
                Value::Date(_) | Value::DateTime(_) => "a date",
                Value::Text(_) => "a text",
            },
        }
    }

    fn value(&mut self, entry: &Entry, holds: &Holds, path: &str) {
        let node = &entry.value;
        match holds {
            Holds::Any => {}
            Holds::Text(most) => self.text(node, path, *most),
            Holds::Blank => {
                self.is_text(node, path);
            }
            Holds::Texts => self.texts(node, path, None),
            Holds::TextOrTexts if node.sequence().is_none() => self.text(node, path, usize::MAX),
            Holds::TextOrTexts => self.texts(node, path, None),
            Holds::Forms(form, what) => self.texts(node, path, Some((*form, what))),
            Holds::Int(least, most) => self.int(node, path, *least, *most),
            Holds::Bool if self.notation.bool(node).is_none() => {
                self.wrong_type(node, path, "a truth value");
            }
            Holds::Bool => {}
            Holds::Date => self.date(node, path),
            Holds::Uuid => self.form("schema/bad-id", node, path, (id::is_uuid, "a UUID")),
            Holds::Form(form, what) => self.form("schema/bad-value", node, path, (*form, what)),
            Holds::OneOf(words) => self.one_of(node, path, words),
            Holds::Map(keys, others) => self.map(node, entry.key_span, keys, *others, path),
            Holds::Maps(keys) => self.maps(node, path, keys, Others::Refused),
            Holds::LooseMaps(keys) => self.maps(node, path, keys, Others::Lost),
            Holds::List if node.sequence().is_none() => self.wrong_type(node, path, "a list"),
            Holds::List => {}
            Holds::Filled => self.filled(entry, path),
        }
    }

    fn is_text<'n>(&mut self, node: &'n Node, path: &str) -> Option<&'n str> {
        match node.scalar().map(|s| s.resolve(self.notation.schema)) {
            Some(Value::Text(text)) => Some(text),
            _ => {
                self.wrong_type(node, path, "a text");
                None
            }
        }
    }

    fn text(&mut self, node: &Node, path: &str, most: usize) {
        let Some(text) = self.is_text(node, path) else { return };
        if text.trim().is_empty() {
            self.say("schema/bad-value", node.span, format!("`{path}` is empty"), String::new());
        } else if text.chars().count() > most {
            let long = text.chars().count();
            let message = format!("`{path}` has {long} characters, {most} are allowed");
            self.say("schema/bad-value", node.span, message, "shorten it".to_owned());
        }
    }

    fn texts(&mut self, node: &Node, path: &str, form: Option<WithWords>) {
        let Some(items) = node.sequence() else {
            return self.wrong_type(node, path, "a list of texts");
        };
        let mut first = Seen::new(items.len());
        for item in items {
            let Some(text) = self.is_text(item, &format!("{path}[]")) else { continue };
            if let Some((form, what)) = form
                && !form(text)
            {
                let message = format!("`{text}` in `{path}` is not {what}");
                self.say("schema/bad-value", item.span, message, format!("write {what}"));
            }
            if let Some(at) = first.before(text, item.span) {
                let message = format!("`{text}` stands twice in `{path}`");
                let at = self.at(at);
                let finding =
                    Diagnostic::warning("schema/duplicate-item", self.at(item.span), message)
                        .with_label(at, "first here")
                        .with_help("remove one of them");
                self.out.push(finding);
            }
        }
    }

    fn int(&mut self, node: &Node, path: &str, least: i128, most: i128) {
        let Some(n) = self.notation.int(node) else {
            return self.wrong_type(node, path, "a whole number");
        };
        if n < least || n > most {
            let range = if most == i128::MAX {
                format!("at least {least}")
            } else {
                format!("between {least} and {most}")
            };
            let message = format!("`{path}` is {n}");
            self.say("schema/bad-value", node.span, message, format!("write a number {range}"));
        }
    }

    fn date(&mut self, node: &Node, path: &str) {
        let value = node.scalar().map(|s| s.resolve(self.notation.schema));
        let Some(Value::Text(text) | Value::Date(text)) = value else {
            return self.wrong_type(node, path, "a date");
        };
        if date::parse(text).is_none() {
            let message = format!("`{path}` is `{text}`, which is no date");
            let form = match self.notation.schema {
                Schema::Toml => "YYYY/MM/DD",
                _ => "YYYY-MM-DD",
            };
            self.say("schema/bad-date", node.span, message, format!("write it as {form}"));
        }
    }

    fn form(&mut self, code: &'static str, node: &Node, path: &str, (form, what): WithWords) {
        let Some(text) = self.is_text(node, path) else { return };
        if !form(text) {
            let message = format!("`{path}` is `{text}`, which is not {what}");
            self.say(code, node.span, message, format!("write {what}"));
        }
    }

    fn one_of(&mut self, node: &Node, path: &str, words: &[&'static str]) {
        let Some(text) = self.is_text(node, path) else { return };
        if words.contains(&text) {
            return;
        }
        let help = match nearest(text, words.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("use one of `{}`", words.join("`, `")),
        };
        let message = format!("`{path}` cannot be `{text}`");
        self.say("schema/bad-value", node.span, message, help);
    }

    fn filled(&mut self, entry: &Entry, path: &str) {
        let message = format!("what `{path}` says is lost: it is filled when the rule is built");
        let at = self.at(entry.key_span);
        let finding = Diagnostic::warning("schema/unknown-key", at, message);
        self.out.push(finding.with_help("remove it"));
    }

    fn maps(&mut self, node: &Node, path: &str, keys: &[Key], others: Others) {
        let Some(items) = node.sequence() else {
            return self.wrong_type(node, path, "a list of maps");
        };
        for item in items {
            self.map(item, item.span, keys, others, path);
        }
    }
}

fn join<'k>(path: &str, key: &'k str) -> Cow<'k, str> {
    if path.is_empty() { key.into() } else { format!("{path}.{key}").into() }
}

/// The word that a text is probably meant to be: another case, or few letters away.
pub(crate) fn nearest<'w>(text: &str, words: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    if text.len() > 100 {
        return None;
    }
    let text = text.to_lowercase();
    let allowed = if text.chars().count() <= 4 { 1 } else { 2 };
    words
        .map(|word| (strsim::osa_distance(&text, word), word))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}
