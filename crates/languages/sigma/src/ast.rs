//! Detections as written: what stands in the file, in its order, with places and spelling.
//!
//! Two trees are equal when the same is written, wherever it stands. Nothing here knows what a detection means.

use ruleglot_document::Style;
use ruleglot_ir::{Node, Number, Origin};
use smol_str::SmolStr;
use std::hash::{Hash, Hasher};

use crate::modifier::Modifier;

/// A `detection:` map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detection {
    /// The selections, in the order of the file.
    pub selections: Vec<Selection>,
    /// The conditions: an event matches when one of them holds.
    pub conditions: Vec<Condition>,
    /// Whether `condition:` holds a list.
    pub form: Form,
    /// The `timeframe:` of Sigma 1, which means nothing without an aggregation.
    pub timeframe: Option<Value>,
    /// The whole map.
    pub origin: Origin,
}

/// A named selection ("search identifier").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// Its name, as written.
    pub name: Node<SmolStr>,
    /// What it selects.
    pub body: Block,
}

/// A part of a selection with its place.
pub type Block = Node<BlockKind>;

/// A part of a selection.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// A map: all of its items hold.
    Map(Vec<Item>),
    /// A list: one of its parts holds.
    List(Vec<Block>),
    /// A bare value, searched in all values of the event.
    Keyword(Value),
}

/// A pair of a map, `field|modifier: values`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Item {
    /// The field; without one the values are keywords.
    pub field: Option<SmolStr>,
    /// The modifiers, in the order in which they apply.
    pub modifiers: Vec<Node<Modifier>>,
    /// The values, never none.
    pub values: Vec<Value>,
    /// Whether the values are written as a list.
    pub form: Form,
    /// The key.
    pub key: Origin,
    /// Key and values.
    pub origin: Origin,
}

/// How values are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// A single value.
    Single,
    /// A list, perhaps of one.
    List,
}

/// A value as written, with the type that YAML 1.1 gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// Its type, and what it is where that is not the text itself.
    pub kind: ValueKind,
    /// The text of the scalar, YAML's own escapes resolved.
    pub text: SmolStr,
    /// How the scalar is written.
    pub style: Style,
    /// The scalar, quotes included.
    pub origin: Origin,
}

/// The type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValueKind {
    /// Text.
    Text,
    /// A number.
    Number(Number),
    /// A truth value.
    Bool(bool),
    /// Null: `null`, `~` or nothing at all.
    Null,
    /// A date or a point in time without quotes, which no modifier takes.
    Moment,
    /// Infinity or not-a-number, which no modifier takes.
    NotFinite,
}

/// A condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// What is searched.
    pub search: Search,
    /// The scalar that holds it.
    pub origin: Origin,
}

/// A part of a condition with its place.
pub type Search = Node<SearchKind>;

/// A part of a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SearchKind {
    /// A selection by name.
    Name(SmolStr),
    /// So many of the selections with such names.
    Of {
        /// How many.
        count: Count,
        /// Of which.
        of: Names,
    },
    /// The part does not hold.
    Not(Box<Search>),
    /// All hold; at least two.
    And(Vec<Search>),
    /// Some holds; at least two.
    Or(Vec<Search>),
}

/// A quantifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// `all`
    All,
    /// `any`, which is the same as `1`.
    Any,
    /// A number; the specification has only `1`.
    Least(u32),
}

/// The selections that a quantifier is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Names {
    /// `them`: all whose names do not begin with `_`.
    Them,
    /// All whose names fit a pattern with `*`; those that begin with `_` only if the pattern does.
    Pattern(SmolStr),
}

impl Names {
    /// Whether a selection of this name is meant.
    pub fn cover(&self, name: &str) -> bool {
        match self {
            Self::Them => !name.starts_with('_'),
            Self::Pattern(pattern) => {
                (pattern.starts_with('_') || !name.starts_with('_')) && fits(pattern, name)
            }
        }
    }
}

/// Whether the whole of `name` fits a pattern in which `*` is any run of characters.
fn fits(pattern: &str, name: &str) -> bool {
    let mut pieces = pattern.split('*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = name.strip_prefix(first) else { return false };
    let Some(last) = pieces.next_back() else { return rest.is_empty() };
    for piece in pieces {
        let Some(at) = rest.find(piece) else { return false };
        rest = &rest[at + piece.len()..];
    }
    rest.ends_with(last)
}

/// The style is left out: equal values have equal hashes all the same.
impl Hash for Value {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.kind.hash(state);
        self.text.hash(state);
    }
}

impl Value {
    /// A text, in whatever style the writer finds fit.
    pub fn text(text: impl Into<SmolStr>) -> Self {
        Self {
            kind: ValueKind::Text,
            text: text.into(),
            style: Style::SingleQuoted,
            origin: Origin::default(),
        }
    }

    /// A number.
    pub fn number(number: Number) -> Self {
        Self::plain(ValueKind::Number(number), number.to_string())
    }

    /// A truth value.
    pub fn bool(value: bool) -> Self {
        Self::plain(ValueKind::Bool(value), value.to_string())
    }

    /// Null.
    pub fn null() -> Self {
        Self::plain(ValueKind::Null, "null")
    }

    fn plain(kind: ValueKind, text: impl Into<SmolStr>) -> Self {
        Self { kind, text: text.into(), style: Style::Plain, origin: Origin::default() }
    }
}
