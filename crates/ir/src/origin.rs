//! Where a node came from.

use ruleglot_source::FileSpan;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

/// Where a node came from. Equal to every other origin, so `==`, `Ord` and `Hash` on the IR see meaning only.
///
/// It is the span itself, not an index into a rule's own table: correlations, filters and macros join several files.
#[derive(Clone, Copy, Debug, Default)]
pub struct Origin(pub Option<FileSpan>);

impl PartialEq for Origin {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
impl Eq for Origin {}
impl Hash for Origin {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}
impl PartialOrd for Origin {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Origin {
    fn cmp(&self, _: &Self) -> Ordering {
        Ordering::Equal
    }
}

impl From<FileSpan> for Origin {
    fn from(at: FileSpan) -> Self {
        Self(Some(at))
    }
}

/// Something with the place it came from.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Node<T> {
    /// What it is.
    pub kind: T,
    /// Where it came from.
    pub origin: Origin,
}

impl<T> Node<T> {
    /// A node of this place.
    pub fn new(kind: T, origin: Origin) -> Self {
        Self { kind, origin }
    }
}

impl<T> From<T> for Node<T> {
    fn from(kind: T) -> Self {
        Self { kind, origin: Origin::default() }
    }
}

/// The id of a language, as in `kuery` or `spl`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Dialect(pub &'static str);
