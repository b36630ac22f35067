//! Where each part of a rule's metadata stands in its file.

use ruleglot_ir::Origin;
use ruleglot_source::FileSpan;
use smol_str::SmolStr;

/// Where each part of a rule's metadata stands, by the word of the shared model (`severity`, `references`, `schedule`)
/// or, for keys that only the format knows, by their path in the file (`rule.max_signals`).
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// The rule as a whole: where a finding points that has no place of its own.
    pub rule: FileSpan,
    known: Vec<(SmolStr, FileSpan)>,
}

impl Places {
    /// No places yet in a rule that stands here.
    pub fn new(rule: FileSpan) -> Self {
        Self { rule, known: Vec::new() }
    }

    /// Notes where a part stands; the first place of a part counts.
    pub fn add(&mut self, part: impl Into<SmolStr>, at: FileSpan) {
        self.known.push((part.into(), at));
    }

    /// Where a part stands, if it stands anywhere.
    pub fn get(&self, part: &str) -> Option<FileSpan> {
        self.known.iter().find(|(name, _)| name == part).map(|(_, at)| *at)
    }

    /// Where a part stands, or the whole rule.
    pub fn origin(&self, part: &str) -> Origin {
        self.get(part).unwrap_or(self.rule).into()
    }
}
