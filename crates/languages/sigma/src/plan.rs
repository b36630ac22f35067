//! What the modifiers of an item say together, and which of them contradict each other.

use crate::modifier::{Flag, Modifier, ModifierKind, TimePart};
use ruleglot_ir::{Case, Encoding, Flags, Inequality, Node, Place};

/// What the modifiers of an item say together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Plan {
    pub(crate) kind: Kind,
    /// Whether values are joined by "and" (`all`) or "or".
    pub(crate) join: Join,
    /// Whether the item as a whole holds or fails (`neq`).
    pub(crate) sign: ruleglot_ir::Sign,
}

/// How the values of an item are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Join {
    Any,
    All,
}

/// What an item tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text(TextPlan),
    Regex(Flags),
    Net,
    Exists,
    Order(Inequality),
    FieldRef { place: Place, case: Case },
    Time { part: TimePart, order: Option<Inequality> },
}

/// How a value becomes a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TextPlan {
    pub(crate) place: Place,
    pub(crate) case: Case,
    pub(crate) encodings: Vec<Encoding>,
    pub(crate) windash: Windash,
    pub(crate) expand: Expand,
}

/// Whether dashes before words are interchangeable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Windash {
    Off,
    On,
}

/// Whether `%name%` stands for a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expand {
    Off,
    On,
}

/// A modifier that cannot stand where it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Conflict {
    /// The later modifier.
    pub(crate) at: usize,
    /// The modifier it contradicts; `None` when it misses one.
    pub(crate) with: Option<usize>,
    pub(crate) why: &'static str,
}

impl TextPlan {
    pub(crate) const PLAIN: Self = Self {
        place: Place::Whole,
        case: Case::UnicodeFold,
        encodings: Vec::new(),
        windash: Windash::Off,
        expand: Expand::Off,
    };
}

/// The families in which modifiers exclude each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    /// `contains`, `startswith`, `endswith`
    Place,
    /// Works on text: encodings, `windash`, `expand`.
    Text,
    /// `cased`
    Case,
    Regex,
    Flag,
    Net,
    Exists,
    Order,
    FieldRef,
    Time,
    /// `all`, `neq`: of the item as a whole.
    Whole,
}

fn family(kind: ModifierKind) -> Family {
    match kind {
        ModifierKind::Contains | ModifierKind::StartsWith | ModifierKind::EndsWith => Family::Place,
        ModifierKind::Encoding(_) | ModifierKind::Windash | ModifierKind::Expand => Family::Text,
        ModifierKind::Cased => Family::Case,
        ModifierKind::Re => Family::Regex,
        ModifierKind::Flag(_) => Family::Flag,
        ModifierKind::Cidr => Family::Net,
        ModifierKind::Exists => Family::Exists,
        ModifierKind::Order(_) => Family::Order,
        ModifierKind::FieldRef => Family::FieldRef,
        ModifierKind::Time(_) => Family::Time,
        ModifierKind::All | ModifierKind::Neq => Family::Whole,
    }
}

/// What `later` may not follow, or why not.
///
/// Sigma 2.1, "Modifiers": the classes of input that each takes; where the text is silent, what pySigma refuses.
fn clash(earlier: Modifier, later: Modifier) -> Option<&'static str> {
    let (a, b) = (earlier.kind, later.kind);
    // Repeating one changes nothing; base64 twice is an encoding of an encoding.
    if a == b {
        return None;
    }
    match (family(a), family(b)) {
        (Family::Exists, _) | (_, Family::Exists) => {
            Some("`exists` must be the only modifier of its item")
        }
        (Family::Whole, _) | (_, Family::Whole) => None,
        (Family::Place, Family::Place) => Some("a value has one place in the field's"),
        (Family::Place, Family::Text) if matches!(b, ModifierKind::Encoding(_)) => {
            Some("the wildcards of a place would be encoded; write the encoding first")
        }
        (Family::Text, Family::Text) => text_clash(a, b),
        (
            Family::Place | Family::Text | Family::Case,
            Family::Place | Family::Text | Family::Case,
        ) => None,
        (Family::Regex, Family::Flag) | (Family::Flag, Family::Flag) => None,
        (Family::FieldRef, Family::Place | Family::Case) | (Family::Case, Family::FieldRef) => None,
        (Family::Place, Family::FieldRef) => Some("write `fieldref` before the place"),
        (Family::Time, Family::Order) => None,
        (Family::Order, Family::Time) => Some("write the part of the time before the ordering"),
        _ => Some("the two take different kinds of values"),
    }
}

