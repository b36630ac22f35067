//! Text → AST.
//!
//! The text is cut into stages first ([`crate::layout`]); then each command reads its arguments by its own grammar. A
//! command that is not understood is kept word for word, so one bad stage never hides the others.

mod call;
mod commands;
mod condition;
mod eval;
mod lists;
mod patterns;
mod reader;
mod stats;
mod value;

pub(crate) use call::{RawCall, macro_call, named, raw_call, unquoted};

use crate::ast::{Command, MacroCall, OtherCommand, Search, SearchStage, Spelled, Stage};
use crate::faults;
use crate::grammar::{Grammar, Token};
use crate::layout::{Place, SearchText, StageText, Start, State, layout};
use crate::text::is_blank;
use pest::Parser;
use reader::{Failure, Reader};
use ruleglot_source::{At, Diagnostic, Snippet, Span};
use smol_str::SmolStr;
use std::collections::HashMap;

/// What became of a text.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The search; `None` only when nothing can be cut into stages. A stage that is wrong is a [`Command::Other`].
    pub search: Option<Search>,
    /// Everything that is wrong with it, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a search. Commands that are not known are no errors.
pub fn parse(snippet: &Snippet<'_>) -> Parsed {
    let layout = match layout(snippet) {
        Ok(layout) => layout,
        Err(fault) => return Parsed { search: None, diagnostics: vec![*fault] },
    };
    let mut stages = Stages { snippet, searches: HashMap::new(), diagnostics: layout.diagnostics };
    let mut last = None;
    for text in &layout.searches {
        let search = stages.search(text);
        last = match text.place {
            Place::Outermost => search,
            Place::Brackets => {
                stages.searches.extend(search.map(|s| (text.at.start as usize, s)));
                None
            }
        };
    }
    let mut diagnostics = stages.diagnostics;
    diagnostics.sort_by_key(Diagnostic::at);
    let search = last.map(|search| Search { comments: layout.comments, ..search });
    Parsed { search, diagnostics }
}

/// Reads stage after stage; searches in brackets are read before the stage that holds them.
struct Stages<'s> {
    snippet: &'s Snippet<'s>,
    /// Searches in brackets by where they begin.
    searches: HashMap<usize, Search>,
    diagnostics: Vec<Diagnostic>,
}

