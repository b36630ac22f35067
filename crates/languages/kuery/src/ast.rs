//! A query as written: value lists, quotes and the order of operands are kept, blanks and needless brackets are not.
//!
//! Constructors keep a normal form, so that equal trees print equally: `And` directly in `And` is flat (likewise `Or`),
//! neither has fewer than two operands, and a bare value is trimmed as Kibana trims it.

use crate::text::trim;
use ruleglot_ir::Inequality;
use smol_str::SmolStr;

pub use ruleglot_source::At;

/// A whole query.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Query {
    /// The condition; `None` for a blank text, which every event satisfies.
    pub root: Option<Expr>,
}

/// A condition.
pub type Expr = Tree<Leaf>;

/// The values of one field.
pub type Values = Tree<Value>;

/// Leaves joined by `and`, `or` and `not`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Tree<L> {
    /// What it is.
    pub kind: TreeKind<L>,
    /// Where it stands, brackets around it left out.
    pub at: At,
}

/// The kinds of [`Tree`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TreeKind<L> {
    /// Some operand; two or more, none of them an `Or`.
    Or(Vec<Tree<L>>),
    /// All operands; two or more, none of them an `And`.
    And(Vec<Tree<L>>),
    /// The complement.
    Not(Box<Tree<L>>),
    /// Without operands.
    Leaf(L),
}

/// A condition without operands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Leaf {
    /// `name: values`.
    Match {
        /// The field.
        name: Name,
        /// One value or a list.
        values: Values,
    },
    /// `name > bound`.
    Compare {
        /// The field.
        name: Name,
        /// The ordering.
        op: Inequality,
        /// What it is compared with.
        bound: Value,
    },
    /// `path: { body }`: an element of the array for which the body holds.
    Nested {
        /// The array.
        path: Name,
        /// Of the element; names are relative to the path.
        body: Box<Expr>,
    },
    /// A value without a field: any default field.
    Free(Value),
}

/// A field name. Quotes around it mean nothing (they only keep `null` and `*` from being special).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    /// What it is.
    pub kind: NameKind,
    /// Where it stands.
    pub at: At,
}

/// The kinds of [`Name`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum NameKind {
    /// This field.
    Plain(SmolStr),
    /// Every field whose name matches.
    Wild(Vec<Piece>),
    /// The bare word `null`, which Kibana takes for "no field": `null:x` is the free text `x`.
    Null,
}

/// A value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Value {
    /// What it is.
    pub kind: ValueKind,
    /// Where it stands, quotes included.
    pub at: At,
}

/// The kinds of [`Value`], escapes resolved. Kibana treats the first two differently on analysed fields.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ValueKind {
    /// In quotes.
    Quoted(SmolStr),
    /// Without quotes, trimmed. The words `null`, `true` and `false` are here.
    Bare(SmolStr),
    /// Without quotes, with at least one star.
    Wild(Vec<Piece>),
}

/// A part of a text with wildcards.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Piece {
    /// These characters; never empty, never two in a row.
    Text(SmolStr),
    /// Any characters, or none.
    Star,
}

impl<L> Tree<L> {
    /// A leaf.
    pub fn leaf(leaf: L, at: impl Into<At>) -> Self {
        Self { kind: TreeKind::Leaf(leaf), at: at.into() }
    }

    /// The complement.
    pub fn negated(operand: Self, at: impl Into<At>) -> Self {
        Self { kind: TreeKind::Not(Box::new(operand)), at: at.into() }
    }

    /// All of the operands, of which there must be one at least; a single one stands for itself.
    pub fn all(of: Vec<Self>, at: impl Into<At>) -> Option<Self> {
        join(of, at.into(), TreeKind::And, |kind| match kind {
            TreeKind::And(inner) => Ok(inner),
            kind => Err(kind),
        })
    }

