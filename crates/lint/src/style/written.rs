//! Where the texts of a document stand that have several lines: blanks belong to some of them.

use ruleglot_document::{Document, Kind, Language, Node, Style};
use ruleglot_source::{SourceFile, Span};

/// The texts of several lines of a document, in its order.
pub(super) struct Written {
    texts: Vec<(Span, Blanks)>,
}

/// Whether blanks at the ends of lines belong to a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Blanks {
    Kept,
    Folded,
}

impl Written {
    pub(super) fn of(document: &Document) -> Self {
        let mut written = Self { texts: Vec::new() };
        written.node(document.language, &document.root);
        written.texts.sort_by_key(|(span, _)| *span);
        written
    }

    fn node(&mut self, language: Language, node: &Node) {
        match &node.kind {
            Kind::Scalar(scalar) => {
                let folded = matches!(scalar.style, Style::Plain | Style::SingleQuoted);
                let blanks = if folded && language == Language::Yaml {
                    Blanks::Folded
                } else {
                    Blanks::Kept
                };
                self.texts.push((node.span, blanks));
            }
            Kind::Sequence(items) => items.iter().for_each(|item| self.node(language, item)),
            Kind::Mapping(map) => {
                map.entries.iter().for_each(|entry| self.node(language, &entry.value));
            }
        }
    }

    /// Whether bytes lie within a text, or right at its end, where its last line break would be.
    fn around(&self, at: Span) -> Option<Blanks> {
        let after = self.texts.partition_point(|(span, _)| span.start <= at.start);
        let (span, blanks) = self.texts[..after].last()?;
        (at.start < span.end && at.end <= span.end).then_some(*blanks)
    }

    /// Whether the bytes belong to a text that keeps the blanks of its lines.
    pub(super) fn keeps_blanks(&self, at: Span) -> bool {
        self.around(at) == Some(Blanks::Kept)
    }

    /// Whether the bytes lie within a text.
    pub(super) fn is_in_text(&self, at: Span) -> bool {
        self.around(at).is_some()
    }
}

/// Whether the last text below a node is a block (`|` or `>`), to which a line break behind it would belong.
pub(super) fn ends_in_block(node: &Node) -> bool {
    match &node.kind {
        Kind::Scalar(scalar) => matches!(scalar.style, Style::Literal | Style::Folded),
        Kind::Sequence(items) => items.last().is_some_and(ends_in_block),
        Kind::Mapping(map) => map
            .entries
            .iter()
            .map(|e| &e.value)
            .max_by_key(|v| v.span.end)
            .is_some_and(ends_in_block),
    }
}

/// The lines of a document with their texts, line breaks left out of the texts.
pub(super) fn lines<'a>(
    file: &'a SourceFile,
    document: &Document,
) -> impl Iterator<Item = (Span, &'a str)> {
    let text = file.text.get(document.span.range()).unwrap_or_default();
    let mut start = document.span.start as usize;
    text.split_inclusive('\n').map(move |line| {
        let span = Span::new(start, start + line.len());
        start += line.len();
        (span, line.trim_end_matches(['\r', '\n']))
    })
}
