//! The constructors that keep the normal form of the tree, so that equal trees print equally.

use crate::ast::{
    Directive, Eval, EvalKind, Expr, ExprKind, Name, Piece, Quoting, Value, ValueKind,
};
use crate::text::{is_bare_directive, is_bare_keyword, is_bare_value};
use ruleglot_source::{At, Span};
use smol_str::SmolStr;

impl Expr {
    /// All of these; `None` of none, the only one of one.
    pub fn all(of: Vec<Expr>) -> Option<Expr> {
        let flat = flat(of, |e| match e.kind {
            ExprKind::And(inner) => Ok(inner),
            kind => Err(Expr { kind, at: e.at }),
        });
        one(flat, |e| e.at.0, |of, at| Expr { kind: ExprKind::And(of), at })
    }

    /// Some of these; `None` of none, the only one of one.
    pub fn some(of: Vec<Expr>) -> Option<Expr> {
        let flat = flat(of, |e| match e.kind {
            ExprKind::Or(inner) => Ok(inner),
            kind => Err(Expr { kind, at: e.at }),
        });
        one(flat, |e| e.at.0, |of, at| Expr { kind: ExprKind::Or(of), at })
    }
}

impl Eval {
    /// All of these; `None` of none, the only one of one.
    pub fn all(of: Vec<Eval>) -> Option<Eval> {
        let flat = flat(of, |e| match e.kind {
            EvalKind::And(inner) => Ok(inner),
            kind => Err(Eval { kind, at: e.at }),
        });
        one(flat, |e| e.at.0, |of, at| Eval { kind: EvalKind::And(of), at })
    }

    /// Some of these; `None` of none, the only one of one.
    pub fn some(of: Vec<Eval>) -> Option<Eval> {
        let flat = flat(of, |e| match e.kind {
            EvalKind::Or(inner) => Ok(inner),
            kind => Err(Eval { kind, at: e.at }),
        });
        one(flat, |e| e.at.0, |of, at| Eval { kind: EvalKind::Or(of), at })
    }
}

impl ExprKind {
    /// A word or phrase. One that would read otherwise without quotes gets them.
    pub fn keyword(mut value: Value) -> Self {
        if let ValueKind::Text { pieces, quoting, directive: None } = &mut value.kind
            && !is_bare_keyword(&spelled(pieces))
        {
            *quoting = Quoting::Quoted;
        }
        Self::Keyword(value)
    }
}

impl ValueKind {
    /// A text. One that would read otherwise without quotes gets them; stars in it are wildcards.
    pub fn text(pieces: Vec<Piece>, quoting: Quoting, directive: Option<Directive>) -> Self {
        let mut merged: Vec<Piece> = Vec::with_capacity(pieces.len());
        for piece in pieces {
            match (merged.last_mut(), piece) {
                (_, Piece::Text(text)) if text.is_empty() => {}
                (Some(Piece::Text(last)), Piece::Text(text)) => {
                    *last = format!("{last}{text}").into();
                }
                (_, piece) => merged.push(piece),
            }
        }
        let text = spelled(&merged);
        let bare = match directive {
            None => is_bare_value(&text),
            Some(_) => is_bare_directive(&text),
        };
        let quoting = if bare { quoting } else { Quoting::Quoted };
        Self::Text { pieces: merged, quoting, directive }
    }
}

impl Value {
    /// A text without wildcards, in quotes.
    pub fn quoted(text: &str, at: Span) -> Self {
        Self { kind: ValueKind::text(crate::text::pieces(text), Quoting::Quoted, None), at: At(at) }
    }
}

impl Name {
    /// A name that stands at `at`.
    pub fn new(text: impl Into<SmolStr>, at: Span) -> Self {
        Self { text: text.into(), at: At(at) }
    }
}

/// The pieces as one text, stars as stars.
pub(crate) fn spelled(pieces: &[Piece]) -> String {
    pieces.iter().fold(String::new(), |text, piece| match piece {
        Piece::Text(part) => text + part,
        Piece::Star => text + "*",
    })
}

/// Opens up those of the same kind.
fn flat<T>(of: Vec<T>, open: impl Fn(T) -> Result<Vec<T>, T>) -> Vec<T> {
    let mut out = Vec::with_capacity(of.len());
    for x in of {
        match open(x) {
            Ok(inner) => out.extend(inner),
            Err(x) => out.push(x),
        }
    }
    out
}

fn one<T>(mut of: Vec<T>, place: impl Fn(&T) -> Span, many: impl Fn(Vec<T>, At) -> T) -> Option<T> {
    if of.len() <= 1 {
        return of.pop();
    }
    let at = of.iter().map(&place).reduce(Span::join)?;
    Some(many(of, At(at)))
}