    /// Some of the operands, of which there must be one at least; a single one stands for itself.
    pub fn some(of: Vec<Self>, at: impl Into<At>) -> Option<Self> {
        join(of, at.into(), TreeKind::Or, |kind| match kind {
            TreeKind::Or(inner) => Ok(inner),
            kind => Err(kind),
        })
    }
}

fn join<L>(
    mut of: Vec<Tree<L>>,
    at: At,
    wrap: impl Fn(Vec<Tree<L>>) -> TreeKind<L>,
    open: impl Fn(TreeKind<L>) -> Result<Vec<Tree<L>>, TreeKind<L>>,
) -> Option<Tree<L>> {
    if of.len() <= 1 {
        return of.pop();
    }
    let mut flat = Vec::with_capacity(of.len());
    for operand in of {
        match open(operand.kind) {
            Ok(inner) => flat.extend(inner),
            Err(kind) => flat.push(Tree { kind, at: operand.at }),
        }
    }
    Some(Tree { kind: wrap(flat), at })
}

impl Value {
    /// A quoted text.
    pub fn quoted(text: impl Into<SmolStr>, at: impl Into<At>) -> Self {
        Self { kind: ValueKind::Quoted(text.into()), at: at.into() }
    }

    /// An unquoted text without a wildcard; trimmed.
    pub fn bare(text: &str, at: impl Into<At>) -> Self {
        Self { kind: ValueKind::Bare(trim(text).into()), at: at.into() }
    }

    /// An unquoted text with wildcards; trimmed. Without a star it is [`ValueKind::Bare`].
    pub fn wild(pieces: impl IntoIterator<Item = Piece>, at: impl Into<At>) -> Self {
        let pieces = tidy(pieces);
        let kind = match pieces.as_slice() {
            [] => ValueKind::Bare(SmolStr::default()),
            [Piece::Text(text)] => ValueKind::Bare(text.clone()),
            _ => ValueKind::Wild(pieces),
        };
        Self { kind, at: at.into() }
    }

    /// A lone star: for a field "has a value".
    pub fn is_star(&self) -> bool {
        matches!(&self.kind, ValueKind::Wild(pieces) if matches!(pieces.as_slice(), [Piece::Star]))
    }

    /// The bare word `null`, which no value equals.
    pub fn is_null(&self) -> bool {
        matches!(&self.kind, ValueKind::Bare(text) if text == "null")
    }
}

impl Name {
    /// The field of this name.
    pub fn plain(name: impl Into<SmolStr>, at: impl Into<At>) -> Self {
        Self { kind: NameKind::Plain(name.into()), at: at.into() }
    }

    /// The field or fields that a literal names.
    pub fn of(literal: Value) -> Self {
        let kind = match literal.kind {
            ValueKind::Bare(text) if text == "null" => NameKind::Null,
            ValueKind::Quoted(text) | ValueKind::Bare(text) => NameKind::Plain(text),
            ValueKind::Wild(pieces) => NameKind::Wild(pieces),
        };
        Self { kind, at: literal.at }
    }

    /// A lone star: every field.
    pub fn is_star(&self) -> bool {
        matches!(&self.kind, NameKind::Wild(pieces) if matches!(pieces.as_slice(), [Piece::Star]))
    }
}

/// Joins neighbouring texts and trims both ends.
fn tidy(pieces: impl IntoIterator<Item = Piece>) -> Vec<Piece> {
    let mut joined: Vec<Piece> = Vec::new();
    for piece in pieces {
        match (joined.last_mut(), piece) {
            (_, Piece::Text(text)) if text.is_empty() => {}
            (Some(Piece::Text(last)), Piece::Text(text)) => *last = format!("{last}{text}").into(),
            (_, piece) => joined.push(piece),
        }
    }
    if let Some(Piece::Text(last)) = joined.last_mut() {
        *last = crate::text::trim_end(last).into();
    }
    if let Some(Piece::Text(first)) = joined.first_mut() {
        *first = crate::text::trim_start(first).into();
    }
    joined.retain(|piece| !matches!(piece, Piece::Text(text) if text.is_empty()));
    joined
}
