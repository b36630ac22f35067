//! What the readers of all commands share.

use super::call;
use crate::ast::{MacroCall, Name, Search, SearchOption};
use crate::grammar::{Pair, Token};
use crate::text::{inside, unescape_search, unescape_single};
use ruleglot_source::{At, Diagnostic, Snippet, Span};
use smol_str::SmolStr;
use std::collections::HashMap;

/// Why a command is kept word for word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// Splunk may well accept it, but the tree has no place for it.
    NotUnderstood,
    /// It is wrong, and that is told.
    Told,
}

pub(super) type Read<T> = Result<T, Failure>;

/// Reads the arguments of one command.
pub(super) struct Reader<'r> {
    pub(super) snippet: &'r Snippet<'r>,
    /// Where the arguments begin in the text.
    pub(super) base: usize,
    pub(super) searches: &'r HashMap<usize, Search>,
    pub(super) diagnostics: &'r mut Vec<Diagnostic>,
}

impl Reader<'_> {
    /// Where a piece stands in the text.
    pub(super) fn span(&self, pair: &Pair<'_>) -> Span {
        let at = pair.as_span();
        Span::new(self.base + at.start(), self.base + at.end())
    }

    pub(super) fn at(&self, pair: &Pair<'_>) -> At {
        At(self.span(pair))
    }

    /// Tells an error; the command is kept word for word.
    pub(super) fn error(
        &mut self,
        code: &'static str,
        at: Span,
        message: impl Into<String>,
        help: &'static str,
    ) -> Failure {
        let fault = Diagnostic::error(code, self.snippet.locate(at), message).with_help(help);
        self.diagnostics.push(fault);
        Failure::Told
    }

    /// Tells what hinders nothing.
    pub(super) fn warning(
        &mut self,
        code: &'static str,
        at: Span,
        message: impl Into<String>,
        help: &'static str,
    ) {
        let fault = Diagnostic::warning(code, self.snippet.locate(at), message).with_help(help);
        self.diagnostics.push(fault);
    }

    /// Something must follow this.
    pub(super) fn missing_after(&mut self, at: Span) -> Failure {
        self.diagnostics.push(crate::faults::missing(self.snippet, at));
        Failure::Told
    }

    pub(super) fn call(&mut self, pair: &Pair<'_>) -> Read<MacroCall> {
        let at = self.span(pair);
        call::of_pair(pair, at).ok_or(Failure::NotUnderstood)
    }

    /// The search in brackets that this piece is.
    pub(super) fn search(&mut self, pair: &Pair<'_>) -> Read<Search> {
        let start = self.span(pair).start as usize;
        self.searches.get(&start).cloned().ok_or(Failure::NotUnderstood)
    }

    /// A name, quoted or not.
    pub(super) fn name(&self, pair: Pair<'_>) -> Name {
        let at = self.at(&pair);
        Name { text: word(pair), at }
    }
}

/// `name=value`; a macro as value stands as it is written.
pub(super) fn option(pair: Pair<'_>) -> SearchOption {
    let mut parts = pair.into_inner();
    let mut next = || parts.next().map(word).unwrap_or_default();
    SearchOption { name: next(), value: next() }
}

/// The text of a word in double, single or no quotes.
pub(super) fn word(pair: Pair<'_>) -> SmolStr {
    match pair.as_rule() {
        Token::string => unescape_search(inside(pair.as_str())),
        Token::single_quoted => unescape_single(inside(pair.as_str())),
        Token::name
        | Token::inner_name
        | Token::option_value
        | Token::target
        | Token::model
        | Token::regex_field => pair.into_inner().next().map(word).unwrap_or_default(),
        Token::option_macro => pair.as_str().into(),
        _ => unescape_search(pair.as_str()),
    }
}
