//! Reading YAML streams.
//!
//! Events come from a strict YAML 1.2 parser; the tree is built from them without a second pass. A document that it
//! refuses is given a second chance (`lenient`): what libyaml accepts is read with a warning. An error ends its own
//! document only, and reading goes on at the next `---`.

mod anchors;
mod builder;
mod coarse;
mod errors;
mod frame;
mod lenient;
mod trivia;

use crate::read::{NESTING_LIMIT, Read};
use crate::tree::{Comment, Document};
use builder::Builder;
use granit_parser::{ErrorKind, Event, Options, Parser, ScanError};
use ruleglot_source::{Diagnostic, FileId, Span};

/// Reads a stream of YAML documents.
///
/// Codes: `yaml/syntax`, `yaml/duplicate-key`, `yaml/too-deep`, `yaml/alias-bomb`, `yaml/unknown-alias`,
/// `yaml/merge-key`, `yaml/complex-key` (errors); `yaml/libyaml-only`, `yaml/unknown-tag` (warnings). A document with a
/// syntax error or nested too deeply is left out; the others, and those with any other error, are kept. Of two pairs
/// with one key the first is kept.
pub fn read_yaml(file: FileId, text: &str) -> Read {
    let mut stream = Stream {
        file,
        text,
        read: Read::default(),
        comments: Vec::new(),
        base: 0,
        from: 0,
        reached: 0,
    };
    while let Some(stop) = stream.documents() {
        stream.recover(stop);
    }
    stream.finish()
}

/// Why a document could not be read to its end.
pub(crate) enum Stop {
    /// The parser refuses it.
    Syntax(ScanError),
    /// It passes a limit of ours.
    Limit(Diagnostic),
}

struct Stream<'a> {
    file: FileId,
    text: &'a str,
    read: Read,
    /// Comments that no document has yet.
    comments: Vec<Comment>,
    /// Where the running parser began.
    base: usize,
    /// Where the current document begins, its directives included.
    from: usize,
    /// How far the events reached before an error.
    reached: usize,
}

impl Stream<'_> {
    /// Reads documents from `self.from` on, to the end of the text or to the first that cannot be read.
    fn documents(&mut self) -> Option<Stop> {
        self.base = self.from;
        let mut builder =
            Builder::new(self.file, self.text, self.base, std::mem::take(&mut self.comments));
        let mut parser = Parser::new_from_str_with_options(&self.text[self.base..], options());
        while let Some(next) = parser.next_event() {
            let (event, span) = match next {
                Ok(next) => next,
                Err(error) => {
                    self.reached = builder.cursor();
                    return Some(Stop::Syntax(error));
                }
            };
            let ends = matches!(event, Event::DocumentEnd);
            if let Err(limit) = builder.event(event, &span) {
                return Some(Stop::Limit(limit));
            }
            if ends {
                self.read.diagnostics.append(&mut builder.diagnostics);
                self.read.documents.extend(builder.take_document());
                self.from = builder.cursor();
            }
        }
        self.comments = builder.take_comments();
        None
    }

    /// Deals with a document that could not be read and goes to the next.
    fn recover(&mut self, stop: Stop) {
        let (at, found) = match stop {
            Stop::Limit(diagnostic) => (diagnostic.at().span.start as usize, Err(diagnostic)),
            Stop::Syntax(error) => {
                let at = self.base + error.marker().byte_offset().unwrap_or(0);
                (at, self.second_chance(&error, at))
            }
        };
        match found {
            Ok((document, diagnostics)) => {
                self.read.documents.extend(document);
                self.read.diagnostics.extend(diagnostics);
            }
            Err(diagnostic) => self.read.diagnostics.push(diagnostic),
        }
        self.from = trivia::next_document(self.text, at);
    }

    fn second_chance(
        &self,
        error: &ScanError,
        at: usize,
    ) -> Result<(Option<Document>, Vec<Diagnostic>), Diagnostic> {
        let diagnostic = errors::syntax(self.file, self.text, error, at);
        if *error.kind() == ErrorKind::RecursionLimitExceeded {
            return Err(diagnostic);
        }
        let bytes = self.from..trivia::next_document(self.text, at);
        lenient::read(self.file, &self.text[bytes.clone()], bytes.start, &diagnostic)
            .ok_or_else(|| errors::unclosed(diagnostic, error.kind(), self.text, self.reached))
    }

    fn finish(mut self) -> Read {
        if let Some(last) = self.read.documents.last_mut() {
            last.comments.append(&mut self.comments);
        }
        self.read.sorted()
    }
}

/// How the event parser is run: our limits, every comment, and aliases without an anchor as events.
pub(crate) fn options() -> Options {
    let mut options = Options::default();
    options.emit_unresolved_aliases = true;
    options.max_buffered_comment_events = usize::MAX;
    options.flow_nesting_limit = NESTING_LIMIT;
    options.block_nesting_limit = NESTING_LIMIT;
    options
}

/// Reads the first document of `text`; offsets are those of `text`. With the error comes the place up to which the
/// events reached.
pub(crate) fn read_one(
    file: FileId,
    text: &str,
) -> Result<(Option<Document>, Vec<Diagnostic>), (Stop, usize)> {
    let mut builder = Builder::new(file, text, 0, Vec::new());
    let mut parser = Parser::new_from_str_with_options(text, options());
    let mut document = None;
    while let Some(next) = parser.next_event() {
        let (event, span) = next.map_err(|error| (Stop::Syntax(error), builder.cursor()))?;
        let ends = matches!(event, Event::DocumentEnd);
        builder.event(event, &span).map_err(|limit| (Stop::Limit(limit), 0))?;
        if ends {
            document = document.or(builder.take_document());
        }
    }
    Ok((document, builder.diagnostics))
}

/// The bytes of an event in the file.
pub(crate) fn bytes(span: &granit_parser::Span, base: usize) -> Span {
    let range = span.byte_range().unwrap_or(0..0);
    Span::new(base + range.start, base + range.end.max(range.start))
}
