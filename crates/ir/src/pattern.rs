//! Whole-value patterns: text, wildcards and lists of alternatives within one value.

use smol_str::SmolStr;

/// A pattern of a whole value.
///
/// Constructors keep a normal form: neighbouring `Text`s are joined, none is empty, `Run Run` is one `Run`, and
/// `Run One` is written `One Run`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pattern(Vec<Part>);

/// A part of a pattern.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// These characters.
    Text(SmolStr),
    /// Exactly one character, of any kind.
    One,
    /// Any number of characters, none included, line breaks too.
    Run,
    /// Sigma `windash`: one of `- / – — ―`.
    Dash,
    /// Sigma `%name%` under `expand`: a list that a pipeline fills in.
    Placeholder(SmolStr),
}

impl Pattern {
    /// These parts in normal form.
    pub fn new(parts: impl IntoIterator<Item = Part>) -> Self {
        let mut pattern = Self::default();
        for part in parts {
            pattern.push(part);
        }
        pattern
    }

    /// Exactly this text.
    pub fn literal(text: impl Into<SmolStr>) -> Self {
        Self::new([Part::Text(text.into())])
    }

    /// A text that the value begins with.
    pub fn prefix(text: impl Into<SmolStr>) -> Self {
        Self::new([Part::Text(text.into()), Part::Run])
    }

    /// A text that the value ends with.
    pub fn suffix(text: impl Into<SmolStr>) -> Self {
        Self::new([Part::Run, Part::Text(text.into())])
    }

    /// A text that the value contains.
    pub fn contains(text: impl Into<SmolStr>) -> Self {
        Self::new([Part::Run, Part::Text(text.into()), Part::Run])
    }

    /// Adds a part at the end.
    pub fn push(&mut self, part: Part) {
        match (self.0.last_mut(), part) {
            (_, Part::Text(t)) if t.is_empty() => {}
            (Some(Part::Text(last)), Part::Text(t)) => *last = SmolStr::from(format!("{last}{t}")),
            (Some(Part::Run), Part::Run) => {}
            (Some(Part::Run), Part::One) => {
                self.0.insert(self.0.len() - 1, Part::One);
            }
            (_, part) => self.0.push(part),
        }
    }

    /// The parts, in normal form.
    pub fn parts(&self) -> &[Part] {
        &self.0
    }

    /// The text, if the pattern is nothing but text (also the empty text).
    pub fn as_literal(&self) -> Option<&str> {
        match self.0.as_slice() {
            [] => Some(""),
            [Part::Text(t)] => Some(t),
            _ => None,
        }
    }

    /// Matches every text, the empty one too.
    pub fn is_any(&self) -> bool {
        matches!(self.0.as_slice(), [Part::Run])
    }

    /// All text of the pattern, wildcards left out.
    pub fn texts(&self) -> impl Iterator<Item = &SmolStr> {
        self.0.iter().filter_map(|p| match p {
            Part::Text(t) => Some(t),
            _ => None,
        })
    }

    /// Whether letter case can make a difference.
    pub fn has_case(&self) -> bool {
        self.texts().any(|t| t.chars().any(|c| c.is_lowercase() || c.is_uppercase()))
            || self.0.iter().any(|p| matches!(p, Part::Placeholder(_)))
    }
    /// Whether folding ASCII and folding all of Unicode say the same of this pattern: its letters are ASCII, and none of
    /// them is the lower case of a letter that is not (`k`, of the Kelvin sign).
    pub fn folds_alike(&self) -> bool {
        self.texts().all(|t| t.is_ascii() && !t.contains(['k', 'K']))
            && !self.0.iter().any(|p| matches!(p, Part::Placeholder(_)))
    }
}

impl From<Vec<Part>> for Pattern {
    fn from(parts: Vec<Part>) -> Self {
        Self::new(parts)
    }
}
