//! What is wrong with a text that is no query, in the words of people who write queries.
//!
//! The grammar stops at its first error; here the same words are read once more without structure, and a small machine
//! goes over them that knows what may follow what. After an error it goes on at the next place where it is sure again:
//! the next `and`, `or` or closing bracket of the same depth.

use crate::grammar::{Grammar, Pair, Token, span};
use crate::wording::{self, Wording};
use pest::Parser;
use ruleglot_source::{Diagnostic, Snippet, Span};

/// Deeper nesting is refused before anything recurses.
const DEEPEST: usize = 200;

/// Where brackets are nested too deep; one pass, and quotes and escapes are seen as the grammar sees them.
pub(crate) fn too_deep(text: &str) -> Option<Span> {
    let bytes = text.as_bytes();
    let (mut at, mut depth) = (0, 0);
    while let Some(skipped) = bytes[at..].iter().position(|b| b"\\\"(){}".contains(b)) {
        at += skipped;
        match bytes[at] {
            b'\\' => at += 1,
            b'"' => at += quoted_len(&bytes[at + 1..]),
            b'(' | b'{' => depth += 1,
            _ => depth = usize::saturating_sub(depth, 1),
        }
        if depth > DEEPEST {
            return Some(Span::new(at, at + 1));
        }
        at += 1;
        if at >= bytes.len() {
            break;
        }
    }
    None
}

/// Bytes up to and with the closing quote.
fn quoted_len(rest: &[u8]) -> usize {
    let mut at = 0;
    while let Some(skipped) =
        rest.get(at..).and_then(|r| r.iter().position(|b| b"\\\"".contains(b)))
    {
        at += skipped;
        if rest[at] == b'"' {
            return at + 1;
        }
        at += 2;
    }
    rest.len()
}

/// The refusal of a text that [`too_deep`] found.
pub(crate) fn depth_error(snippet: &Snippet<'_>, at: Span) -> Diagnostic {
    Diagnostic::error("kuery/too-deep", snippet.locate(at), wording::TOO_DEEP)
        .with_help("split the rule, or drop brackets that are not needed")
}

/// Every fault of a text that does not parse, in the order of the text; at least one.
pub(crate) fn faults(snippet: &Snippet<'_>, error: &pest::error::Error<Token>) -> Vec<Diagnostic> {
    let mut machine = Machine::new(snippet);
    if let Ok(words) = Grammar::parse(Token::words, snippet.text) {
        words
            .flat_map(pest::iterators::Pair::into_inner)
            .filter(|w| w.as_rule() != Token::EOI)
            .for_each(|w| machine.word(Word { kind: w.as_rule(), at: extent(&w) }));
    }
    let mut found = machine.end();
    if found.is_empty() {
        let at = match error.location {
            pest::error::InputLocation::Pos(at) | pest::error::InputLocation::Span((at, _)) => at,
        };
        let at = Span::new(at, at + snippet.text[at..].chars().next().map_or(0, char::len_utf8));
        let at = snippet.locate(at);
        found.push(Diagnostic::error("kuery/syntax", at, "this cannot be read as KQL"));
    }
    found.sort_by_key(Diagnostic::at);
    found
}

/// A backslash and the blank after it are one word, else blanks at the end are none of it.
fn extent(pair: &Pair<'_>) -> Span {
    match pair.as_rule() {
        Token::bad_escape => Span::new(pair.as_span().start(), pair.as_span().end()),
        _ => span(pair),
    }
}

/// A word of the text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) kind: Token,
    pub(crate) at: Span,
}

/// What was read last, and so what may follow.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// An operand must follow.
    Operand,
    /// After `not`.
    Denied,
    /// A value that a `:` would make a field.
    Field,
    /// After `:`.
    Value,
    /// After a comparison.
    Bound,
    /// An operand is complete.
    Done,
    /// After an error, until the next `and`, `or` or bracket of this depth.
    Lost,
}

