//! Anchored values and the budget for repeating them.

use super::frame::Extent;
use crate::tree::Node;
use rustc_hash::FxHashMap;

/// How many nodes the aliases of one document may stand for; no rule needs more.
const ALIAS_BUDGET: usize = 100_000;
/// How many nodes may be kept for aliases that may come.
const KEPT_BUDGET: usize = 1_000_000;

/// The anchored values of a document, by the parser's number.
#[derive(Debug, Default)]
pub(crate) struct Anchors {
    values: FxHashMap<usize, Kept>,
    kept: usize,
    repeated: usize,
    /// Whether a value was refused already, so that one document says it once.
    pub(crate) refused: Refused,
}

/// Whether an alias of the document was refused as too large.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Refused {
    #[default]
    No,
    Yes,
}

#[derive(Debug)]
enum Kept {
    Value(Node, Extent),
    /// No alias may repeat as much.
    TooLarge,
}

/// What an alias stands for.
pub(crate) enum Repeat {
    Value(Node, Extent),
    TooLarge,
    /// The anchored value is not finished: it would hold itself.
    Unfinished,
}

impl Anchors {
    /// Keeps a finished value.
    pub(crate) fn keep(&mut self, anchor: usize, node: &Node, extent: Extent) {
        let fits = extent.nodes <= ALIAS_BUDGET && self.kept + extent.nodes <= KEPT_BUDGET;
        let kept = if fits { Kept::Value(node.clone(), extent) } else { Kept::TooLarge };
        if fits {
            self.kept += extent.nodes;
        }
        self.values.insert(anchor, kept);
    }

    /// A copy of the value, if the budget allows one more.
    pub(crate) fn repeat(&mut self, anchor: usize) -> Repeat {
        match self.values.get(&anchor) {
            None => Repeat::Unfinished,
            Some(Kept::Value(node, extent)) if self.repeated + extent.nodes <= ALIAS_BUDGET => {
                self.repeated += extent.nodes;
                Repeat::Value(node.clone(), *extent)
            }
            Some(_) => Repeat::TooLarge,
        }
    }
}
