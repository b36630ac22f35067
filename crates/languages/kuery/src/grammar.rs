//! The parser that pest makes of `grammars/kuery.pest`. Nothing else in the crate knows how it is made.

#![allow(missing_docs, reason = "generated")]

use pest_derive::Parser;

#[derive(Parser)]
#[grammar = "../../../../grammars/kuery.pest"]
pub(crate) struct Grammar;

/// What the grammar calls its rules; "rule" is a detection rule here.
pub(crate) use Rule as Token;

/// A piece of the parse.
pub(crate) type Pair<'i> = pest::iterators::Pair<'i, Token>;

/// Where a piece stands in the decoded text, blanks after it left out.
pub(crate) fn span(pair: &Pair<'_>) -> ruleglot_source::Span {
    let at = pair.as_span();
    let len = at.as_str().trim_end_matches(crate::text::is_blank).len();
    ruleglot_source::Span::new(at.start(), at.start() + len)
}
