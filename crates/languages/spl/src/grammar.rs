//! The parser that pest makes of `grammars/spl.pest`. Nothing else in the crate knows how it is made.

#![allow(missing_docs, reason = "generated")]

use pest_derive::Parser;

#[derive(Parser)]
#[grammar = "../../../../grammars/spl.pest"]
pub(crate) struct Grammar;

/// What the grammar calls its rules; "rule" is a detection rule here.
pub(crate) use Rule as Token;

/// A piece of the parse.
pub(crate) type Pair<'i> = pest::iterators::Pair<'i, Token>;
