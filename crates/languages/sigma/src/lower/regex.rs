//! Whether a regular expression can be read.

use ruleglot_ir::Flags;
use ruleglot_source::Span;

/// What is wrong with a regular expression.
pub(super) struct Fault {
    pub(super) message: String,
    /// Where in its text, if that is known.
    pub(super) at: Option<Span>,
}

/// The fault of an expression, if it has one. Look-around and back-references are none: they can be run.
pub(super) fn fault(text: &str, flags: Flags) -> Option<Fault> {
    let mut parser = regex_syntax::ParserBuilder::new()
        .case_insensitive(flags.fold_case)
        .multi_line(flags.multi_line)
        .dot_matches_new_line(flags.dot_all)
        .build();
    let error = parser.parse(text).err()?;
    // What the linear engine lacks, or takes for a mistake, the backtracking one may read.
    if fancy_regex::Regex::new(text).is_ok() {
        return None;
    }
    Some(match error {
        regex_syntax::Error::Parse(e) => located(e.kind().to_string(), *e.span()),
        regex_syntax::Error::Translate(e) => located(e.kind().to_string(), *e.span()),
        other => Fault { message: other.to_string(), at: None },
    })
}

fn located(message: String, span: regex_syntax::ast::Span) -> Fault {
    Fault { message, at: Some(Span::new(span.start.offset, span.end.offset)) }
}

/// Whether an expression can be read.
pub(crate) fn is_sound(text: &str, flags: Flags) -> bool {
    fault(text, flags).is_none()
}

/// Whether an expression needs neither look-around nor back-references.
pub(crate) fn is_linear(text: &str) -> bool {
    regex_syntax::Parser::new().parse(text).is_ok()
}
