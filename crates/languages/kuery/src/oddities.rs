//! What Kibana accepts, but hardly anybody means.
//!
//! Only what can be seen without field types; each finding says what the text really means.

use crate::ast::{Leaf, Name, NameKind, Piece, Query, Tree, TreeKind, Value, ValueKind};
use crate::faults::shortened;
use crate::text::is_blank;

use ruleglot_source::{Diagnostic, Snippet, Span};

/// Warnings about a query, in the order of the text.
pub fn oddities(query: &Query, snippet: &Snippet<'_>) -> Vec<Diagnostic> {
    oddities_in(query, snippet, &|_| Blanks::Split)
}

/// What a query does with blanks in a wildcard value of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blanks {
    /// It may split the value at them: the field may be of type `wildcard` or `text`.
    Split,
    /// It keeps them: the field is known to be of another type.
    Keep,
}

/// The same for an index of which something is known: what `blanks` says of a field's name.
pub fn oddities_in(
    query: &Query,
    snippet: &Snippet<'_>,
    blanks: &dyn Fn(&str) -> Blanks,
) -> Vec<Diagnostic> {
    let mut search = Search { snippet, blanks, found: Vec::new() };
    if let Some(root) = &query.root {
        each(root, &mut |leaf, at| search.leaf(leaf, at));
    }
    search.found.sort_by_key(Diagnostic::at);
    search.found
}

fn each<'a, L>(tree: &'a Tree<L>, visit: &mut impl FnMut(&'a L, Span)) {
    match &tree.kind {
        TreeKind::Or(of) | TreeKind::And(of) => of.iter().for_each(|x| each(x, visit)),
        TreeKind::Not(of) => each(of, visit),
        TreeKind::Leaf(leaf) => visit(leaf, tree.at.0),
    }
}

struct Search<'s> {
    snippet: &'s Snippet<'s>,
    blanks: &'s dyn Fn(&str) -> Blanks,
    found: Vec<Diagnostic>,
}

