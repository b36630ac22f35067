//! A command cut into words.

use crate::grammar::{Grammar, Token};
use pest::Parser;

/// A run of characters without blanks outside of strings.
#[derive(Clone, Debug)]
pub(super) struct Word<'t> {
    pub(super) text: &'t str,
    pub(super) kind: Kind,
    /// Whether blanks stand before it.
    pub(super) blank: bool,
    /// How far it is set in, if it begins a line.
    pub(super) column: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Words, strings, macros and what stands right beside them.
    Plain,
    Comma,
    /// `(`
    Open,
    /// `)`
    Close,
    /// `[`
    OpenSearch,
    /// `]`
    CloseSearch,
    Pipe,
    Comment,
}

/// The words of a text; what is never closed goes to its end.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let mut cutter = Cutter { text, out: Vec::new(), end: 0 };
    let lexed = Grammar::parse(Token::lexed, text).into_iter().flatten();
    for lexeme in lexed.flat_map(pest::iterators::Pair::into_inner) {
        let (start, end) = (lexeme.as_span().start(), lexeme.as_span().end());
        match lexeme.as_rule() {
            Token::blanks | Token::EOI => {}
            Token::paren_open => cutter.push(Kind::Open, start, end),
            Token::paren_close => cutter.push(Kind::Close, start, end),
            Token::open => cutter.push(Kind::OpenSearch, start, end),
            Token::close => cutter.push(Kind::CloseSearch, start, end),
            Token::pipe => cutter.push(Kind::Pipe, start, end),
            Token::comment => cutter.push(Kind::Comment, start, end),
            Token::run => cutter.run(start, end),
            _ => cutter.plain(start, end),
        }
    }
    cutter.out
}

struct Cutter<'t> {
    text: &'t str,
    out: Vec<Word<'t>>,
    end: usize,
}

impl Cutter<'_> {
    fn push(&mut self, kind: Kind, start: usize, end: usize) {
        let gap = &self.text[self.end..start];
        let line = gap.rsplit_once('\n').map(|(_, line)| line);
        let column =
            line.map(|line| line.chars().map(|c| if c == '\t' { super::INDENT } else { 1 }).sum());
        let text = &self.text[start..end];
        self.out.push(Word { text, kind, blank: !gap.is_empty(), column });
        self.end = end;
    }

    /// A part of a word goes on with the one before if nothing stands between.
    fn plain(&mut self, start: usize, end: usize) {
        match self.out.last_mut() {
            Some(last) if last.kind == Kind::Plain && self.end == start => {
                last.text = &self.text[start - last.text.len()..end];
                self.end = end;
            }
            _ => self.push(Kind::Plain, start, end),
        }
    }

    fn run(&mut self, start: usize, end: usize) {
        let mut from = start;
        for (n, _) in self.text[start..end].match_indices(',') {
            let comma = start + n;
            if from < comma {
                self.plain(from, comma);
            }
            self.push(Kind::Comma, comma, comma + 1);
            from = comma + 1;
        }
        if from < end {
            self.plain(from, end);
        }
    }
}
