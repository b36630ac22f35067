//! A Sigma document as a whole, as lints see it: its metadata, its log source and its detection.

use crate::context::{RuleContext, SigmaContext};
use ruleglot_document::{Entry, Node};
use ruleglot_formats::{Ast, ReadRule};
use ruleglot_sigma::ast::{Detection, Item};
use ruleglot_source::{Diagnostic, Edit, FileSpan, Fix, Safety, SourceFile, Span};

/// The keys of a rule in the specification.
pub(crate) const KEYS: [&str; 20] = [
    "title",
    "id",
    "name",
    "related",
    "taxonomy",
    "status",
    "description",
    "license",
    "references",
    "author",
    "date",
    "modified",
    "tags",
    "falsepositives",
    "logsource",
    "detection",
    "fields",
    "level",
    "scope",
    "filter",
];

/// A Sigma document.
pub(crate) struct SigmaRule<'a> {
    pub(crate) file: &'a SourceFile,
    pub(crate) root: &'a Node,
    pub(crate) read: &'a ReadRule,
}

/// A text of the metadata with its place.
#[derive(Clone, Copy)]
pub(crate) struct Said<'a> {
    /// The text, without blanks at its ends.
    pub(crate) text: &'a str,
    /// The scalar, quotes included.
    pub(crate) at: FileSpan,
    /// The bytes between the quotes, where the text stands there letter for letter.
    pub(crate) inner: Option<Span>,
}

impl<'a> SigmaRule<'a> {
    /// The rule, if it is of Sigma.
    pub(crate) fn of(context: &RuleContext<'a>) -> Option<Self> {
        context.format.filter(|format| format.id() == "sigma")?;
        let root = &context.document?.root;
        Some(Self { file: context.file, root, read: context.read })
    }

    /// Whether it detects something by itself: no correlation, and no filter for other rules.
    pub(crate) fn is_detection(&self) -> bool {
        let has = |key| self.root.get(key).is_some();
        has("detection") && !has("correlation") && !has("filter")
    }

    /// Whether it can have a level and a status, which a filter for other rules cannot.
    pub(crate) fn has_level(&self) -> bool {
        self.root.get("filter").is_none()
    }

    /// What stands for the rule as a whole: its title.
    pub(crate) fn at(&self) -> FileSpan {
        self.read.places.rule
    }

    /// A place in its file.
    pub(crate) fn place(&self, span: Span) -> FileSpan {
        FileSpan::new(self.file.id, span)
    }

    /// Its keys.
    pub(crate) fn entries(&self) -> &'a [Entry] {
        self.root.mapping().map_or(&[], |map| &map.entries)
    }

    /// A pair of its keys.
    pub(crate) fn entry(&self, key: &str) -> Option<&'a Entry> {
        self.root.mapping()?.entry(key)
    }

    /// The text of a key; `None` when it is no scalar, or blank.
    pub(crate) fn text(&self, key: &str) -> Option<Said<'a>> {
        self.said(self.root.get(key)?).filter(|said| !said.text.is_empty())
    }

    /// The texts of a list.
    pub(crate) fn list(&self, key: &str) -> impl Iterator<Item = Said<'a>> {
        let items = self.root.get(key).and_then(Node::sequence).unwrap_or_default();
        items.iter().filter_map(|item| self.said(item))
    }

    /// A scalar of its metadata.
    pub(crate) fn said(&self, node: &'a Node) -> Option<Said<'a>> {
        let text = node.text()?;
        let written = self.file.text.get(node.span.range())?;
        let quotes = match written.as_bytes() {
            [b'\'', .., b'\''] | [b'"', .., b'"'] => 1,
            _ => 0,
        };
        let inner = Span::new(node.span.start as usize + quotes, node.span.end as usize - quotes);
        let verbatim = self.file.text.get(inner.range()) == Some(text);
        Some(Said {
            text: text.trim(),
            at: self.place(node.span),
            inner: (verbatim && text == text.trim()).then_some(inner),
        })
    }

    /// A word of its log source.
    pub(crate) fn source(&self, key: &str) -> Option<&'a str> {
        self.root.get("logsource")?.get(key)?.text().filter(|text| !text.trim().is_empty())
    }

    /// Its detection, if it could be read.
    pub(crate) fn detection(&self) -> Option<&'a Detection> {
        self.read.parts.iter().find_map(|part| match &part.ast {
            Ast::Sigma(detection) => Some(detection),
            _ => None,
        })
    }

    /// Visits every item of its detection.
    pub(crate) fn items(&self, mut visit: impl FnMut(&'a Item)) {
        if let Some(detection) = self.detection() {
            SigmaContext { file: self.file, detection }.items(|item, _| visit(item));
        }
    }

    /// The lines of a pair of its keys that begins and ends lines of its own.
    pub(crate) fn lines_of(&self, entry: &Entry) -> Option<Span> {
        let text: &str = &self.file.text;
        let (from, to) = (entry.key_span.start as usize, entry.value.span.end as usize);
        let start = text.get(..from)?.rfind('\n').map_or(0, |i| i + 1);
        let end = text.get(to..)?.find('\n').map_or(text.len(), |i| to + i + 1);
        let alone =
            text.get(start..from)?.trim().is_empty() && text.get(to..end)?.trim().is_empty();
        (alone && from < to).then(|| Span::new(start, end))
    }
}

impl Said<'_> {
    /// Writes another text in its place, where that needs no quotes of another kind.
    pub(crate) fn rewritten(&self, text: &str, safety: Safety) -> Option<Fix> {
        let quoted = self.inner.is_some_and(|inner| inner != self.at.span);
        let plain = |c: char| c.is_alphanumeric() || "-_./ ,()".contains(c);
        let fits = if quoted { !text.contains(['\'', '"', '\\']) } else { text.chars().all(plain) };
        let edit = |span| Edit { span, text: text.to_owned() };
        self.inner.filter(|_| fits).map(|span| Fix { safety, edits: vec![edit(span)] })
    }
}

/// A finding with a fix, where there is one.
pub(crate) fn fixed(finding: Diagnostic, fix: Option<Fix>) -> Diagnostic {
    match fix {
        Some(fix) => finding.with_fix(fix),
        None => finding,
    }
}

/// A fix that takes bytes out.
pub(crate) fn removed(span: Span, safety: Safety) -> Fix {
    Fix { safety, edits: vec![Edit { span, text: String::new() }] }
}
