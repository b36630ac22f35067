//! The spanned tree.

use ruleglot_source::Span;
use smol_str::SmolStr;

/// One YAML document of a stream, or a whole TOML file.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Its notation.
    pub language: Language,
    /// Its value; an empty YAML document is a plain null scalar of no bytes.
    pub root: Node,
    /// Its comments, in the order of the file.
    pub comments: Vec<Comment>,
    /// The bytes of this document within the file, markers (`---`) excluded.
    pub span: Span,
}

/// The notation of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// YAML.
    Yaml,
    /// TOML.
    Toml,
}

/// A value with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Bytes of the value in the file: quotes, brackets and the header of a block scalar included, tags and anchors not.
    ///
    /// A value repeated through a YAML alias has the bytes of the anchored value. A TOML table has those from its
    /// header (or first key) to its last own value.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// A single value.
    Scalar(Scalar),
    /// A list.
    Sequence(Vec<Node>),
    /// A map with its keys in the order of the file.
    Mapping(Mapping),
}

/// A map; keys are unique (duplicates are refused by the reader) and keep the order of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mapping {
    /// The pairs.
    pub entries: Vec<Entry>,
}

/// A pair of a map.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key as it was written, decoded.
    pub key: SmolStr,
    /// Bytes of the key, quotes included.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}

/// A scalar as written. It has no type until [`Scalar::resolve`](crate::Scalar) is asked under a schema.
#[derive(Clone, Debug, PartialEq)]
pub struct Scalar {
    /// The decoded text.
    pub text: SmolStr,
    /// How it was written.
    pub style: Style,
    /// The type its author gave it by name.
    pub tag: Tag,
}

/// An explicit YAML tag, which overrides what the text alone would mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tag {
    /// None was written.
    #[default]
    None,
    /// The non-specific `!`: text in YAML 1.2, no tag at all to `PyYAML`, which then reads quoted texts as plain ones.
    NonSpecific,
    /// `!!str`.
    Str,
    /// `!!null`.
    Null,
    /// `!!bool`.
    Bool,
    /// `!!int`.
    Int,
    /// `!!float`.
    Float,
    /// `!!timestamp`.
    Timestamp,
    /// Any other; the value is its text.
    Other,
}

/// How a scalar was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// YAML plain, or a TOML number, boolean or date.
    Plain,
    /// YAML or TOML `'…'`.
    SingleQuoted,
    /// YAML or TOML `"…"`.
    DoubleQuoted,
    /// YAML `|`.
    Literal,
    /// YAML `>`.
    Folded,
    /// TOML `'''…'''`.
    MultilineLiteral,
    /// TOML `"""…"""`.
    MultilineBasic,
}

/// A comment, its mark included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Bytes from the `#` to the end of the line, the line break excluded.
    pub span: Span,
}

impl Scalar {
    /// A scalar without a tag.
    pub fn new(text: impl Into<SmolStr>, style: Style) -> Self {
        Self { text: text.into(), style, tag: Tag::None }
    }
}

impl Node {
    /// A scalar at a place.
    pub fn scalar_at(span: Span, scalar: Scalar) -> Self {
        Self { span, kind: Kind::Scalar(scalar) }
    }

    /// The scalar, if it is one.
    pub fn scalar(&self) -> Option<&Scalar> {
        match &self.kind {
            Kind::Scalar(s) => Some(s),
            _ => None,
        }
    }

    /// The decoded text, if it is a scalar.
    pub fn text(&self) -> Option<&str> {
        self.scalar().map(|s| s.text.as_str())
    }

    /// The items, if it is a list.
    pub fn sequence(&self) -> Option<&[Node]> {
        match &self.kind {
            Kind::Sequence(items) => Some(items),
            _ => None,
        }
    }

    /// The map, if it is one.
    pub fn mapping(&self) -> Option<&Mapping> {
        match &self.kind {
            Kind::Mapping(map) => Some(map),
            _ => None,
        }
    }

    /// The value of `key`, if it is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.mapping().and_then(|m| m.get(key))
    }

    /// The value at a path of keys.
    pub fn at(&self, path: &[&str]) -> Option<&Node> {
        path.iter().try_fold(self, |node, key| node.get(key))
    }
}

impl Mapping {
    /// The pair of `key`.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|e| e.key == key)
    }

    /// The value of `key`.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|e| &e.value)
    }
}
