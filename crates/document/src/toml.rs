//! Reading TOML.
//!
//! Built on the events of `toml_parser` (the parser below `toml_edit`), which recovers from errors and so reports all
//! of them, keeps comments, and leaves tables to us: a duplicate key is told with both its places and the rest of the
//! file is still read.

mod events;
mod moment;
mod tables;

use crate::read::Read;
use crate::tree::{Document, Language};
pub(crate) use moment::is_valid as is_moment;
use ruleglot_source::{Diagnostic, FileId, FileSpan, Span};
use tables::Tables;
use toml_parser::{Expected, ParseError, Source};

/// Reads a TOML file (1.0, and the additions of 1.1).
///
/// Codes, all errors: `toml/syntax`, `toml/duplicate-key`, `toml/too-deep`. A file with a syntax error or nested too
/// deeply gives no document. Of two pairs with one key the first is kept.
pub fn read_toml(file: FileId, text: &str) -> Read {
    let source = Source::new(text.strip_prefix('\u{feff}').unwrap_or(text));
    let base = text.len() - source.input().len();
    let mut errors: Vec<ParseError> = Vec::new();
    let mut stream = events::parse(source, &mut errors);
    let mut tables = Tables::new(file, source, base, &mut errors);
    tables.read(&stream.events);
    let (root, mut diagnostics) = tables.finish();
    diagnostics
        .extend(stream.too_deep.take().map(|at| too_deep(FileSpan::new(file, at.shifted(base)))));
    diagnostics.extend(errors.iter().map(|e| syntax(file, text, base, e)));
    let readable = diagnostics.iter().all(|d| d.code == "toml/duplicate-key");
    let comments = stream.comments(base);
    let span = Span::new(base, text.len());
    let document = readable.then(|| Document { language: Language::Toml, root, comments, span });
    Read { documents: document.into_iter().collect(), diagnostics }.sorted()
}

/// Bytes moved by the length of a byte order mark.
trait Shifted {
    fn shifted(self, base: usize) -> Span;
}

impl Shifted for toml_parser::Span {
    fn shifted(self, base: usize) -> Span {
        Span::new(base + self.start(), base + self.end())
    }
}

fn syntax(file: FileId, text: &str, base: usize, error: &ParseError) -> Diagnostic {
    let span = error.unexpected().or(error.context()).map_or(Span::new(0, 0), |s| s.shifted(base));
    let span = if text.get(span.range()).is_some() { span } else { Span::new(base, base) };
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
