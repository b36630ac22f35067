//! Macros replaced by their text, as Splunk does it before it parses: without brackets, again and again, but neither in
//! quotes nor in comments.
//!
//! Every place in the new text leads back to the file: text that a macro stands for to the call in the file.

mod table;

pub use table::{MacroTable, parse_macros_conf};

use crate::ast::MacroCall;
use crate::grammar::{Grammar, Token};
use crate::parse::{RawCall, macro_call, named, raw_call, unquoted};
use pest::Parser;
use ruleglot_source::{Diagnostic, FileId, Snippet, Span, TextMap};
use smol_str::SmolStr;

/// Where macros are looked up.
pub trait Macros {
    /// The macro of this name that takes so many arguments.
    fn definition(&self, name: &str, arity: usize) -> Option<Definition<'_>>;

    /// Whether a macro without arguments stands for a log source, whatever its definition, if it has one.
    fn names_source(&self, _name: &str) -> bool {
        false
    }
}

/// What a macro stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition<'a> {
    /// The names of its arguments, in order.
    pub args: Vec<&'a str>,
    /// Its text, where `$name$` stands for an argument.
    pub text: &'a str,
}

/// A text whose macros are replaced.
#[derive(Clone, Debug)]
pub struct Expanded {
    /// The text.
    pub text: String,
    /// From offsets in it to bytes of the file.
    pub map: TextMap,
    /// The file.
    pub file: FileId,
    /// What the outermost calls became, in order.
    pub regions: Vec<Region>,
    /// Calls of macros that are not known; they stand as they are. One from inside a macro has the place of the
    /// outermost call.
    pub unknown: Vec<MacroCall>,
    /// Macros that expand to themselves, and texts that grow without end; such calls stand as they are.
    pub diagnostics: Vec<Diagnostic>,
}

impl Expanded {
    /// The text as one that can be parsed.
    pub fn snippet(&self) -> Snippet<'_> {
        Snippet { text: &self.text, file: self.file, map: self.map.clone() }
    }
}

/// What a call became.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// The call; its place is that of the outermost call in the text before.
    pub call: MacroCall,
    /// Its range in the text after.
    pub at: Span,
    /// Calls in its definition.
    pub nested: Vec<Region>,
}

/// Macros may stand in each other so deep.
const DEEPEST: usize = 50;

/// Longer texts are refused, and more calls: a handful of macros can stand for any number of words, or of nothing.
const LONGEST: usize = 1 << 20;
const MOST_CALLS: usize = 10_000;

/// Replaces every macro that is known.
pub fn expand(snippet: &Snippet<'_>, macros: &dyn Macros) -> Expanded {
    let mut expander = Expander {
        macros,
        source: snippet,
        text: String::with_capacity(snippet.text.len()),
        stack: Vec::new(),
        calls: 0,
        unknown: Vec::new(),
        diagnostics: Vec::new(),
        outermost: Span::default(),
    };
    let start = snippet.map.span(Span::default()).start as usize;
    let mut map = TextMap::new(start);
    let mut regions = Vec::new();
    for (kind, at) in lexemes(snippet.text) {
        expander.outermost = at;
        let before = expander.text.len();
        let region = match kind {
            Token::macro_text => expander.call(&snippet.text[at.range()]),
            _ => None,
        };
        match region {
            Some(region) => {
                map.replaced(expander.text.len() - before, snippet.map.span(at));
                regions.push(region);
            }
            None => {
                expander.text.push_str(&snippet.text[at.range()]);
                map.append(&snippet.map, at);
            }
        }
    }
    let Expander { text, unknown, diagnostics, .. } = expander;
    Expanded { text, map, file: snippet.file, regions, unknown, diagnostics }
}

/// The lexemes of a text; together they are the whole of it.
fn lexemes(text: &str) -> Vec<(Token, Span)> {
    let lexed = Grammar::parse(Token::lexed, text).into_iter().flatten();
    lexed
        .flat_map(pest::iterators::Pair::into_inner)
        .filter(|p| p.as_rule() != Token::EOI)
        .map(|p| (p.as_rule(), Span::new(p.as_span().start(), p.as_span().end())))
        .collect()
}