impl Stages<'_> {
    fn search(&mut self, text: &SearchText) -> Option<Search> {
        let mut stages = Vec::with_capacity(text.stages.len());
        for (i, stage) in text.stages.iter().enumerate() {
            let first = i == 0 && text.start == Start::Plain;
            let command = match text.place {
                Place::Outermost if first => self.first(stage),
                _ => self.command(stage),
            };
            stages.push(Stage { command, at: At(stage.at) });
        }
        if stages.is_empty() {
            if text.place == Place::Outermost {
                return None;
            }
            let nothing = OtherCommand {
                name: SmolStr::default(),
                args: SmolStr::default(),
                subsearches: Vec::new(),
                macros: Vec::new(),
            };
            stages.push(Stage { command: Command::Other(nothing), at: At(text.at) });
        }
        Some(Search { stages, comments: Vec::new(), at: At(text.at) })
    }

    /// The first stage of a search that does not begin with a pipe: the word `search` may be left out.
    fn first(&mut self, stage: &StageText) -> Command {
        let text = &self.snippet.text[stage.at.range()];
        let rest = text.strip_prefix("search").map(|r| r.trim_start_matches(is_blank));
        let spelled = match rest {
            Some(rest) if text.len() == "search".len() || text[6..].starts_with(is_blank) => {
                let operator = rest.starts_with(['=', '<', '>']) || rest.starts_with("!=");
                if operator { Spelled::Implicit } else { Spelled::Explicit }
            }
            _ => Spelled::Implicit,
        };
        match spelled {
            Spelled::Explicit => self.command(stage),
            Spelled::Implicit => {
                let name = Span { start: stage.at.start, end: stage.at.start };
                let name = Heading { name: "search", spelled, at: name };
                self.understood(stage, &name)
            }
        }
    }

    fn command(&mut self, stage: &StageText) -> Command {
        let text = &self.snippet.text[stage.at.range()];
        if text.starts_with('`') {
            return self.macro_stage(stage);
        }
        let len = text.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
        let start = stage.at.start as usize;
        let at = Span::new(start, start + len);
        if len == 0 {
            if stage.state == State::Whole {
                let len = text.chars().next().map_or(0, char::len_utf8);
                let at = Span::new(start, start + len);
                self.diagnostics.push(faults::no_command(self.snippet, at));
            }
            return self.other(stage, at);
        }
        let lower = text[..len].to_ascii_lowercase();
        self.understood(stage, &Heading { name: &lower, spelled: Spelled::Explicit, at })
    }

    /// Reads the arguments of a command by its grammar.
    fn understood(&mut self, stage: &StageText, heading: &Heading<'_>) -> Command {
        let Some((token, build)) = commands::grammar(heading.name) else {
            return self.other(stage, heading.at);
        };
        if stage.state == State::Broken {
            return self.other(stage, heading.at);
        }
        let base = heading.at.end as usize;
        let args = &self.snippet.text[base..stage.at.end as usize];
        let told = self.diagnostics.len();
        let read = match Grammar::parse(token, args) {
            Ok(mut pairs) => {
                let mut reader = Reader {
                    snippet: self.snippet,
                    base,
                    searches: &self.searches,
                    diagnostics: &mut self.diagnostics,
                };
                let whole = pairs.next().expect("invariant: a parse is one piece");
                build(&mut reader, heading, whole)
            }
            Err(error) => {
                let fault = faults::syntax(self.snippet, stage.at, base, &error);
                self.diagnostics.push(fault);
                Err(Failure::Told)
            }
        };
        match read {
            Ok(command) => command,
            Err(Failure::NotUnderstood) => self.other(stage, heading.at),
            Err(Failure::Told) => {
                // A macro may stand for anything: only its text shows whether this is wrong.
                let text_may_change = !stage.macros.is_empty()
                    || (!stage.searches.is_empty() && !matches!(token, Token::condition));
                if text_may_change {
                    self.diagnostics.truncate(told);
                }
                self.other(stage, heading.at)
            }
        }
    }

    /// A macro alone, or one with text after it.
    fn macro_stage(&mut self, stage: &StageText) -> Command {
        let call = stage.macros.first().copied().unwrap_or(stage.at);
        if call == stage.at
            && let Some(call) = self.call(call)
        {
            return Command::Macro(call);
        }
        self.other(stage, call)
    }

    fn call(&mut self, at: Span) -> Option<MacroCall> {
        let call = macro_call(&self.snippet.text[at.range()], at);
        if call.is_none() {
            self.diagnostics.push(faults::malformed_macro(self.snippet, at));
        }
        call
    }

    /// The stage word for word; its name stands at `name`, which is empty before an implicit `search`.
    fn other(&mut self, stage: &StageText, name: Span) -> Command {
        let text = self.snippet.text;
        let args = Span { start: name.end, end: stage.at.end };
        let searches = stage.searches.iter().filter_map(|at| self.searches.get(at).cloned());
        let subsearches: Vec<Search> = searches.collect();
        let macros = stage.macros.iter().filter_map(|at| self.call(*at)).collect();
        let args = flattened(&text[args.range()]).into();
        Command::Other(OtherCommand { name: text[name.range()].into(), args, subsearches, macros })
    }
}

/// The text on one line: comments taken out, blanks between words made one.
fn flattened(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let lexed = Grammar::parse(Token::lexed, text).into_iter().flatten();
    for lexeme in lexed.flat_map(pest::iterators::Pair::into_inner) {
        match lexeme.as_rule() {
            Token::blanks | Token::comment | Token::open_comment => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            _ => out.push_str(lexeme.as_str()),
        }
    }
    out.truncate(out.trim_end_matches(' ').len());
    out
}

/// The name of a command as it stands.
pub(crate) struct Heading<'s> {
    /// In lower case.
    pub(crate) name: &'s str,
    /// Whether it is written.
    pub(crate) spelled: Spelled,
    /// Where; empty before an implicit `search`.
    pub(crate) at: Span,
}

/// A `search` whose condition is left out.
pub(crate) fn every_event(spelled: Spelled) -> Command {
    Command::Search(SearchStage { spelled, condition: None })
}
