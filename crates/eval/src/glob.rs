//! Matching whole values against patterns.

use crate::text::folded;
use ruleglot_ir::{Case, Part, Pattern};

/// A pattern made ready for one letter case.
#[derive(Debug)]
pub(crate) enum Glob {
    Whole(String),
    Start(String),
    End(String),
    Inside(String),
    General(Vec<Token>),
}

#[derive(Debug)]
pub(crate) enum Token {
    Text(String),
    One,
    Dash,
    Run,
}

/// The five dashes that Sigma's `windash` makes interchangeable.
pub(crate) const DASHES: [char; 5] = ['-', '/', '–', '—', '―'];

impl Glob {
    /// `None` when the pattern has a placeholder, which nothing here can fill.
    pub(crate) fn new(pattern: &Pattern, case: Case) -> Option<Self> {
        let text = |t: &str| folded(t, case).into_owned();
        Some(match pattern.parts() {
            [] => Self::Whole(String::new()),
            [Part::Text(t)] => Self::Whole(text(t)),
            [Part::Text(t), Part::Run] => Self::Start(text(t)),
            [Part::Run, Part::Text(t)] => Self::End(text(t)),
            [Part::Run, Part::Text(t), Part::Run] => Self::Inside(text(t)),
            parts => Self::General(parts.iter().map(|p| token(p, case)).collect::<Option<_>>()?),
        })
    }

    /// Whether the folded text matches.
    pub(crate) fn matches(&self, text: &str) -> bool {
        match self {
            Self::Whole(t) => text == t,
            Self::Start(t) => text.starts_with(t.as_str()),
            Self::End(t) => text.ends_with(t.as_str()),
            Self::Inside(t) => text.contains(t.as_str()),
            Self::General(tokens) => general(tokens, text),
        }
    }
}

fn token(part: &Part, case: Case) -> Option<Token> {
    Some(match part {
        Part::Text(t) => Token::Text(folded(t, case).into_owned()),
        Part::One => Token::One,
        Part::Dash => Token::Dash,
        Part::Run => Token::Run,
        Part::Placeholder(_) => return None,
    })
}

/// Greedy with one point of return: the last `Run` takes one more character whenever what follows it fails.
fn general(tokens: &[Token], text: &str) -> bool {
    let (mut token, mut at) = (0, 0);
    let mut back: Option<(usize, usize)> = None;
    loop {
        if token == tokens.len() && at == text.len() {
            return true;
        }
        if let Some(Token::Run) = tokens.get(token) {
            back = Some((token + 1, at));
            token += 1;
            continue;
        }
        if let Some(next) = tokens.get(token).and_then(|t| step(t, &text[at..])) {
            token += 1;
            at += next;
            continue;
        }
        let Some((after_run, taken)) = back else { return false };
        let Some(c) = text[taken..].chars().next() else { return false };
        back = Some((after_run, taken + c.len_utf8()));
        (token, at) = (after_run, taken + c.len_utf8());
    }
}

fn step(token: &Token, rest: &str) -> Option<usize> {
    match token {
        Token::Text(t) => rest.starts_with(t.as_str()).then_some(t.len()),
        Token::One => rest.chars().next().map(char::len_utf8),
        Token::Dash => rest.chars().next().filter(|c| DASHES.contains(c)).map(char::len_utf8),
        Token::Run => Some(0),
    }
}
