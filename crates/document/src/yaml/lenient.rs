//! The second chance of a document that strict YAML 1.2 refuses.
//!
//! Readers of rules are built on libyaml or `PyYAML`, which accept a little more. Where libyaml accepts the document,
//! it is read: the usual cases by adding the blanks that YAML 1.2 wants and reading again, so that every place stays
//! exact; any other case from libyaml's values, with places as good as a search finds them.

use super::{Found, Stop, coarse, errors, read_one, trivia};
use crate::tree::{Document, Kind, Node};
use granit_parser::ErrorKind;
use ruleglot_source::{Diagnostic, FileId, Span};
use serde::Deserialize;
use serde::de::IgnoredAny;

/// How often a document is mended before its values are taken from libyaml.
const MENDS: usize = 32;
/// How many bytes may be read again to mend a document; a very long one is mended less often.
const MENDED_BYTES: usize = 16 << 20;
/// How deep brackets may stand for libyaml to be asked, which slows down with each level.
const BRACKETS: usize = 1_000;

/// Reads the document `text`, which begins at byte `base` of its file and was `refused`; `None` if libyaml does too.
pub(crate) fn read(file: FileId, text: &str, base: usize, refused: &Diagnostic) -> Option<Found> {
    if !libyaml_accepts(text) {
        return None;
    }
    let (document, mut diagnostics) =
        mend(file, text, base).or_else(|| coarse::read(text, base))?;
    diagnostics.push(errors::libyaml_only(refused));
    Some((document, diagnostics))
}

fn libyaml_accepts(text: &str) -> bool {
    let mut depth = 0_usize;
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > BRACKETS {
            return false;
        }
    }
    serde_yaml::Deserializer::from_str(text)
        .all(|document| IgnoredAny::deserialize(document).is_ok())
}

/// Adds blanks until the document can be read.
fn mend(file: FileId, text: &str, base: usize) -> Option<Found> {
    let mut mended = Mended { text: text.to_owned(), added: Vec::new() };
    for _ in 0..(MENDED_BYTES / text.len().max(1)).clamp(2, MENDS) {
        let (error, cursor) = match read_one(file, &mended.text) {
            Ok((document, diagnostics)) => {
                return Some(mended.restore(document, diagnostics, base));
            }
            Err((Stop::Limit(limit), _)) => return Some(mended.restore(None, vec![*limit], base)),
            Err((Stop::Syntax(error), cursor)) => (error, cursor),
        };
        let at = error.marker().byte_offset()?;
        let blanks = match error.kind() {
            ErrorKind::CommentNotSeparated => vec![Added { at, len: 1 }],
            ErrorKind::InvalidQuotedScalarIndent | ErrorKind::TabInIndentation => {
                indent_quotation(&mended.text, cursor)?
            }
            _ => return None,
        };
        mended.add(&blanks);
    }
    None
}

/// Blanks that indent each line of the quotation which follows `cursor` as far as its opening quote.
fn indent_quotation(text: &str, cursor: usize) -> Option<Vec<Added>> {
    let bytes = text.as_bytes();
    let open = trivia::find_mark(text, cursor, b"'\"")?;
    let column = open - text[..open].rfind('\n').map_or(0, |n| n + 1);
    let (mut added, mut at) = (Vec::new(), open + 1);
    loop {
        match bytes.get(at)? {
            b'\\' if bytes[open] == b'"' && !matches!(bytes.get(at + 1), Some(b'\n' | b'\r')) => {
                at += 1;
            }
            b'\'' if bytes[open] == b'\'' && bytes.get(at + 1) == Some(&b'\'') => at += 1,
            b if *b == bytes[open] => break,
            b'\n' if !matches!(bytes.get(at + 1), Some(b'\n' | b'\r')) => {
                added.push(Added { at: at + 1, len: column.max(1) });
            }
            _ => {}
        }
        at += 1;
    }
    (!added.is_empty()).then_some(added)
}

/// A text with blanks added.
struct Mended {
    text: String,
    /// What was added, in order, by places in `text`.
    added: Vec<Added>,
}

/// Blanks added at a place.
#[derive(Clone, Copy)]
struct Added {
    at: usize,
    len: usize,
}

impl Mended {
    /// Adds blanks at places of the text as it is, in order.
    fn add(&mut self, blanks: &[Added]) {
        let mut text =
            String::with_capacity(self.text.len() + blanks.iter().map(|b| b.len).sum::<usize>());
        let mut done = 0;
        for blank in blanks {
            text.push_str(&self.text[done..blank.at]);
            text.extend(std::iter::repeat_n(' ', blank.len));
            done = blank.at;
        }
        text.push_str(&self.text[done..]);
        self.text = text;
        let mut before = 0;
        let placed = blanks.iter().map(|blank| {
            before += blank.len;
            Added { at: blank.at + before - blank.len, len: before }
        });
        let placed: Vec<Added> = placed.collect();
        for old in &mut self.added {
            let earlier = blanks.partition_point(|b| b.at <= old.at);
            old.at += if earlier == 0 { 0 } else { placed[earlier - 1].len };
        }
        self.added.extend(placed.iter().zip(blanks).map(|(p, b)| Added { at: p.at, len: b.len }));
        self.added.sort_by_key(|a| a.at);
    }

    /// The document and its findings with the places of the file.
    fn restore(
        &self,
        document: Option<Document>,
        diagnostics: Vec<Diagnostic>,
        base: usize,
    ) -> Found {
        let back = Back::new(&self.added, base);
        let document = document.map(|mut d| {
            d.span = back.span(d.span);
            d.comments.iter_mut().for_each(|c| c.span = back.span(c.span));
            back.node(&mut d.root);
            d
        });
        let diagnostics = diagnostics.into_iter().map(|mut d| {
            d.labels.iter_mut().for_each(|l| l.at.span = back.span(l.at.span));
            d
        });
        (document, diagnostics.collect())
    }
}

/// The way from a mended text back to its file.
struct Back {
    /// Ends of added blanks and how much was added up to there.
    added: Vec<(usize, usize)>,
    base: usize,
}

impl Back {
    fn new(added: &[Added], base: usize) -> Self {
        let mut sum = 0;
        let ends = added.iter().map(|a| {
            sum += a.len;
            (a.at + a.len, sum)
        });
        Self { added: ends.collect(), base }
    }

    fn offset(&self, at: u32) -> usize {
        let at = at as usize;
        let before = self.added.partition_point(|(end, _)| *end <= at);
        let sum = if before == 0 { 0 } else { self.added[before - 1].1 };
        // A place inside added blanks is where they were added.
        let inside =
            self.added.get(before).map_or(0, |(end, upto)| at.saturating_sub(end - (upto - sum)));
        self.base + at - sum - inside
    }

    fn span(&self, span: Span) -> Span {
        Span::new(self.offset(span.start), self.offset(span.end))
    }

    fn node(&self, node: &mut Node) {
        node.span = self.span(node.span);
        match &mut node.kind {
            Kind::Scalar(_) => {}
            Kind::Sequence(items) => items.iter_mut().for_each(|item| self.node(item)),
            Kind::Mapping(map) => map.entries.iter_mut().for_each(|entry| {
                entry.key_span = self.span(entry.key_span);
                self.node(&mut entry.value);
            }),
        }
    }
}
