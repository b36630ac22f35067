//! Reading TOML.
//!
//! Built on the events of `toml_parser` (the parser below `toml_edit`), which recovers from errors and so reports all
//! of them, keeps comments, and leaves tables to us: a duplicate key is told with both its places and the rest of the
//! file is still read.

mod arena;
mod events;
mod moment;
mod tables;
mod values;

use crate::read::{FINDINGS_LIMIT, Read};
use crate::tree::{Document, Language};
pub(crate) use moment::is_valid as is_moment;
use ruleglot_source::{Diagnostic, FileId, FileSpan, Span};
use tables::Tables;
use toml_parser::{ErrorSink, Expected, ParseError, Source};

/// Reads a TOML file (1.0, and the additions of 1.1).
///
/// Codes, all errors: `toml/syntax`, `toml/duplicate-key`, `toml/too-deep`. A file with a syntax error or nested too
/// deeply gives no document. Of two pairs with one key the first is kept.
pub fn read_toml(file: FileId, text: &str) -> Read {
    let source = Source::new(text);
    let mut errors = Errors::default();
    let mut stream = events::parse(source, &mut errors);
    let mut tables = Tables::new(file, source, &mut errors);
    tables.read(&stream.list);
    let (root, mut findings, deep_table) = tables.finish();
    let deep = deep_table.or(stream.too_deep.map(bytes));
    findings.extend(deep.map(|at| too_deep(FileSpan::new(file, at))));
    let readable = errors.list.is_empty() && deep.is_none();
    findings.extend(errors.list.iter().map(|e| syntax(file, text, e)));
    let comments = stream.comments();
    let span = Span::new(0, text.len());
    let document = readable.then_some(Document { language: Language::Toml, root, comments, span });
    Read::new(document.into_iter().collect(), findings)
}

/// The parser's errors, as many as a file can have findings.
#[derive(Default)]
struct Errors {
    list: Vec<ParseError>,
}

impl ErrorSink for Errors {
    fn report_error(&mut self, error: ParseError) {
        if self.list.len() < FINDINGS_LIMIT {
            self.list.push(error);
        }
    }
}

/// The bytes of an event in the file.
fn bytes(span: toml_parser::Span) -> Span {
    Span::new(span.start(), span.end())
}

fn syntax(file: FileId, text: &str, error: &ParseError) -> Diagnostic {
    let span = error.unexpected().or(error.context()).map_or(Span::default(), bytes);
    let span = if text.get(span.range()).is_some() { span } else { Span::default() };
    let diagnostic =
        Diagnostic::error("toml/syntax", FileSpan::new(file, span), error.description());
    match error.expected() {
        None => diagnostic,
        Some([]) => diagnostic.with_help("remove it"),
        Some(expected) => {
            let words: Vec<_> = expected.iter().map(expectation).collect();
            diagnostic.with_help(format!("expected {}", words.join(" or ")))
        }
    }
}

fn expectation(expected: &Expected) -> String {
    match expected {
        Expected::Literal("\n") => "the end of the line".to_owned(),
        Expected::Literal(literal) => format!("`{}`", literal.escape_debug()),
        Expected::Description(text) => (*text).to_owned(),
        _ => "something else".to_owned(),
    }
}

fn too_deep(at: FileSpan) -> Diagnostic {
    let message = format!("lists and tables are nested more than {} deep", crate::NESTING_LIMIT);
    Diagnostic::error("toml/too-deep", at, message).with_help("flatten the file")
}

fn duplicate_key(at: FileSpan, first: FileSpan, key: &str) -> Diagnostic {
    Diagnostic::error(
        "toml/duplicate-key",
        at,
        format!("the key `{key}` stands twice in one table"),
    )
    .with_label(first, "first here")
    .with_help("remove one of them, or rename it")
}
