//! What a translation changed, and in which direction.

use crate::Origin;
use std::borrow::Cow;

/// How the set of matched events changed. A lattice, not a scale: `loses` and `adds` together are "unknown".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Effect {
    /// Whether a match looks different.
    pub shown: Shown,
    /// Whether events may be lost.
    pub loses: Sure,
    /// Whether events may be added.
    pub adds: Sure,
}

/// Whether a match looks different (grouping, schedule, text).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "said above")]
pub enum Shown {
    #[default]
    Same,
    Differs,
}

/// Whether something may happen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "said above")]
pub enum Sure {
    #[default]
    Never,
    Maybe,
}

impl Effect {
    /// Nothing changed.
    pub const EXACT: Self = Self { shown: Shown::Same, loses: Sure::Never, adds: Sure::Never };
    /// The same events, shown otherwise.
    pub const PRESENTATION: Self = Self { shown: Shown::Differs, ..Self::EXACT };
    /// May lose events.
    pub const NARROWER: Self = Self { loses: Sure::Maybe, ..Self::EXACT };
    /// May add events.
    pub const WIDER: Self = Self { adds: Sure::Maybe, ..Self::EXACT };
    /// May lose and add events.
    pub const UNKNOWN: Self = Self { loses: Sure::Maybe, adds: Sure::Maybe, ..Self::EXACT };

    /// Both.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        Self {
            shown: self.shown.max(other.shown),
            loses: self.loses.max(other.loses),
            adds: self.adds.max(other.adds),
        }
    }

    /// The effect seen from the enclosing node.
    #[must_use]
    pub fn through(self, monotone: Monotone) -> Self {
        match monotone {
            Monotone::Up => self,
            Monotone::Down => Self { loses: self.adds, adds: self.loses, ..self },
            Monotone::Neither if self.loses == Sure::Never && self.adds == Sure::Never => self,
            Monotone::Neither => Self { shown: self.shown, ..Self::UNKNOWN },
        }
    }

    /// The verdict that this effect makes.
    pub fn verdict(self) -> Verdict {
        match (self.loses, self.adds, self.shown) {
            (Sure::Maybe, Sure::Maybe, _) => Verdict::Unknown,
            (Sure::Maybe, Sure::Never, _) => Verdict::Narrower,
            (Sure::Never, Sure::Maybe, _) => Verdict::Wider,
            (Sure::Never, Sure::Never, Shown::Differs) => Verdict::Presentation,
            (Sure::Never, Sure::Never, Shown::Same) => Verdict::Exact,
        }
    }
}

/// How a node's set of events depends on a child's.
///
/// `And Or AtLeast Named Within`, `Any`, `Every`, `Sole`: `Up`. `Not`, `Fails`, the right side of an anti-join,
/// `Occurs::Never`, `until`, the history of `FirstSeen`: `Down`. `ExactlyOne`, conditions of `Case`, the input of
/// `Sort` with `Limit`, of `Distinct`, or of an aggregate: `Neither`, save counts compared with `>` (`Up`) or `<` (`Down`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Monotone {
    /// More here is more there.
    Up,
    /// More here is less there.
    Down,
    /// Anything may happen.
    Neither,
}

impl Monotone {
    /// Of a node below a `Not`.
    #[must_use]
    pub fn flip(self) -> Self {
        match self {
            Self::Up => Self::Down,
            Self::Down => Self::Up,
            Self::Neither => Self::Neither,
        }
    }
}

/// The combined effect of a translation, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// The same events, shown alike.
    Exact,
    /// The same events; grouping, schedule or text differ.
    Presentation,
    /// It may miss events.
    Narrower,
    /// It may add events.
    Wider,
    /// Both, or not checked.
    Unknown,
    /// Refused: no file.
    Failed,
}

impl Verdict {
    /// All, in the order in which reports count them.
    pub const ALL: [Self; 6] =
        [Self::Exact, Self::Presentation, Self::Narrower, Self::Wider, Self::Unknown, Self::Failed];

    /// The word in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Presentation => "presentation",
            Self::Narrower => "narrower",
            Self::Wider => "wider",
            Self::Unknown => "unknown",
            Self::Failed => "failed",
        }
    }
}

/// What a note is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum About {
    Logic,
    Fields,
    Source,
    Alerts,
    Schedule,
    Metadata,
    Text,
}

impl About {
    /// The word in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Logic => "logic",
            Self::Fields => "fields",
            Self::Source => "source",
            Self::Alerts => "alerts",
            Self::Schedule => "schedule",
            Self::Metadata => "metadata",
            Self::Text => "text",
        }
    }
}

/// Something about the user's data that a note may rest on. A closed list; granted, the note is presentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Assumption {
    /// Every event has the keys of a grouping.
    ByKeysPresent,
    /// A field's normaliser or type, not known to us, is the usual one: `keyword`, case-sensitive.
    CaseByMapping,
    /// A row of the field map of medium confidence is right.
    MapMedium,
    /// No event has a letter outside ASCII that folds into one of ASCII (the Kelvin sign, a dotted capital I).
    AsciiLetters,
}

impl Assumption {
    /// All.
    pub const ALL: [Self; 4] =
        [Self::ByKeysPresent, Self::CaseByMapping, Self::MapMedium, Self::AsciiLetters];

    /// Its name on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::ByKeysPresent => "by-keys-present",
            Self::CaseByMapping => "case-by-mapping",
            Self::MapMedium => "map-medium",
            Self::AsciiLetters => "ascii-letters",
        }
    }
}

/// A difference between what was read and what was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// `family/name`, with a page.
    pub code: &'static str,
    /// Its effect on the events that the whole rule matches.
    pub effect: Effect,
    /// What it is about.
    pub about: About,
    /// The place in the source.
    pub origin: Origin,
    /// What differs, with the user's own values.
    pub message: String,
    /// What can be done.
    pub remedy: Option<Cow<'static, str>>,
    /// What it rests on, if on an assumption.
    pub assumes: Option<Assumption>,
}

impl Note {
    /// A note about logic.
    pub fn logic(
        code: &'static str,
        effect: Effect,
        origin: Origin,
        message: impl Into<String>,
    ) -> Self {
        Self::new(code, effect, About::Logic, origin, message)
    }

    /// A note.
    pub fn new(
        code: &'static str,
        effect: Effect,
        about: About,
        origin: Origin,
        message: impl Into<String>,
    ) -> Self {
        Self { code, effect, about, origin, message: message.into(), remedy: None, assumes: None }
    }

    /// Says what can be done.
    #[must_use]
    pub fn with_remedy(mut self, remedy: impl Into<Cow<'static, str>>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }

    /// Says what it rests on.
    #[must_use]
    pub fn assuming(mut self, assumption: Assumption) -> Self {
        self.assumes = Some(assumption);
        self
    }
}