/// What an open bracket holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Conditions,
    Values,
    /// Something that should not be there.
    Nothing,
}

struct Open {
    at: Span,
    inside: Inside,
    after: State,
    /// Whether a bracket of the other kind stands where its own may have been meant.
    closed: Closed,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Closed {
    No,
    Wrongly,
}

struct Machine<'s> {
    wording: Wording<'s>,
    found: Vec<Diagnostic>,
    open: Vec<Open>,
    state: State,
    last: Option<Word>,
    /// The last whole literal: what a surplus `:` or bracket belongs to.
    literal: Option<Word>,
    quote_open: bool,
}

impl<'s> Machine<'s> {
    fn new(snippet: &'s Snippet<'s>) -> Self {
        Self {
            wording: Wording { snippet },
            found: Vec::new(),
            open: Vec::new(),
            state: State::Operand,
            last: None,
            literal: None,
            quote_open: false,
        }
    }

    fn inside(&self) -> Inside {
        self.open.last().map_or(Inside::Conditions, |open| open.inside)
    }

    fn word(&mut self, word: Word) {
        match word.kind {
            Token::and | Token::or => self.joint(word),
            Token::denial => self.denial(word),
            Token::open => self.opening(word),
            Token::close => self.closing(word),
            Token::colon => self.colon(word),
            Token::compare => self.compare(word),
            Token::bad_escape => {
                self.found.push(self.wording.bad_escape(word.at));
                self.literal(word);
            }
            Token::open_quote => {
                self.found.push(self.wording.open_quote(word.at));
                self.quote_open = true;
                self.literal(word);
            }
            _ => self.literal(word),
        }
        self.last = Some(word);
    }

    fn joint(&mut self, word: Word) {
        if matches!(self.state, State::Operand | State::Denied | State::Value | State::Bound) {
            self.missing(word.at);
        }
        self.state = match self.inside() {
            Inside::Nothing => State::Lost,
            Inside::Conditions | Inside::Values => State::Operand,
        };
    }

    fn denial(&mut self, word: Word) {
        match self.state {
            State::Operand => self.state = State::Denied,
            State::Denied => self.found.push(self.wording.double_not(word.at)),
            State::Value | State::Bound => {
                self.found.push(self.wording.not_after_operator(word.at, self.last));
            }
            State::Field | State::Done => {
                self.found.push(self.wording.not_in_text(word.at, self.touching(word)));
                self.state = State::Lost;
            }
            State::Lost => {}
        }
    }

    fn colon(&mut self, word: Word) {
        match self.state {
            State::Field => self.state = State::Value,
            State::Operand | State::Denied => {
                self.found.push(self.wording.no_field(word.at));
                self.state = State::Value;
            }
            State::Value | State::Bound => {
                self.found.push(self.wording.surplus_operator(word.at, None));
                self.state = State::Lost;
            }
            State::Done => {
                let value = self.literal;
                let missing = value.and_then(|v| self.wording.field_after_blank(v));
                if let Some(field) = missing.filter(|_| self.inside() == Inside::Conditions) {
                    self.found.push(self.wording.missing_joint_before_field(field));
                    self.state = State::Value;
                } else {
                    self.found.push(self.wording.surplus_operator(word.at, value));
                    self.state = State::Lost;
                }
            }
            State::Lost => {}
        }
    }

    fn compare(&mut self, word: Word) {
        let fault = match self.state {
            State::Field => None,
            State::Operand | State::Denied if self.inside() == Inside::Values => {
                Some(self.wording.compare_in_list(word.at))
            }
            State::Operand | State::Denied => Some(self.wording.no_field(word.at)),
            State::Value => Some(self.wording.colon_and_compare(word.at)),
            State::Bound => Some(self.wording.no_such_operator(word.at, self.last)),
            State::Done => {
                self.found.push(self.wording.surplus_operator(word.at, self.literal));
                self.state = State::Lost;
                return;
            }
            State::Lost => return,
        };
        self.found.extend(fault);
        self.state = State::Bound;
    }