impl Search<'_> {
    fn warn(&mut self, code: &'static str, at: Span, message: String, help: &'static str) {
        let at = self.snippet.locate(at);
        self.found.push(Diagnostic::warning(code, at, message).with_help(help));
    }

    /// The words of the query, short enough for a message.
    fn shown(&self, at: Span) -> String {
        shortened(self.source(at))
    }

    fn source(&self, at: Span) -> &str {
        &self.snippet.text[at.range()]
    }

    fn leaf(&mut self, leaf: &Leaf, at: Span) {
        match leaf {
            Leaf::Match { name, values } => {
                self.name(name);
                each(values, &mut |value, _| self.value(value, Some(name)));
            }
            Leaf::Compare { name, bound, .. } => self.compare(name, bound, at),
            Leaf::Nested { path, body } => {
                self.nested(path);
                each(body, &mut |leaf, at| self.in_nested(leaf, at));
            }
            Leaf::Free(value) => self.free(value),
        }
    }

    fn in_nested(&mut self, leaf: &Leaf, at: Span) {
        if let Leaf::Free(value) = leaf {
            let message = format!(
                "`{}` without a field in a nested group matches nothing",
                self.shown(value.at.0)
            );
            self.warn(
                "kuery/free-text-in-nested",
                at,
                message,
                "write the field, relative to the path",
            );
        }
        self.leaf(leaf, at);
    }

    fn nested(&mut self, path: &Name) {
        if !matches!(path.kind, NameKind::Plain(_)) {
            let message = format!(
                "`{}` is no path of a nested group, so this matches nothing",
                self.shown(path.at.0)
            );
            self.warn(
                "kuery/nested-path",
                path.at.0,
                message,
                "write the whole name of the nested field",
            );
        }
    }

    fn name(&mut self, name: &Name) {
        match &name.kind {
            NameKind::Null => {
                let message =
                    "the field `null` without quotes is no field: its values are free text"
                        .to_owned();
                self.warn(
                    "kuery/null-field",
                    name.at.0,
                    message,
                    "put the name in quotes: `\"null\"`",
                );
            }
            NameKind::Plain(text) => self.field_text(name.at.0, text),
            NameKind::Wild(_) => {}
        }
        self.escapes(name.at.0);
    }

    /// A keyword that became part of a name: `and and b:x`.
    fn field_text(&mut self, at: Span, text: &str) {
        let keyword = edge_keyword(text).filter(|k| text.len() > k.len());
        if let Some(keyword) = keyword.filter(|_| !self.source(at).starts_with('"')) {
            let message = format!("`{keyword}` is part of the field name `{text}` here");
            self.warn(
                "kuery/keyword-as-text",
                at,
                message,
                "remove the keyword, or put the name in quotes",
            );
        }
    }

    fn compare(&mut self, name: &Name, bound: &Value, at: Span) {
        if let NameKind::Plain(text) = &name.kind
            && text.ends_with(['=', '!'])
            && !self.source(name.at.0).starts_with('"')
        {
            let message = format!("the field compared here is named `{text}`");
            self.warn("kuery/operator-as-text", at, message, "KQL has `<`, `<=`, `>`, `>=` only");
        }
        if let ValueKind::Bare(text) = &bound.kind {
            if let Some(rest) = text.strip_prefix('=') {
                let message = format!("the bound is the text `={rest}`");
                let help = "write `>=` or `<=` without a blank inside";
                self.warn("kuery/operator-as-text", bound.at.0, message, help);
            }
            if bound.is_null() {
                let message =
                    "a comparison with `null` holds for every value of the field".to_owned();
                self.warn(
                    "kuery/null-value",
                    bound.at.0,
                    message,
                    "compare with a value, or write `field: *`",
                );
            }
        }
        if matches!(bound.kind, ValueKind::Wild(_)) {
            let message = format!(
                "the star in `{}` is the character: a comparison has no wildcards",
                self.shown(bound.at.0)
            );
            self.warn(
                "kuery/star-as-text",
                bound.at.0,
                message,
                "put the value in quotes if that is meant",
            );
        }
        self.escapes(name.at.0);
        self.escapes(bound.at.0);
    }

    fn free(&mut self, value: &Value) {
        if let ValueKind::Bare(text) = &value.kind
            && let Some(operator) = ["!=", "==", "="].into_iter().find(|op| has_word(text, op))
        {
            let message = format!("`{text}` is free text: `{operator}` is no operator of KQL");
            let help = "write `field: value` or `not field: value`";
            self.warn("kuery/operator-as-text", value.at.0, message, help);
        }
        self.value(value, None);
    }

    fn logical(&mut self, at: Span, text: &str) {
        if let Some(operator) = ["&&", "||"].into_iter().find(|op| has_word(text, op)) {
            let message = format!("`{operator}` is part of the value `{text}` here, no operator");
            self.warn(
                "kuery/operator-as-text",
                at,
                message,
                "write `and`, `or`, or put the value in quotes",
            );
        }
    }

    fn value(&mut self, value: &Value, field: Option<&Name>) {
        let at = value.at.0;
        match &value.kind {
            ValueKind::Quoted(_) => return,
            ValueKind::Bare(_) if value.is_null() => {
                let message = "`null` without quotes equals no value, and Elasticsearch refuses it"
                    .to_owned();
                self.warn(
                    "kuery/null-value",
                    at,
                    message,
                    "for a missing field write `not field: *`; for the text, quote it",
                );
            }
            ValueKind::Bare(text) => {
                self.keyword(at, text);
                self.logical(at, text);
                self.question_mark(at, text);
            }
            ValueKind::Wild(pieces) => self.wild(at, pieces, field),
        }
        self.escapes(at);
    }

    fn keyword(&mut self, at: Span, text: &str) {
        if let Some(keyword) = edge_keyword(text).filter(|_| !self.source(at).contains('\\')) {
            let message = format!("`{keyword}` is part of the value `{text}` here, no operator");
            self.warn(
                "kuery/keyword-as-text",
                at,
                message,
                "remove the keyword, or put the value in quotes",
            );
        }
    }

    fn question_mark(&mut self, at: Span, text: &str) {
        if is_one_character(text) {
            let message = format!(
                "`?` in `{}` is the character: KQL has no wildcard for one character",
                self.shown(at)
            );
            self.warn(
                "kuery/question-mark",
                at,
                message,
                "write `*`, or put the value in quotes if that is meant",
            );
        }
    }

    fn wild(&mut self, at: Span, pieces: &[Piece], field: Option<&Name>) {
        let splits = match field.map(|f| &f.kind) {
            Some(NameKind::Plain(name)) => (self.blanks)(name) == Blanks::Split,
            _ => true,
        };
        let leading = splits
            && matches!(pieces, [Piece::Star, Piece::Text(text), ..] if text.starts_with(is_blank));
        let blank = splits
            && pieces.iter().any(|p| matches!(p, Piece::Text(text) if text.contains(is_blank)));
        let source = self.shown(at);
        if leading {
            let message = format!(
                "`{source}` on a field of type `wildcard` or `text` matches every value: the blank makes `*` an alternative of its own"
            );
            self.warn(
                "kuery/lone-star-alternative",
                at,
                message,
                "remove the blank after the star",
            );
        } else if blank {
            let message = format!(
                "the blank in `{source}` splits the pattern into alternatives on fields of type `wildcard` and `text`"
            );
            self.warn(
                "kuery/blank-in-wildcard",
                at,
                message,
                "write `*first* and *second*` in a list, or ask a keyword field",
            );
        }
        let text: String = pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) => text.as_str(),
                Piece::Star => "*",
            })
            .collect();
        self.question_mark(at, &text);
    }

    /// `\order` is `order`: the backslash of a path is lost. `\not` is a line break and `ot`.
    fn escapes(&mut self, at: Span) {
        let source = self.source(at);
        if source.starts_with('"') {
            return;
        }
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(skipped) = source[from..].find('\\') {
            let start = from + skipped;
            if let Some(len) = suspicious_escape(&source[start + 1..]) {
                let start = at.range().start + start;
                found.push(Span::new(start, start + 1 + len));
            }
            from = start + 1 + source[start + 1..].chars().next().map_or(0, char::len_utf8);
        }
        for at in found {
            let escape = self.source(at).to_owned();
            let message = if let Some(rest) = escape.strip_prefix("\\n") {
                format!("`{escape}` is a line break and `{rest}`")
            } else {
                format!("the backslash of `{escape}` is lost: it escapes a keyword")
            };
            self.warn(
                "kuery/lost-backslash",
                at,
                message,
                "write a backslash itself as `\\\\`, or put the value in quotes",
            );
        }
    }
}