fn text_clash(a: ModifierKind, b: ModifierKind) -> Option<&'static str> {
    match (a, b) {
        (ModifierKind::Encoding(Encoding::Base64AnyOffset), ModifierKind::Encoding(_)) => {
            Some("the three forms of `base64offset` cannot be encoded again")
        }
        (ModifierKind::Encoding(_), ModifierKind::Windash | ModifierKind::Expand) => {
            Some("encoded text has no dashes or placeholders; write the encoding last")
        }
        (ModifierKind::Windash | ModifierKind::Expand, ModifierKind::Encoding(_)) => {
            Some("dashes and placeholders cannot be encoded")
        }
        _ => None,
    }
}

impl Plan {
    /// What the modifiers say.
    ///
    /// # Errors
    /// Every modifier that contradicts an earlier one, with the first that it contradicts.
    pub(crate) fn of(modifiers: &[Node<Modifier>]) -> Result<Self, Vec<Conflict>> {
        let conflicts = conflicts(modifiers);
        if conflicts.is_empty() { Ok(Self::unchecked(modifiers)) } else { Err(conflicts) }
    }

    fn unchecked(modifiers: &[Node<Modifier>]) -> Self {
        let mut text = TextPlan::PLAIN;
        let mut flags = Flags::default();
        let mut kind = None;
        let mut plan = Self { kind: Kind::Exists, join: Join::Any, sign: ruleglot_ir::Sign::Holds };
        for modifier in modifiers {
            match modifier.kind.kind {
                ModifierKind::Contains => text.place = Place::Inside,
                ModifierKind::StartsWith => text.place = Place::Start,
                ModifierKind::EndsWith => text.place = Place::End,
                ModifierKind::Cased => text.case = Case::Exact,
                ModifierKind::Encoding(step) => text.encodings.push(step),
                ModifierKind::Windash => text.windash = Windash::On,
                ModifierKind::Expand => text.expand = Expand::On,
                ModifierKind::All => plan.join = Join::All,
                ModifierKind::Neq => plan.sign = ruleglot_ir::Sign::Fails,
                ModifierKind::Flag(Flag::IgnoreCase) => flags.fold_case = true,
                ModifierKind::Flag(Flag::MultiLine) => flags.multi_line = true,
                ModifierKind::Flag(Flag::DotAll) => flags.dot_all = true,
                other => kind = Some(combined(kind, other)),
            }
        }
        plan.kind = match kind {
            None => Kind::Text(text),
            Some(Kind::Regex(_)) => Kind::Regex(flags),
            Some(Kind::FieldRef { .. }) => Kind::FieldRef { place: text.place, case: text.case },
            Some(kind) => kind,
        };
        plan
    }
}

fn combined(before: Option<Kind>, modifier: ModifierKind) -> Kind {
    match (before, modifier) {
        (_, ModifierKind::Re) => Kind::Regex(Flags::default()),
        (_, ModifierKind::Cidr) => Kind::Net,
        (_, ModifierKind::FieldRef) => {
            Kind::FieldRef { place: Place::Whole, case: Case::UnicodeFold }
        }
        (_, ModifierKind::Time(part)) => Kind::Time { part, order: None },
        (Some(Kind::Time { part, .. }), ModifierKind::Order(op)) => {
            Kind::Time { part, order: Some(op) }
        }
        (_, ModifierKind::Order(op)) => Kind::Order(op),
        (_, _) => Kind::Exists,
    }
}

fn conflicts(modifiers: &[Node<Modifier>]) -> Vec<Conflict> {
    let mut found = Vec::new();
    // There are few modifiers; a long list has repeats, and the first of each is enough to contradict.
    let mut seen: Vec<(usize, Modifier)> = Vec::new();
    for (at, modifier) in modifiers.iter().map(|m| m.kind).enumerate() {
        let hit = seen.iter().find_map(|(i, m)| clash(*m, modifier).map(|why| (*i, why)));
        if let Some((with, why)) = hit {
            found.push(Conflict { at, with: Some(with), why });
        } else if family(modifier.kind) == Family::Flag
            && !seen.iter().any(|(_, m)| m.kind == ModifierKind::Re)
        {
            found.push(Conflict {
                at,
                with: None,
                why: "it is a flag of a regular expression, write `re` before it",
            });
        }
        if !seen.iter().any(|(_, m)| m.kind == modifier.kind) {
            seen.push((at, modifier));
        }
    }
    found
}
