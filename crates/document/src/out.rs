//! A value to be written as YAML or TOML: what it is, and how its author would like it to look.

use smol_str::SmolStr;

/// A value to be written.
#[derive(Clone, Debug, PartialEq)]
pub enum Out {
    /// Nothing; TOML has no such value and leaves the pair or item out.
    Null,
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Int(i128),
    /// A number.
    Float(f64),
    /// A calendar date or date with time, written without quotes if the notation reads it as one, else as text.
    Date(SmolStr),
    /// Text. It is read back as the same text under every schema, whatever it looks like.
    Text(SmolStr, TextStyle),
    /// A list.
    List(Vec<Out>, Layout),
    /// A map.
    Map(OutMap),
}

/// How a text should be written; where the wish cannot be granted exactly, the nearest way that can is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextStyle {
    /// As plain as it can be: YAML without quotes where no reader mistakes it, `|` for several lines; TOML `"…"`, or
    /// `'…'` where that saves escapes.
    #[default]
    Auto,
    /// In quotes on one line, single ones if possible.
    Quoted,
    /// In double quotes on one line.
    DoubleQuoted,
    /// A block that keeps lines: YAML `|`, TOML `'''`.
    Literal,
    /// A block of prose: YAML `|` too (`>` would fold), TOML `"""`.
    Prose,
}

/// How a list or map should be laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// One item a line in YAML. In TOML on one line if it is short, maps as tables of their own.
    #[default]
    Auto,
    /// On one line, in brackets.
    Inline,
}

/// A map to be written, in this order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OutMap {
    /// The pairs; keys are unique.
    pub entries: Vec<OutEntry>,
    /// How it should be laid out.
    pub layout: Layout,
}

/// A pair of a map.
#[derive(Clone, Debug, PartialEq)]
pub struct OutEntry {
    /// The key.
    pub key: SmolStr,
    /// The value.
    pub value: Out,
    /// Lines above the pair, without their `#`.
    pub comment: Option<SmolStr>,
}

impl Out {
    /// A text in the plainest style.
    pub fn text(text: impl Into<SmolStr>) -> Self {
        Self::Text(text.into(), TextStyle::Auto)
    }

    /// A list of texts in the plainest style.
    pub fn texts<T: Into<SmolStr>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self::list(texts.into_iter().map(Self::text))
    }

    /// A list, one item a line.
    pub fn list(items: impl IntoIterator<Item = Self>) -> Self {
        Self::List(items.into_iter().collect(), Layout::Auto)
    }
}

impl OutMap {
    /// An empty map.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a pair, or replaces the value of its key.
    pub fn set(&mut self, key: impl Into<SmolStr>, value: impl Into<Out>) -> &mut Self {
        let (key, value) = (key.into(), value.into());
        match self.entries.iter_mut().find(|e| e.key == key) {
            Some(entry) => entry.value = value,
            None => self.entries.push(OutEntry { key, value, comment: None }),
        }
        self
    }

    /// The value of `key`.
    pub fn get(&self, key: &str) -> Option<&Out> {
        self.entries.iter().find(|e| e.key == key).map(|e| &e.value)
    }
}

impl From<OutMap> for Out {
    fn from(map: OutMap) -> Self {
        Self::Map(map)
    }
}

impl From<&str> for Out {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<SmolStr> for Out {
    fn from(text: SmolStr) -> Self {
        Self::text(text)
    }
}

impl From<String> for Out {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

impl From<bool> for Out {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Out {
    fn from(value: i64) -> Self {
        Self::Int(value.into())
    }
}