/// The length of the word after a backslash that was hardly meant as the escape that it is.
fn suspicious_escape(rest: &str) -> Option<usize> {
    let word: usize = rest.chars().take_while(|c| c.is_alphanumeric()).map(char::len_utf8).sum();
    let starts = |k: &str| rest.get(..k.len()).is_some_and(|s| s.eq_ignore_ascii_case(k));
    let prefix = ["or", "and", "not"].into_iter().find(|k| starts(k))?;
    (word > prefix.len() || rest.starts_with("not")).then_some(word)
}

/// `or` or `and` at an end of a text, where a blank or nothing more makes it text.
fn edge_keyword(text: &str) -> Option<&str> {
    let first = text.split(is_blank).next();
    let last = text.rsplit(is_blank).next();
    [first, last]
        .into_iter()
        .flatten()
        .find(|word| word.eq_ignore_ascii_case("or") || word.eq_ignore_ascii_case("and"))
}

/// Whether a `?` looks like a wildcard, and not like the beginning of a URL's parameters.
fn is_one_character(text: &str) -> bool {
    text.split_once('?')
        .is_some_and(|(before, after)| !before.contains('/') && !after.contains('='))
}

fn has_word(text: &str, wanted: &str) -> bool {
    text.split(is_blank).any(|word| word == wanted)
}
