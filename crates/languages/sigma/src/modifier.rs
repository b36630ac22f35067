//! The modifiers of Sigma 2.1 and their names.

use ruleglot_ir::{Encoding, Inequality};

/// A modifier as written: two spellings of one modifier are not equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Modifier {
    /// Its name.
    pub name: &'static str,
    /// What it does.
    pub kind: ModifierKind,
}

/// What a modifier does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ModifierKind {
    /// The value stands somewhere in the field's.
    Contains,
    /// The field's value begins with it.
    StartsWith,
    /// The field's value ends with it.
    EndsWith,
    /// All values, not one of them.
    All,
    /// Letter case counts.
    Cased,
    /// Whether the field is there.
    Exists,
    /// Values are regular expressions.
    Re,
    /// A flag of a regular expression.
    Flag(Flag),
    /// A step of encoding.
    Encoding(Encoding),
    /// Dashes before words are interchangeable.
    Windash,
    /// Values are networks.
    Cidr,
    /// An ordering of numbers.
    Order(Inequality),
    /// The item does not hold.
    Neq,
    /// Values are names of fields.
    FieldRef,
    /// `%name%` in a value stands for a list.
    Expand,
    /// A part of the field's point in time.
    Time(TimePart),
}

/// A flag of a regular expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Flag {
    IgnoreCase,
    MultiLine,
    DotAll,
}

/// A part of a point in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum TimePart {
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}

/// Every spelling with its modifier; the first spelling of a modifier is the usual one.
const NAMES: &[(&str, ModifierKind)] = &[
    ("contains", ModifierKind::Contains),
    ("startswith", ModifierKind::StartsWith),
    ("endswith", ModifierKind::EndsWith),
    ("all", ModifierKind::All),
    ("cased", ModifierKind::Cased),
    ("exists", ModifierKind::Exists),
    ("re", ModifierKind::Re),
    ("i", ModifierKind::Flag(Flag::IgnoreCase)),
    ("m", ModifierKind::Flag(Flag::MultiLine)),
    ("s", ModifierKind::Flag(Flag::DotAll)),
    ("ignorecase", ModifierKind::Flag(Flag::IgnoreCase)),
    ("multiline", ModifierKind::Flag(Flag::MultiLine)),
    ("dotall", ModifierKind::Flag(Flag::DotAll)),
    ("base64", ModifierKind::Encoding(Encoding::Base64)),
    ("base64offset", ModifierKind::Encoding(Encoding::Base64AnyOffset)),
    ("wide", ModifierKind::Encoding(Encoding::Utf16Le)),
    ("utf16le", ModifierKind::Encoding(Encoding::Utf16Le)),
    ("utf16be", ModifierKind::Encoding(Encoding::Utf16Be)),
    ("utf16", ModifierKind::Encoding(Encoding::Utf16Bom)),
    ("windash", ModifierKind::Windash),
    ("cidr", ModifierKind::Cidr),
    ("lt", ModifierKind::Order(Inequality::Lt)),
    ("lte", ModifierKind::Order(Inequality::Le)),
    ("gt", ModifierKind::Order(Inequality::Gt)),
    ("gte", ModifierKind::Order(Inequality::Ge)),
    ("neq", ModifierKind::Neq),
    ("fieldref", ModifierKind::FieldRef),
    ("expand", ModifierKind::Expand),
    ("minute", ModifierKind::Time(TimePart::Minute)),
    ("hour", ModifierKind::Time(TimePart::Hour)),
    ("day", ModifierKind::Time(TimePart::Day)),
    ("week", ModifierKind::Time(TimePart::Week)),
    ("month", ModifierKind::Time(TimePart::Month)),
    ("year", ModifierKind::Time(TimePart::Year)),
];

impl Modifier {
    /// The modifier of this name; names are lower case.
    pub fn named(name: &str) -> Option<Self> {
        NAMES.iter().find(|(n, _)| *n == name).map(|&(name, kind)| Self { name, kind })
    }

    /// The usual spelling of a modifier.
    pub fn of(kind: ModifierKind) -> Self {
        let name = NAMES.iter().find(|(_, k)| *k == kind).map_or("", |(n, _)| n);
        Self { name, kind }
    }

    /// The known name nearest to what was probably meant.
    pub fn suggestion(name: &str) -> Option<&'static str> {
        let meant = name.trim().to_ascii_lowercase();
        let near = |n: &'static str| (strsim::damerau_levenshtein(&meant, n), n);
        let (distance, best) = NAMES.iter().map(|(n, _)| near(n)).min()?;
        (distance <= 1 + meant.len() / 5 && distance < meant.len()).then_some(best)
    }
}

impl TimePart {
    /// The id of the IR function that computes it.
    pub fn function(self) -> &'static str {
        match self {
            Self::Minute => "time.minute",
            Self::Hour => "time.hour",
            Self::Day => "time.day",
            Self::Week => "time.week",
            Self::Month => "time.month",
            Self::Year => "time.year",
        }
    }

    /// The part that an IR function computes.
    pub fn of_function(id: &str) -> Option<Self> {
        [Self::Minute, Self::Hour, Self::Day, Self::Week, Self::Month, Self::Year]
            .into_iter()
            .find(|part| part.function() == id)
    }
}
