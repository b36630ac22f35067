//! The tree of one document after the other, from parser events.

use super::anchors::{Anchors, Refused, Repeat};
use super::frame::{Body, Extent, Frame, OpenMap, Slot};
use super::{bytes, errors, trivia};
use crate::read::{Findings, NESTING_LIMIT};
use crate::tree::{Comment, Document, Entry, Kind, Language, Node, Scalar, Style, Tag};
use granit_parser::{Event, ScalarStyle, StructureStyle, Tag as RawTag};
use ruleglot_source::{Diagnostic, FileId, FileSpan, Span};
use smol_str::SmolStr;
use std::borrow::Cow;

/// Builds documents from events.
#[derive(Debug)]
pub(crate) struct Builder<'a> {
    file: FileId,
    source: &'a str,
    stack: Vec<Frame>,
    root: Option<Node>,
    span: Span,
    comments: Vec<Comment>,
    anchors: Anchors,
    /// One past the last byte that an event has covered.
    cursor: usize,
    pub(crate) findings: Findings,
}

impl<'a> Builder<'a> {
    /// A builder for the events of `source`.
    pub(crate) fn new(file: FileId, source: &'a str) -> Self {
        Self {
            file,
            source,
            stack: Vec::new(),
            root: None,
            span: Span::default(),
            comments: Vec::new(),
            anchors: Anchors::default(),
            cursor: 0,
            findings: Findings::default(),
        }
    }

    /// One past the last byte that an event has covered.
    pub(crate) fn cursor(&self) -> usize {
        self.cursor
    }

    /// Gives up the current document, which ends at `end`: how far its events reached, and what was to be said of it.
    pub(crate) fn abandon(&mut self, end: usize) -> (usize, Vec<Diagnostic>) {
        self.stack.clear();
        self.root = None;
        self.anchors = Anchors::default();
        self.comments.clear();
        (std::mem::replace(&mut self.cursor, end), self.findings.take())
    }

    /// The finished document, unless it is empty.
    pub(crate) fn take_document(&mut self) -> Option<Document> {
        self.anchors = Anchors::default();
        let root = self.root.take()?;
        let empty = root
            .scalar()
            .is_some_and(|s| s.style == Style::Plain && s.text.is_empty() && s.tag == Tag::None);
        if empty {
            return None;
        }
        Some(Document {
            language: Language::Yaml,
            root,
            comments: self.take_comments(),
            span: self.span,
        })
    }

    /// Comments that belong to no document yet.
    pub(crate) fn take_comments(&mut self) -> Vec<Comment> {
        let mut comments = std::mem::take(&mut self.comments);
        if !comments.is_sorted_by_key(|c| c.span) {
            comments.sort_by_key(|c| c.span);
        }
        comments
    }

