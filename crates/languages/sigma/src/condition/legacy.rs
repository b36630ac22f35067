//! The aggregations of Sigma 1, recognised to be refused by name.

use super::{Token, span_of};
use pest::iterators::Pair;
use ruleglot_source::{Diagnostic, Snippet, Span};

/// What is said of a `| count() by f > 5` or `| near x`.
///
/// The label covers it from the `|`; the help names the correlation type that replaces it.
pub(super) fn refusal(snippet: &Snippet<'_>, pair: &Pair<'_, Token>) -> Diagnostic {
    let span = span_of(pair);
    let text = snippet.text;
    let bar = text[..span.start as usize].rfind('|').unwrap_or(span.start as usize);
    let at = snippet.locate(Span::new(bar, text.trim_end().len()));
    let what = text[span.range()].trim();
    let message = format!("`{what}` is an aggregation of Sigma 1, which Sigma 2 does not have");
    Diagnostic::error("sigma/legacy-aggregation", at, message).with_help(replacement(pair))
}

fn replacement(pair: &Pair<'_, Token>) -> String {
    let Some(kind) = pair.clone().into_inner().next() else { return String::new() };
    let correlation = match kind.as_rule() {
        Token::near => "temporal",
        Token::aggregation => counted(kind),
        _ => return "write a correlation rule beside this one".into(),
    };
    format!("write a correlation rule of type `{correlation}` that refers to this rule")
}

fn counted(aggregation: Pair<'_, Token>) -> &'static str {
    let mut function = String::new();
    let mut of_field = false;
    for part in aggregation.into_inner() {
        match part.as_rule() {
            Token::function => function = part.as_str().to_ascii_lowercase(),
            Token::argument => of_field = true,
            _ => {}
        }
    }
    match (function.as_str(), of_field) {
        ("count", false) => "event_count",
        ("sum", _) => "value_sum",
        ("avg", _) => "value_avg",
        _ => "value_count",
    }
}
