//! Goes over the words of a broken text and knows what may follow what.
//!
//! It has no grammar of its own: words are cut by `grammars/kuery.pest`. A law holds it to that: it finds a fault in each
//! text that the grammar refuses.

use super::wording::Wording;
use crate::grammar::Token;
use ruleglot_source::{Diagnostic, Snippet, Span};

/// A word of the text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) kind: Token,
    pub(super) at: Span,
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

pub(super) struct Machine<'s> {
    wording: Wording<'s>,
    found: Vec<Diagnostic>,
    open: Vec<Open>,
    state: State,
    last: Option<Word>,
    /// The last whole literal: what a surplus `:` or bracket belongs to.
    literal: Option<Word>,
    quote_open: bool,
    /// Open brackets of each kind, so that a surplus one is known without a search.
    round: usize,
    curly: usize,
}

impl<'s> Machine<'s> {
    pub(super) fn new(snippet: &'s Snippet<'s>) -> Self {
        Self {
            wording: Wording { snippet },
            found: Vec::new(),
            open: Vec::new(),
            state: State::Operand,
            last: None,
            literal: None,
            quote_open: false,
            round: 0,
            curly: 0,
        }
    }

    fn inside(&self) -> Inside {
        self.open.last().map_or(Inside::Conditions, |open| open.inside)
    }

    pub(super) fn word(&mut self, word: Word) {
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
        if self.waits() {
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
        *self.count(if round { "(" } else { "{" }) += 1;
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
        let kind = if self.wording.text(word.at) == ")" { "(" } else { "{" };
        if *self.count(kind) == 0 {
            let around = self.open.last_mut();
            self.found.push(self.wording.surplus_closing(word.at, around.as_ref().map(|o| o.at)));
            if let Some(around) = around {
                around.closed = Closed::Wrongly;
            }
            return;
        }
        while let Some(open) = self.open.pop() {
            let opened = self.wording.text(open.at);
            *self.count(opened) -= 1;
            if opened == kind {
                if self.waits() {
                    self.missing(word.at);
                }
                self.state = open.after;
                break;
            }
            self.found.push(self.wording.crossed(open.at, word.at));
            self.state = State::Lost;
        }
        self.literal = None;
    }

    fn count(&mut self, kind: &str) -> &mut usize {
        if kind == "(" { &mut self.round } else { &mut self.curly }
    }

    /// Whether something must follow.
    fn waits(&self) -> bool {
        matches!(self.state, State::Operand | State::Denied | State::Value | State::Bound)
    }

    /// Something should stand before `at`.
    fn missing(&mut self, at: Span) {
        self.found.push(self.wording.missing(at, self.last));
    }

    pub(super) fn end(mut self) -> Vec<Diagnostic> {
        let end = Span::new(self.wording.snippet.text.len(), self.wording.snippet.text.len());
        let in_bracket = self.last.is_some_and(|w| w.kind == Token::open);
        if self.waits() && !in_bracket {
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