    fn literal(&mut self, word: Word) {
        // The text on both sides of a bad escape is one value.
        let torn = word.kind == Token::bad_escape
            || self.touching(word).is_some_and(|w| w.kind == Token::bad_escape);
        let clash = matches!(self.state, State::Field | State::Done) && !torn;
        if clash {
            self.found.push(self.wording.side_by_side(word, self.last));
        }
        match self.state {
            State::Lost => return,
            State::Field | State::Done if !clash => return,
            State::Value | State::Bound => self.state = State::Done,
            _ if self.inside() == Inside::Conditions => self.state = State::Field,
            _ => self.state = State::Done,
        }
        self.literal = Some(word);
    }

    fn opening(&mut self, word: Word) {
        let round = self.wording.text(word.at) == "(";
        let state = self.state;
        let inside = match (state, round) {
            (State::Operand | State::Denied, true) => self.inside(),
            (State::Value, true) => Inside::Values,
            (State::Value, false) => Inside::Conditions,
            (State::Field | State::Done, true) if self.keyword_before(word) => {
                self.found.push(self.wording.keyword_needs_blank(word.at, self.last));
                self.inside()
            }
            (State::Lost, _) => Inside::Nothing,
            _ => {
                self.found.push(self.unexpected_opening(word, state));
                Inside::Nothing
            }
        };
        let after = if inside == Inside::Nothing { State::Lost } else { State::Done };
        self.open.push(Open { at: word.at, inside, after, closed: Closed::No });
        self.state = if inside == Inside::Nothing { State::Lost } else { State::Operand };
    }

    fn unexpected_opening(&self, word: Word, state: State) -> Diagnostic {
        match state {
            State::Bound => self.wording.bound_in_brackets(word.at),
            State::Operand | State::Denied => self.wording.nested_without_field(word.at),
            _ => self.wording.surplus_bracket(word.at, self.touching(word)),
        }
    }

    fn keyword_before(&self, word: Word) -> bool {
        self.touching(word).is_some_and(|w| self.wording.ends_in_keyword(w))
    }

    fn closing(&mut self, word: Word) {
        let round = self.wording.text(word.at) == ")";
        let pair = if round { "(" } else { "{" };
        let Some(partner) = self.open.iter().rposition(|o| self.wording.text(o.at) == pair) else {
            let around = self.open.last_mut();
            self.found.push(self.wording.surplus_closing(word.at, around.as_ref().map(|o| o.at)));
            if let Some(around) = around {
                around.closed = Closed::Wrongly;
            }
            return;
        };
        for unclosed in self.open.drain(partner + 1..).rev() {
            self.found.push(self.wording.crossed(unclosed.at, word.at));
            self.state = State::Lost;
        }
        if matches!(self.state, State::Operand | State::Denied | State::Value | State::Bound) {
            self.missing(word.at);
        }
        if let Some(open) = self.open.pop() {
            self.state = open.after;
        }
        self.literal = None;
    }

    /// Something should stand before `at`.
    fn missing(&mut self, at: Span) {
        self.found.push(self.wording.missing(at, self.last));
    }

    fn end(mut self) -> Vec<Diagnostic> {
        let end = Span::new(self.wording.snippet.text.len(), self.wording.snippet.text.len());
        let waiting =
            matches!(self.state, State::Operand | State::Denied | State::Value | State::Bound);
        let in_bracket = self.last.is_some_and(|w| w.kind == Token::open);
        if waiting && !in_bracket {
            self.missing(end);
        }
        // An open quote has swallowed the closing brackets.
        if !self.quote_open {
            for open in self.open.iter().filter(|o| o.closed == Closed::No) {
                self.found.push(self.wording.unclosed(open.at, end));
            }
        }
        self.found
    }

    /// The word before, if nothing stands between.
    fn touching(&self, word: Word) -> Option<Word> {
        self.last.filter(|last| last.at.end == word.at.start)
    }
}