    /// Takes one event; an error ends the document.
    pub(crate) fn event(
        &mut self,
        event: Event<'_>,
        span: &granit_parser::Span,
    ) -> Result<(), Box<Diagnostic>> {
        let at = bytes(span);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let node = self.scalar(text, style, tag.as_deref(), at);
                if anchor != 0 {
                    self.anchors.keep(anchor, &node, Extent::SCALAR);
                }
                let written = node.span;
                self.place(node, Extent::SCALAR, written);
            }
            Event::SequenceStart(style, anchor, tag) => {
                let at = if style == StructureStyle::Block { self.dash(at) } else { at };
                self.open(at, anchor, tag.as_deref(), Body::Sequence(Vec::new()))?;
            }
            Event::MappingStart(_, anchor, tag) => {
                self.open(at, anchor, tag.as_deref(), Body::Mapping(OpenMap::default()))?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(at),
            Event::Alias(anchor) => self.alias(anchor, at)?,
            Event::UnresolvedAlias(name) => {
                self.findings.push(errors::unknown_alias(self.at(at), &name));
                self.place(null(at), Extent::SCALAR, at);
            }
            Event::Comment(..) => {
                self.comments.push(Comment { span: at });
                return Ok(());
            }
            Event::DocumentStart(explicit, _) => {
                self.span.start = if explicit { at.end } else { Span::new(self.cursor, 0).start };
                if !explicit {
                    return Ok(());
                }
            }
            Event::DocumentEnd => self.span.end = at.start.max(self.span.start),
            _ => return Ok(()),
        }
        self.cursor = self.cursor.max(at.end as usize);
        Ok(())
    }

    fn at(&self, span: Span) -> FileSpan {
        FileSpan::new(self.file, span)
    }

    fn scalar(
        &mut self,
        text: Cow<'_, str>,
        style: ScalarStyle,
        tag: Option<&RawTag>,
        at: Span,
    ) -> Node {
        let tag = tag.map_or(Tag::None, |t| self.tag(t, at));
        let (style, at, text) = match style {
            // The parser reports `~` for nothing.
            ScalarStyle::Plain if at.start == at.end => (Style::Plain, at, SmolStr::default()),
            ScalarStyle::Plain => (Style::Plain, at, to_smol(text)),
            ScalarStyle::SingleQuoted => (Style::SingleQuoted, at, to_smol(text)),
            ScalarStyle::DoubleQuoted => (Style::DoubleQuoted, at, to_smol(text)),
            ScalarStyle::Literal => self.block(text, Style::Literal, at),
            ScalarStyle::Folded => self.block(text, Style::Folded, at),
        };
        Node::scalar_at(at, Scalar { text, style, tag })
    }

    /// A block scalar begins at its header and ends with its last line that is not blank.
    fn block(&self, mut text: Cow<'_, str>, style: Style, at: Span) -> (Style, Span, SmolStr) {
        let header =
            trivia::find_mark(self.source, self.cursor, b"|>").unwrap_or(at.start as usize);
        let end = trivia::block_end(self.source, header, at.end as usize);
        if at.end as usize == self.source.len() && trivia::lacks_break(self.source, &text) {
            text.to_mut().pop();
        }
        (style, Span::new(header, end), to_smol(text))
    }

    /// A block list begins at its first dash, which the parser leaves out of a list that is not indented.
    fn dash(&self, at: Span) -> Span {
        let is_value = self.stack.last().is_some_and(Frame::awaits_value);
        let dash = if is_value { trivia::find_mark(self.source, self.cursor, b"-") } else { None };
        dash.map_or(at, |n| Span::new(n, n))
    }

    fn open(
        &mut self,
        at: Span,
        anchor: usize,
        tag: Option<&RawTag>,
        body: Body,
    ) -> Result<(), Box<Diagnostic>> {
        if self.stack.len() >= NESTING_LIMIT {
            return Err(Box::new(errors::too_deep(self.at(at))));
        }
        if let Some(tag) = tag {
            self.tag(tag, at);
        }
        self.stack.push(Frame {
            start: at.start,
            end: at.end,
            anchor,
            extent: Extent::EMPTY,
            body,
        });
        Ok(())
    }

    fn close(&mut self, at: Span) {
        let Some(frame) = self.stack.pop() else { return };
        let (anchor, extent, end) = (frame.anchor, frame.extent, self.end_of(&frame, at));
        let node = frame.close(end);
        if anchor != 0 {
            self.anchors.keep(anchor, &node, extent);
        }
        let at = node.span;
        self.place(node, extent, at);
    }

    /// A flow collection ends with its bracket, a block collection where its last value does.
    fn end_of(&self, frame: &Frame, at: Span) -> u32 {
        let byte = |n: u32| self.source.as_bytes().get(n as usize);
        match (byte(frame.start), byte(at.start)) {
            (Some(b'['), Some(b']')) | (Some(b'{'), Some(b'}')) if at.end > at.start => at.end,
            _ => frame.end,
        }
    }

    fn alias(&mut self, anchor: usize, at: Span) -> Result<(), Box<Diagnostic>> {
        match self.anchors.repeat(anchor) {
            Repeat::Value(_, extent) if self.stack.len() + extent.height > NESTING_LIMIT => {
                return Err(Box::new(errors::too_deep(self.at(at))));
            }
            Repeat::Value(node, extent) => self.place(node, extent, at),
            Repeat::TooLarge => {
                if self.anchors.refused == Refused::No {
                    self.anchors.refused = Refused::Yes;
                    self.findings.push(errors::alias_bomb(self.at(at)));
                }
                self.place(null(at), Extent::SCALAR, at);
            }
            Repeat::Unfinished => {
                let name = &self.source[at.range()];
                self.findings.push(errors::recursive_alias(self.at(at), name));
                self.place(null(at), Extent::SCALAR, at);
            }
        }
        Ok(())
    }

    /// Puts a finished value, written at `at`, where it belongs.
    fn place(&mut self, node: Node, extent: Extent, at: Span) {
        let Some(frame) = self.stack.last_mut() else {
            self.root = Some(node);
            return;
        };
        frame.hold(at, extent);
        let map = match &mut frame.body {
            Body::Sequence(items) => return items.push(node),
            Body::Mapping(map) => map,
        };
        match std::mem::take(&mut map.slot) {
            Slot::Key => map.slot = Self::key(map, node, self.file, &mut self.findings),
            Slot::Value(key, key_span) => map.push(key, key_span, node),
            Slot::Merge(key_span) => {
                if merge(&mut map.merged, node).is_none() {
                    self.findings.push(errors::merge_key(FileSpan::new(self.file, key_span)));
                }
            }
            Slot::Dropped => {}
        }
    }

    /// What becomes of the value of this key.
    fn key(map: &mut OpenMap, node: Node, file: FileId, findings: &mut Findings) -> Slot {
        let at = FileSpan::new(file, node.span);
        let Kind::Scalar(scalar) = node.kind else {
            findings.push(errors::complex_key(at));
            return Slot::Dropped;
        };
        if scalar.style == Style::Plain && scalar.tag == Tag::None && scalar.text == "<<" {
            return Slot::Merge(node.span);
        }
        if let Some(first) = map.find(&scalar.text) {
            findings.push(errors::duplicate_key(at, FileSpan::new(file, first), &scalar.text));
            return Slot::Dropped;
        }
        Slot::Value(scalar.text, node.span)
    }

    fn tag(&mut self, tag: &RawTag, at: Span) -> Tag {
        let name = format!("{}{}", tag.handle(), tag.suffix());
        match name.strip_prefix("tag:yaml.org,2002:") {
            Some("str") => Tag::Str,
            Some("null") => Tag::Null,
            Some("bool") => Tag::Bool,
            Some("int") => Tag::Int,
            Some("float") => Tag::Float,
            Some("timestamp") => Tag::Timestamp,
            Some("binary" | "map" | "seq" | "set" | "omap" | "pairs") => Tag::Other,
            _ if name == "!" => Tag::NonSpecific,
            _ => {
                self.findings.push(errors::unknown_tag(self.at(at), &name));
                Tag::Other
            }
        }
    }
}

/// The pairs that a merge key brings, as `PyYAML` takes them: of a list the first map wins.
fn merge(merged: &mut Vec<Entry>, node: Node) -> Option<()> {
    match node.kind {
        Kind::Mapping(map) => merged.extend(map.entries),
        Kind::Sequence(items) => {
            let maps: Option<Vec<_>> = items.into_iter().map(into_entries).collect();
            merged.extend(maps?.into_iter().rev().flatten());
        }
        Kind::Scalar(_) => return None,
    }
    Some(())
}

fn into_entries(node: Node) -> Option<Vec<Entry>> {
    match node.kind {
        Kind::Mapping(map) => Some(map.entries),
        _ => None,
    }
}

fn null(at: Span) -> Node {
    Node::scalar_at(at, Scalar::new("", Style::Plain))
}

fn to_smol(text: Cow<'_, str>) -> SmolStr {
    match text {
        Cow::Borrowed(text) => SmolStr::new(text),
        Cow::Owned(text) => SmolStr::from(text),
    }
}