struct Expander<'s> {
    macros: &'s dyn Macros,
    source: &'s Snippet<'s>,
    /// What is written so far.
    text: String,
    /// Macros that are being expanded.
    stack: Vec<(SmolStr, usize)>,
    /// How many calls are expanded so far.
    calls: usize,
    unknown: Vec<MacroCall>,
    diagnostics: Vec<Diagnostic>,
    /// The call in the old text that is being expanded.
    outermost: Span,
}

impl Expander<'_> {
    /// Writes what a call stands for; `None`, with nothing written, when it must stay.
    fn call(&mut self, raw: &str) -> Option<Region> {
        let call = macro_call(raw, self.outermost)?;
        let parts = raw_call(raw)?;
        let Some(definition) = self.macros.definition(parts.name, parts.args.len()) else {
            self.unknown.push(call);
            return None;
        };
        let key = (SmolStr::from(parts.name), parts.args.len());
        self.calls += 1;
        if let Some(fault) = self.refusal(&key) {
            // Once is enough: the calls after this one are refused for the same reason.
            if !self.diagnostics.iter().any(|d| d.code == fault.code && d.at() == fault.at()) {
                self.diagnostics.push(fault);
            }
            return None;
        }
        let text = substituted(&definition, &parts);
        let start = self.text.len();
        self.stack.push(key);
        let nested = self.nested(&text);
        self.stack.pop();
        let at = Span::new(start, self.text.len());
        Some(Region { call, at, nested })
    }

    fn nested(&mut self, text: &str) -> Vec<Region> {
        let mut regions = Vec::new();
        for (kind, at) in lexemes(text) {
            let part = &text[at.range()];
            let region = match kind {
                Token::macro_text => self.call(part),
                _ => None,
            };
            match region {
                Some(region) => regions.push(region),
                None => self.text.push_str(part),
            }
        }
        regions
    }

    /// Why a macro is not expanded.
    fn refusal(&self, key: &(SmolStr, usize)) -> Option<Diagnostic> {
        let at = self.source.locate(self.outermost);
        let name = &key.0;
        if self.stack.contains(key) {
            let message = format!("the macro `{name}` stands for itself");
            let help = "change its definition so that it does not call itself";
            return Some(Diagnostic::error("spl/macro-loop", at, message).with_help(help));
        }
        if self.stack.len() >= DEEPEST {
            let message = format!("macros call each other more than {DEEPEST} deep at `{name}`");
            let help = "write shorter chains of macros";
            return Some(Diagnostic::error("spl/macro-too-deep", at, message).with_help(help));
        }
        if self.text.len() > LONGEST || self.calls > MOST_CALLS {
            let message = format!("the macros stand for too long a text at `{name}`");
            let help = "write macros that call each other less";
            return Some(Diagnostic::error("spl/macro-too-long", at, message).with_help(help));
        }
        None
    }
}

/// The definition with the arguments of a call in the place of their names.
fn substituted(definition: &Definition<'_>, call: &RawCall<'_>) -> String {
    let values = values(definition, call);
    let mut out = String::with_capacity(definition.text.len());
    let mut rest = definition.text;
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let name = rest.split('$').next().unwrap_or_default();
        let value = definition.args.iter().position(|a| *a == name).and_then(|i| values.get(i));
        match value {
            Some(value) if rest.len() > name.len() => {
                out.push_str(value);
                rest = &rest[name.len() + 1..];
            }
            _ => out.push('$'),
        }
    }
    out.push_str(rest);
    out
}

/// The values of the arguments in the order of the definition; quotes around a whole value are taken off.
fn values(definition: &Definition<'_>, call: &RawCall<'_>) -> Vec<SmolStr> {
    let by_name: Vec<_> = call.args.iter().map(|a| named(a)).collect();
    let known =
        |arg: &Option<(&str, &str)>| arg.is_some_and(|(name, _)| definition.args.contains(&name));
    // Only when each argument is named is any of them: `a=b` may be a value.
    if by_name.iter().all(known) {
        let value = |name: &&str| {
            let found = by_name.iter().flatten().find(|(n, _)| n == name);
            found.map(|(_, value)| unquoted(value)).unwrap_or_default()
        };
        return definition.args.iter().map(value).collect();
    }
    call.args.iter().map(|a| unquoted(a)).collect()
}
