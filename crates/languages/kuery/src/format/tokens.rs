//! A query cut into names, values and what stands between them.

use crate::ast::{Expr, Leaf, Name, Query, Tree, TreeKind, Value};
use crate::text::is_blank;
use ruleglot_source::Span;

/// A name, a value, a keyword or a mark.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'q> {
    pub(super) kind: Kind,
    /// As written.
    text: &'q str,
    /// How many line breaks stand before it.
    pub(super) lines: usize,
    /// How far it is set in, if it begins a line.
    pub(super) column: usize,
    /// Whether blanks stand before it on its line.
    pub(super) blank_before: bool,
    /// Whether blanks or a line break follow it.
    pub(super) blank_after: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name or a value.
    Atom,
    /// `(`
    Open,
    /// `)`
    Close,
    /// `{`
    OpenNested,
    /// `}`
    CloseNested,
    Colon,
    Compare,
    And,
    Or,
    Not,
}

impl Token<'_> {
    /// How it is written: keywords in small letters.
    pub(super) fn shown(&self) -> &str {
        match self.kind {
            Kind::And => "and",
            Kind::Or => "or",
            Kind::Not => "not",
            _ => self.text,
        }
    }
}

/// The tokens; `None` if something between names and values is not understood.
pub(super) fn tokens<'q>(text: &'q str, query: &Query) -> Option<Vec<Token<'q>>> {
    let mut atoms = Vec::new();
    if let Some(root) = &query.root {
        expr(root, text, &mut atoms);
    }
    atoms.sort_unstable();
    let mut cutter = Cutter { text, at: 0, out: Vec::new() };
    for atom in atoms {
        cutter.marks(atom.range().start)?;
        cutter.push(Kind::Atom, atom.range().start, atom.range().end);
    }
    cutter.marks(text.len())?;
    let mut tokens = cutter.out;
    for i in 1..tokens.len() {
        tokens[i - 1].blank_after = tokens[i].blank_before || tokens[i].lines > 0;
    }
    Some(tokens)
}

struct Cutter<'q> {
    text: &'q str,
    /// One past the token before.
    at: usize,
    out: Vec<Token<'q>>,
}

impl Cutter<'_> {
    /// Keywords and marks up to `end`.
    fn marks(&mut self, end: usize) -> Option<()> {
        loop {
            let rest = self.text.get(self.at..end)?;
            let start = end - rest.trim_start_matches(is_blank).len();
            let rest = &self.text[start..end];
            let Some(first) = rest.bytes().next() else { return Some(()) };
            let two = rest.as_bytes().get(1) == Some(&b'=');
            let (kind, len) = match first {
                b'(' => (Kind::Open, 1),
                b')' => (Kind::Close, 1),
                b'{' => (Kind::OpenNested, 1),
                b'}' => (Kind::CloseNested, 1),
                b':' => (Kind::Colon, 1),
                b'<' | b'>' => (Kind::Compare, if two { 2 } else { 1 }),
                _ => word(rest)?,
            };
            self.push(kind, start, start + len);
        }
    }

    fn push(&mut self, kind: Kind, start: usize, end: usize) {
        let gap = &self.text[self.at..start];
        let lines = gap.matches('\n').count();
        let line = gap.rsplit('\n').next().unwrap_or_default();
        let column = line.chars().map(|c| if c == '\t' { super::wrap::INDENT } else { 1 }).sum();
        let token = Token {
            kind,
            text: &self.text[start..end],
            lines,
            column,
            blank_before: !gap.is_empty() && lines == 0,
            blank_after: false,
        };
        self.out.push(token);
        self.at = end;
    }
}

fn word(text: &str) -> Option<(Kind, usize)> {
    let is = |word: &str| text.get(..word.len()).is_some_and(|w| w.eq_ignore_ascii_case(word));
    match () {
        () if is("and") => Some((Kind::And, 3)),
        () if is("not") => Some((Kind::Not, 3)),
        () if is("or") => Some((Kind::Or, 2)),
        () => None,
    }
}

fn expr(tree: &Expr, text: &str, out: &mut Vec<Span>) {
    each(tree, &mut |leaf| match leaf {
        Leaf::Match { name: n, values } => {
            name(n, text, out);
            each(values, &mut |v| value(v, text, out));
        }
        Leaf::Compare { name: n, bound, .. } => {
            name(n, text, out);
            value(bound, text, out);
        }
        Leaf::Nested { path, body } => {
            name(path, text, out);
            expr(body, text, out);
        }
        Leaf::Free(v) => value(v, text, out),
    });
}

fn each<L>(tree: &Tree<L>, visit: &mut impl FnMut(&L)) {
    match &tree.kind {
        TreeKind::Or(of) | TreeKind::And(of) => of.iter().for_each(|x| each(x, visit)),
        TreeKind::Not(of) => each(of, visit),
        TreeKind::Leaf(leaf) => visit(leaf),
    }
}

fn name(name: &Name, text: &str, out: &mut Vec<Span>) {
    out.push(trimmed(text, name.at.0));
}

fn value(value: &Value, text: &str, out: &mut Vec<Span>) {
    out.push(trimmed(text, value.at.0));
}

/// The range without blanks at its ends, which mean nothing outside quotes.
fn trimmed(text: &str, at: Span) -> Span {
    let part = &text[at.range()];
    let start = at.range().end - part.trim_start_matches(is_blank).len();
    Span::new(start, start + text[start..at.range().end].trim_end_matches(is_blank).len())
}

/// The tokens without brackets around nothing but brackets: `((a or b))`.
pub(super) fn without_double_brackets(tokens: Vec<Token<'_>>) -> Vec<Token<'_>> {
    let mut open = Vec::new();
    let mut close_of = vec![None; tokens.len()];
    for (i, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Open => open.push(i),
            Kind::Close => {
                if let Some(from) = open.pop() {
                    close_of[from] = Some(i);
                }
            }
            _ => {}
        }
    }
    let mut dropped = vec![false; tokens.len()];
    for i in 1..tokens.len() {
        if let (Some(outer), Some(inner)) = (close_of[i - 1], close_of[i])
            && outer == inner + 1
        {
            dropped[i] = true;
            dropped[inner] = true;
        }
    }
    let mut keep = dropped.into_iter().map(|drop| !drop);
    tokens.into_iter().filter(|_| keep.next().unwrap_or(true)).collect()
}
