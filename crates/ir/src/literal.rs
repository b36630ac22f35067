//! Constants.

use smol_str::SmolStr;
use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

/// A constant.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Literal {
    /// Text.
    Text(SmolStr),
    /// A number.
    Number(Number),
    /// A truth value.
    Bool(bool),
    /// An address.
    Ip(IpAddr),
    /// A point in time.
    Time(TimePoint),
    /// A length of time.
    Span(Duration),
}

/// Integers exactly (NTFS ids exceed 64 bits signed); other numbers by their bits: never NaN, and integral ones are `Int`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Number {
    /// An integer.
    Int(i128),
    /// A number that is not integral.
    Float(FloatBits),
}

/// The bits of a finite double that is not integral.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FloatBits(u64);

impl Number {
    /// A number; `None` for NaN and infinities.
    pub fn new(x: f64) -> Option<Self> {
        if !x.is_finite() {
            return None;
        }
        #[allow(
            clippy::cast_possible_truncation,
            reason = "integral and below 1e30, so it fits i128"
        )]
        Some(if x.fract() == 0.0 && x.abs() < 1e30 {
            Self::Int(x as i128)
        } else {
            Self::Float(FloatBits(x.to_bits()))
        })
    }

    /// The number that a decimal text spells (`5`, `-1.50`, `2e3`), blanks not allowed.
    pub fn parse(text: &str) -> Option<Self> {
        if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.')) {
            return None;
        }
        text.parse::<i128>()
            .ok()
            .map(Self::Int)
            .or_else(|| text.parse::<f64>().ok().and_then(Self::new))
    }

    /// As a double; large integers lose precision.
    pub fn as_f64(self) -> f64 {
        match self {
            #[allow(clippy::cast_precision_loss, reason = "documented")]
            Self::Int(i) => i as f64,
            Self::Float(bits) => f64::from_bits(bits.0),
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(i) => write!(f, "{i}"),
            Self::Float(_) => write!(f, "{}", self.as_f64()),
        }
    }
}

/// A point in time as a rule writes it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TimePoint {
    /// A date or date-time, as written.
    At(SmolStr),
    /// `now-30d/d`, `-70m@m`: steps from now, then a snap to the beginning of a unit.
    Relative {
        /// Signed steps.
        steps: Vec<(i32, TimeUnit)>,
        /// Rounded down to.
        snap: Option<TimeUnit>,
    },
}

/// A unit of date arithmetic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum TimeUnit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
}
