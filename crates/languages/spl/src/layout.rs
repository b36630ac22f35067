//! A text cut into searches and stages, before any command is understood.
//!
//! One pass over flat lexemes; the searches come out innermost first, so that whoever reads them needs no recursion.

use crate::ast::Comment;
use crate::faults;
use crate::grammar::{Grammar, Token};
use pest::Parser;
use ruleglot_source::{At, Diagnostic, Snippet, Span};

/// Deeper nesting is refused before anything recurses.
pub(crate) const DEEPEST: usize = 200;

/// The text of one stage.
#[derive(Clone, Debug, Default)]
pub(crate) struct StageText {
    /// Without the pipe, blanks and comments at its ends left out.
    pub(crate) at: Span,
    /// Macro calls outside its brackets.
    pub(crate) macros: Vec<Span>,
    /// Where the searches in brackets begin that stand in it directly.
    pub(crate) searches: Vec<usize>,
    /// Whether something in it is never closed.
    pub(crate) state: State,
}

/// Whether a stage can be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum State {
    #[default]
    Whole,
    /// Something is never closed, and that is told already.
    Broken,
}

/// The text of one search.
#[derive(Clone, Debug)]
pub(crate) struct SearchText {
    /// Brackets included.
    pub(crate) at: Span,
    /// Whether it stands in brackets.
    pub(crate) place: Place,
    /// Whether it begins with a pipe.
    pub(crate) start: Start,
    pub(crate) stages: Vec<StageText>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Outermost,
    Brackets,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Start {
    Plain,
    Pipe,
}

/// What became of a text.
pub(crate) struct Layout {
    /// Innermost first; the last one is the whole.
    pub(crate) searches: Vec<SearchText>,
    pub(crate) comments: Vec<Comment>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Cuts a text; an error when it is nested too deep.
pub(crate) fn layout(snippet: &Snippet<'_>) -> Result<Layout, Box<Diagnostic>> {
    let mut cutter = Cutter::new(snippet);
    let lexed = Grammar::parse(Token::lexed, snippet.text).into_iter().flatten();
    for lexeme in lexed.flat_map(pest::iterators::Pair::into_inner) {
        let at = Span::new(lexeme.as_span().start(), lexeme.as_span().end());
        cutter.lexeme(lexeme.as_rule(), at);
        if cutter.depth > DEEPEST {
            return Err(Box::new(faults::too_deep(snippet, at)));
        }
    }
    Ok(cutter.end())
}

/// A search that is not closed yet.
struct Frame {
    search: SearchText,
    stage: StageText,
    /// The pipe before the stage that is being read.
    pipe: Option<Span>,
    /// Round brackets that are open in it.
    rounds: usize,
}

struct Cutter<'s> {
    snippet: &'s Snippet<'s>,
    frames: Vec<Frame>,
    depth: usize,
    out: Layout,
}

impl<'s> Cutter<'s> {
    fn new(snippet: &'s Snippet<'s>) -> Self {
        let out = Layout { searches: Vec::new(), comments: Vec::new(), diagnostics: Vec::new() };
        let outermost = frame(Span::new(0, snippet.text.len()), Place::Outermost);
        Self { snippet, frames: vec![outermost], depth: 0, out }
    }

    fn top(&mut self) -> &mut Frame {
        self.frames.last_mut().expect("invariant: the outermost search is never closed early")
    }

    fn lexeme(&mut self, kind: Token, at: Span) {
        match kind {
            Token::blanks | Token::EOI => {}
            Token::comment => self.comment(at),
            Token::open_comment => self.unclosed(faults::unclosed_comment(self.snippet, at), None),
            Token::open_string => self.unclosed(faults::unclosed_quote(self.snippet, at), Some(at)),
            Token::open_macro => self.unclosed(faults::unclosed_macro(self.snippet, at), Some(at)),
            Token::pipe => {
                self.stage_end(Some(at));
            }
            Token::open => self.open(at),
            Token::close => self.close(at),
            Token::macro_text => {
                self.extend(at);
                self.top().stage.macros.push(at);
            }
            Token::paren_open => {
                self.extend(at);
                self.top().rounds += 1;
                self.depth += 1;
            }
            Token::paren_close => {
                self.extend(at);
                if let Some(left) = self.top().rounds.checked_sub(1) {
                    self.top().rounds = left;
                    self.depth -= 1;
                }
            }
            _ => self.extend(at),
        }
    }

    /// The stage reaches to the end of this.
    fn extend(&mut self, at: Span) {
        let stage = &mut self.top().stage;
        stage.at = if stage.at.start == stage.at.end { at } else { stage.at.join(at) };
    }

    fn comment(&mut self, at: Span) {
        let text = &self.snippet.text[at.range()];
        let text = text[3..text.len() - 3].into();
        self.out.comments.push(Comment { text, at: At(at) });
    }

    fn unclosed(&mut self, fault: Diagnostic, at: Option<Span>) {
        self.out.diagnostics.push(fault);
        if let Some(at) = at {
            self.extend(at);
        }
        self.frames.iter_mut().for_each(|f| f.stage.state = State::Broken);
    }

    fn open(&mut self, at: Span) {
        self.extend(at);
        self.depth += 1;
        self.top().stage.searches.push(at.start as usize);
        self.frames.push(frame(at, Place::Brackets));
    }

    fn close(&mut self, at: Span) {
        if self.frames.len() == 1 {
            self.out.diagnostics.push(faults::closes_nothing(self.snippet, at));
            self.extend(at);
            self.top().stage.state = State::Broken;
            return;
        }
        self.frame_end(at);
    }

    /// The innermost search ends with `at`.
    fn frame_end(&mut self, at: Span) {
        self.stage_end(None);
        let Some(frame) = self.frames.pop() else { return };
        self.depth = self.depth.saturating_sub(frame.rounds + 1);
        let at = frame.search.at.join(at);
        self.out.searches.push(SearchText { at, ..frame.search });
        if !self.frames.is_empty() {
            self.extend(at);
        }
    }

    /// A stage ends with a pipe, or with its search.
    fn stage_end(&mut self, pipe: Option<Span>) {
        let frame = self.top();
        let stage = std::mem::take(&mut frame.stage);
        self.depth -= std::mem::take(&mut self.top().rounds);
        let frame = self.top();
        let before = std::mem::replace(&mut frame.pipe, pipe);
        if stage.at.start != stage.at.end {
            frame.search.stages.push(stage);
        } else if frame.search.stages.is_empty() && before.is_none() && pipe.is_some() {
            frame.search.start = Start::Pipe;
        } else {
            let whole = frame.search.at;
            let at = before.or(pipe).unwrap_or(whole);
            // What is not closed hides what would follow.
            if stage.state == State::Whole {
                self.out.diagnostics.push(faults::missing_command(self.snippet, at));
            }
        }
    }

    fn end(mut self) -> Layout {
        let end = self.snippet.text.len();
        while self.frames.len() > 1 {
            let open = self.top().search.at;
            // An open quote swallows the brackets after it.
            if self.top().stage.state == State::Whole {
                self.out.diagnostics.push(faults::unclosed_bracket(self.snippet, open));
            }
            self.frame_end(Span::new(end, end));
            self.frames.iter_mut().for_each(|f| f.stage.state = State::Broken);
        }
        self.frame_end(Span::new(end, end));
        self.out
    }
}

fn frame(at: Span, place: Place) -> Frame {
    let search = SearchText { at, place, start: Start::Plain, stages: Vec::new() };
    Frame { search, stage: StageText::default(), pipe: None, rounds: 0 }
}
