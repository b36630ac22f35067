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

use crate::read::{Findings, NESTING_LIMIT, Read};
use crate::tree::Document;
use builder::Builder;
use granit_parser::{ErrorKind, Event, Options, Parser, ScanError, StrInput};
use ruleglot_source::{Diagnostic, FileId, Span};
use std::ops::Range;

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
        documents: Vec::new(),
        findings: Findings::default(),
        builder: Builder::new(file, text),
        from: 0,
    };
    let mut parser = Parser::new_from_str_with_options(text, options());
    while let Err(stop) = stream.documents(&mut parser) {
        stream.recover(stop);
        if !matches!(parser.proceed_next_document(), Ok(true)) {
            break;
        }
    }
    stream.finish()
}

/// A document, if there is one, and what is to be said of it.
type Found = (Option<Document>, Vec<Diagnostic>);

/// Why a document could not be read to its end.
enum Stop {
    /// The parser refuses it.
    Syntax(Box<ScanError>),
    /// It passes a limit of ours.
    Limit(Box<Diagnostic>),
}

struct Stream<'a> {
    file: FileId,
    text: &'a str,
    documents: Vec<Document>,
    findings: Findings,
    builder: Builder<'a>,
    /// Where the current document begins, its directives included.
    from: usize,
}

impl<'a> Stream<'a> {
    /// Reads documents to the end of the text or to the first that cannot be read.
    fn documents(&mut self, parser: &mut Parser<'a, StrInput<'a>>) -> Result<(), Stop> {
        while let Some(next) = parser.next_event() {
            let (event, span) = next.map_err(|error| Stop::Syntax(Box::new(error)))?;
            let ends = matches!(event, Event::DocumentEnd);
            if let Event::DocumentStart(true, _) = event {
                self.begin(bytes(&span).start as usize);
            }
            self.builder.event(event, &span).map_err(Stop::Limit)?;
            if ends {
                self.findings.extend(self.builder.findings.take());
                self.documents.extend(self.builder.take_document());
                self.from = self.builder.cursor();
            }
        }
        Ok(())
    }

    /// A document begins at its marker, or at its directives if it has any.
    fn begin(&mut self, marker: usize) {
        let before = self.text.get(self.from..marker).unwrap_or_default();
        if !before.lines().any(|line| line.starts_with('%')) {
            self.from = marker.max(self.from);
        }
    }

    /// Deals with a document that could not be read.
    fn recover(&mut self, stop: Stop) {
        let at = match &stop {
            Stop::Limit(diagnostic) => diagnostic.at().span.start as usize,
            Stop::Syntax(error) => error.marker().byte_offset().unwrap_or(0),
        };
        let next = trivia::next_document(self.text, at);
        let (reached, told) = self.builder.abandon(next);
        let found = match stop {
            Stop::Limit(diagnostic) => Err(diagnostic),
            Stop::Syntax(error) => self.second_chance(&error, at, self.from..next, reached),
        };
        match found {
            Ok((document, diagnostics)) => {
                self.documents.extend(document);
                self.findings.extend(diagnostics);
            }
            Err(diagnostic) => {
                self.findings.extend(told);
                self.findings.push(*diagnostic);
            }
        }
        self.from = next;
    }

    /// Reads the bytes of a refused document as libyaml does.
    fn second_chance(
        &self,
        error: &ScanError,
        at: usize,
        bytes: Range<usize>,
        reached: usize,
    ) -> Result<Found, Box<Diagnostic>> {
        let refused = errors::syntax(self.file, self.text, error, at);
        // A text that goes on after its document ended would be read as a document of its own.
        if matches!(
            error.kind(),
            ErrorKind::RecursionLimitExceeded | ErrorKind::ExpectedDocumentStart
        ) {
            return Err(Box::new(refused));
        }
        lenient::read(self.file, &self.text[bytes.clone()], bytes.start, &refused)
            .ok_or_else(|| Box::new(errors::unclosed(refused, error.kind(), self.text, reached)))
    }

    fn finish(mut self) -> Read {
        if let Some(last) = self.documents.last_mut() {
            last.comments.append(&mut self.builder.take_comments());
        }
        Read::new(self.documents, self.findings)
    }
}

/// How the event parser is run: our limits, every comment, and aliases without an anchor as events.
fn options() -> Options {
    let mut options = Options::default();
    options.emit_unresolved_aliases = true;
    options.max_buffered_comment_events = usize::MAX;
    options.flow_nesting_limit = NESTING_LIMIT;
    options.block_nesting_limit = NESTING_LIMIT;
    options
}

/// Reads the first document of `text`; offsets are those of `text`. With the error comes the place up to which the
/// events reached.
fn read_one(file: FileId, text: &str) -> Result<Found, (Stop, usize)> {
    let mut builder = Builder::new(file, text);
    let mut parser = Parser::new_from_str_with_options(text, options());
    let mut document = None;
    while let Some(next) = parser.next_event() {
        let (event, span) =
            next.map_err(|error| (Stop::Syntax(Box::new(error)), builder.cursor()))?;
        let ends = matches!(event, Event::DocumentEnd);
        builder.event(event, &span).map_err(|limit| (Stop::Limit(limit), 0))?;
        if ends {
            document = document.or(builder.take_document());
        }
    }
    Ok((document, builder.findings.take()))
}

/// The bytes of an event in the file.
fn bytes(span: &granit_parser::Span) -> Span {
    let range = span.byte_range().unwrap_or(0..0);
    Span::new(range.start, range.end.max(range.start))
}
