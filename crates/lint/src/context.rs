//! What lints look at.

use crate::lines::own_line;
use ruleglot_document::{Document, Language, snippet};
use ruleglot_formats::{Format, HouseStyle, Part, ReadRule};
use ruleglot_knowledge::Indexes;
use ruleglot_kuery::{Blanks, oddities_in};
use ruleglot_sigma::ast::{Block, BlockKind, Detection, Item, Value};
use ruleglot_sigma::modifier::ModifierKind;
use ruleglot_source::{Diagnostic, Edit, FileSpan, Fix, Safety, Snippet, SourceFile, Span};

/// A file that holds rules.
#[derive(Clone, Copy)]
pub struct FileContext<'a> {
    /// The file.
    pub file: &'a SourceFile,
    /// The notation of its rules; `None` for a bare query.
    pub language: Option<Language>,
}

/// A rule with everything that was read of it.
#[derive(Clone, Copy)]
pub struct RuleContext<'a> {
    /// The file that it stands in.
    pub file: &'a SourceFile,
    /// Its format; `None` for a bare query.
    pub format: Option<&'static dyn Format>,
    /// Its tree; `None` for a bare query.
    pub document: Option<&'a Document>,
    /// What it says.
    pub read: &'a ReadRule,
    /// The user's own indexes.
    pub indexes: &'a Indexes,
    /// The team's settings for rules of its format.
    pub style: Option<&'a HouseStyle>,
}

impl RuleContext<'_> {
    /// Where it breaks the rules of its format.
    pub(crate) fn schema_findings(&self) -> Vec<Diagnostic> {
        match (self.format, self.document) {
            (Some(format), Some(document)) => {
                let found = format.schema_findings(document, self.file);
                found.into_iter().map(|finding| self.once(finding)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The line of an item that stands twice goes, where it has one of its own.
    fn once(&self, finding: Diagnostic) -> Diagnostic {
        let line = (finding.code == "schema/duplicate-item")
            .then(|| own_line(&self.file.text, finding.at().span))
            .flatten();
        match line {
            Some(span) => {
                let edits = vec![Edit { span, text: String::new() }];
                finding.with_fix(Fix { safety: Safety::Safe, edits })
            }
            None => finding,
        }
    }

    /// The oddities of a KQL query, at their places in the file.
    pub(crate) fn kuery(
        &self,
        part: &Part,
        query: &ruleglot_kuery::ast::Query,
        out: &mut Vec<Diagnostic>,
    ) {
        let Some(document) = self.document else {
            let whole = Snippet::whole(self.file.id, &self.file.text);
            return out.extend(oddities_in(query, &whole, &blanks));
        };
        let node = document.root.at(part.path);
        if let Some(snippet) =
            node.and_then(|n| snippet(self.file.id, &self.file.text, n, document.language))
        {
            out.extend(oddities_in(query, &snippet, &blanks));
        }
    }
}

/// What ECS and the integrations say of a field; one that they do not know may be of any type.
fn blanks(field: &str) -> Blanks {
    match ruleglot_knowledge::field_type(field) {
        None | Some("wildcard" | "text" | "match_only_text") => Blanks::Split,
        Some(_) => Blanks::Keep,
    }
}

/// A Sigma detection in its file.
pub(crate) struct SigmaContext<'a> {
    pub(crate) file: &'a SourceFile,
    pub(crate) detection: &'a Detection,
}

impl<'a> SigmaContext<'a> {
    /// Visits every map of every selection, and each list of keywords.
    pub(crate) fn each(&self, visit: &mut impl FnMut(Found<'a>)) {
        self.detection.selections.iter().for_each(|s| each(&s.body, visit));
    }

    /// Visits every item with the map that it stands in.
    pub(crate) fn items(&self, mut visit: impl FnMut(&'a Item, &'a [Item])) {
        self.each(&mut |found| {
            if let Found::Map(items) = found {
                items.iter().for_each(|item| visit(item, items));
            }
        });
    }

    /// Visits every value that is a text with wildcards: not a regular expression, a network or the like.
    pub(crate) fn texts(&self, mut visit: impl FnMut(&'a Value)) {
        self.each(&mut |found| match found {
            Found::Map(items) => {
                let plain = items.iter().filter(|i| takes_wildcards(i));
                plain.flat_map(|i| &i.values).for_each(&mut visit);
            }
            Found::Keywords(values) => values.into_iter().for_each(&mut visit),
        });
    }

    /// The bytes of a value.
    pub(crate) fn place(value: &Value) -> FileSpan {
        value.origin.0.unwrap_or_default()
    }

    /// Where the text of a value stands in the file letter for letter, quotes left out; `None` if it stands there in
    /// another spelling.
    pub(crate) fn verbatim(&self, value: &Value) -> Option<Span> {
        let at = value.origin.0?.span;
        let written = self.file.text.get(at.range())?;
        let quotes = match written.as_bytes() {
            [b'\'', .., b'\''] | [b'"', .., b'"'] => 1,
            _ => 0,
        };
        let inner = written.get(quotes..written.len() - quotes)?;
        let start = at.start as usize + quotes;
        (inner == value.text).then(|| Span::new(start, start + inner.len()))
    }
}

/// A part of a selection.
pub(crate) enum Found<'a> {
    /// The items of a map.
    Map(&'a [Item]),
    /// Keywords side by side.
    Keywords(Vec<&'a Value>),
}

fn each<'a>(block: &'a Block, visit: &mut impl FnMut(Found<'a>)) {
    match &block.kind {
        BlockKind::Map(items) => visit(Found::Map(items)),
        BlockKind::Keyword(value) => visit(Found::Keywords(vec![value])),
        BlockKind::List(blocks) => {
            let keyword = |b: &'a Block| match &b.kind {
                BlockKind::Keyword(value) => Some(value),
                _ => None,
            };
            let keywords: Vec<_> = blocks.iter().filter_map(keyword).collect();
            if !keywords.is_empty() {
                visit(Found::Keywords(keywords));
            }
            let others = blocks.iter().filter(|b| !matches!(b.kind, BlockKind::Keyword(_)));
            others.for_each(|b| each(b, visit));
        }
    }
}

/// Whether the values of an item are texts with wildcards.
pub(crate) fn takes_wildcards(item: &Item) -> bool {
    item.modifiers.iter().all(|m| {
        matches!(
            m.kind.kind,
            ModifierKind::Contains
                | ModifierKind::StartsWith
                | ModifierKind::EndsWith
                | ModifierKind::All
                | ModifierKind::Cased
                | ModifierKind::Neq
                | ModifierKind::Windash
                | ModifierKind::Expand
        )
    })
}
