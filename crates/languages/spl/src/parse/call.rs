//! Macro calls.

use crate::ast::{MacroArgument, MacroCall};
use crate::grammar::{Grammar, Pair, Token};
use crate::text::{inside, is_blank, unescape_search};
use pest::Parser;
use ruleglot_source::{At, Span};
use smol_str::SmolStr;

/// A call with its arguments as they stand.
pub(crate) struct RawCall<'t> {
    pub(crate) name: &'t str,
    pub(crate) args: Vec<&'t str>,
}

/// Reads a call with its backticks; `None` when it is none.
pub(crate) fn raw_call(text: &str) -> Option<RawCall<'_>> {
    let whole = Grammar::parse(Token::macro_call, text).ok()?.next()?;
    let mut call = RawCall { name: "", args: Vec::new() };
    for part in whole.into_inner().find(|p| p.as_rule() == Token::r#macro)?.into_inner() {
        match part.as_rule() {
            Token::macro_name => call.name = part.as_str(),
            _ => call.args.push(part.as_str().trim_matches(is_blank)),
        }
    }
    // `m()` is a call without arguments.
    if call.args == [""] {
        call.args.clear();
    }
    Some(call)
}

/// Reads a call that stands at `at`; `None` when it is none.
pub(crate) fn macro_call(text: &str, at: Span) -> Option<MacroCall> {
    let raw = raw_call(text)?;
    let args = raw.args.iter().map(|a| argument(a)).collect();
    Some(MacroCall { name: raw.name.into(), args, at: At(at) })
}

/// The call that a piece of a parse is.
pub(super) fn of_pair(pair: &Pair<'_>, at: Span) -> Option<MacroCall> {
    macro_call(pair.as_str(), at)
}

fn argument(raw: &str) -> MacroArgument {
    let (name, value) = named(raw).map_or((None, raw), |(name, value)| (Some(name), value));
    MacroArgument { name: name.map(SmolStr::from), value: unquoted(value) }
}

/// `name=value`, where the name is a word.
pub(crate) fn named(raw: &str) -> Option<(&str, &str)> {
    let (name, value) = raw.split_once('=')?;
    let name = name.trim_end_matches(is_blank);
    let word = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    // `a==b` is a comparison, not a name.
    (word && !value.starts_with('=')).then(|| (name, value.trim_start_matches(is_blank)))
}

/// The value without quotes around the whole of it.
pub(crate) fn unquoted(raw: &str) -> SmolStr {
    if is_one_string(raw) { unescape_search(inside(raw)) } else { raw.into() }
}

fn is_one_string(raw: &str) -> bool {
    let Ok(mut found) = Grammar::parse(Token::string, raw) else { return false };
    found.next().is_some_and(|p| p.as_str().len() == raw.len())
}
