//! Lucene's notation of regular expressions, as a tree: what is written is read, and what is read can be written.
//!
//! Read so that Lucene from 8.8 on (Elasticsearch 8) reads it the same: class `RegExp` of `org.apache.lucene.util.automaton`.
//! An expression matches a whole value; `.` is any character, line breaks too; `^` and `$` are characters like others.

mod interval;
mod parse;

use std::fmt::{self, Display, Formatter, Write as _};

/// A regular expression of Lucene.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lucene {
    /// The empty text.
    Empty,
    /// No text at all (`#`).
    Nothing,
    /// Any character (`.`).
    AnyChar,
    /// Any text (`@`).
    AnyText,
    /// A character.
    Char(char),
    /// A character in a class, or outside it.
    Class {
        /// Whether it is outside.
        negated: bool,
        /// What is in the class.
        items: Vec<ClassItem>,
    },
    /// One after another.
    Concat(Vec<Lucene>),
    /// One of these.
    Union(Vec<Lucene>),
    /// All of these (`&`).
    Intersection(Vec<Lucene>),
    /// Any text but these (`~`).
    Complement(Box<Lucene>),
    /// So many times.
    Repeat {
        /// What is repeated.
        of: Box<Lucene>,
        /// At least so often.
        min: u32,
        /// At most so often.
        max: Option<u32>,
    },
}

/// A part of a class of characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClassItem {
    /// A character.
    One(char),
    /// From one to another, both in it. `case_insensitive` leaves it as it is (Lucene issue 14378).
    Range(char, char),
}

/// Which of the optional operators are operators; the others are characters like others.
#[allow(clippy::struct_excessive_bools, reason = "a set of independent flags")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LuceneOperators {
    /// `~`.
    pub complement: bool,
    /// `#`.
    pub empty: bool,
    /// `<1-5>`.
    pub interval: bool,
    /// `&`.
    pub intersection: bool,
    /// `@`.
    pub any_text: bool,
}

impl LuceneOperators {
    /// All of them, as where nothing is said.
    pub const ALL: Self =
        Self { complement: true, empty: true, interval: true, intersection: true, any_text: true };
    /// None of them.
    pub const NONE: Self = Self {
        complement: false,
        empty: false,
        interval: false,
        intersection: false,
        any_text: false,
    };

    /// Elasticsearch, "Regular expression syntax", `flags`: names joined by `|`; nothing is `ALL`.
    pub fn named(flags: &str) -> Option<Self> {
        if flags.is_empty() {
            return Some(Self::ALL);
        }
        let mut on = Self::NONE;
        for name in flags.split('|') {
            match name {
                "ALL" => on = Self::ALL,
                "NONE" => {}
                "COMPLEMENT" => on.complement = true,
                "EMPTY" => on.empty = true,
                "INTERVAL" => on.interval = true,
                "INTERSECTION" => on.intersection = true,
                "ANYSTRING" => on.any_text = true,
                _ => return None,
            }
        }
        Some(on)
    }
}

/// Why a text is no regular expression of Lucene.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LuceneFault {
    /// What is wrong.
    pub message: String,
    /// At which byte.
    pub at: usize,
}

impl Lucene {
    /// Reads an expression in which these operators are on.
    ///
    /// # Errors
    /// The first thing that Lucene would refuse, or what is nested deeper than any expression is.
    pub fn parse(text: &str, operators: LuceneOperators) -> Result<Self, LuceneFault> {
        parse::parse(text, operators)
    }

    /// Whether it needs what only automata can be asked for: what is no match, and what matches both.
    pub fn is_plain(&self) -> bool {
        match self {
            Self::Intersection(_) | Self::Complement(_) => false,
            Self::Concat(of) | Self::Union(of) => of.iter().all(Self::is_plain),
            Self::Repeat { of, .. } => of.is_plain(),
            _ => true,
        }
    }

    /// How tightly it holds together.
    fn rank(&self) -> u8 {
        match self {
            Self::Union(_) => 0,
            Self::Intersection(_) => 1,
            Self::Concat(_) => 2,
            Self::Repeat { .. } => 3,
            Self::Complement(_) => 4,
            _ => 5,
        }
    }

    fn write(&self, f: &mut Formatter<'_>, least: u8) -> fmt::Result {
        if self.rank() < least {
            return write!(f, "({self})");
        }
        match self {
            Self::Empty => f.write_str("()"),
            Self::Concat(of) if of.is_empty() => f.write_str("()"),
            Self::Nothing => f.write_char('#'),
            Self::AnyChar => f.write_char('.'),
            Self::AnyText => f.write_char('@'),
            Self::Char(c) => write_char(f, *c),
            Self::Class { negated, items } if items.is_empty() => {
                f.write_char(if *negated { '.' } else { '#' })
            }
            Self::Class { negated, items } => {
                f.write_str(if *negated { "[^" } else { "[" })?;
                items.iter().try_for_each(|item| write_item(f, *item))?;
                f.write_char(']')
            }
            Self::Concat(of) => of.iter().try_for_each(|part| part.write(f, 2)),
            Self::Union(of) => joined(f, of, '|', 0),
            Self::Intersection(of) => joined(f, of, '&', 1),
            Self::Complement(of) => {
                f.write_char('~')?;
                of.write(f, 4)
            }
            Self::Repeat { of, min, max } => {
                of.write(f, 3)?;
                write_times(f, *min, *max)
            }
        }
    }
}

fn joined(f: &mut Formatter<'_>, of: &[Lucene], sign: char, least: u8) -> fmt::Result {
    for (i, one) in of.iter().enumerate() {
        if i > 0 {
            f.write_char(sign)?;
        }
        one.write(f, least)?;
    }
    Ok(())
}

fn write_times(f: &mut Formatter<'_>, min: u32, max: Option<u32>) -> fmt::Result {
    match (min, max) {
        (0, None) => f.write_char('*'),
        (1, None) => f.write_char('+'),
        (0, Some(1)) => f.write_char('?'),
        (n, None) => write!(f, "{{{n},}}"),
        (n, Some(m)) if n == m => write!(f, "{{{n}}}"),
        (n, Some(m)) => write!(f, "{{{n},{m}}}"),
    }
}

/// What is an operator somewhere is escaped everywhere; `^` and `$` for those who take them for anchors.
fn write_char(f: &mut Formatter<'_>, c: char) -> fmt::Result {
    if r#".?+*|{}[]()"\#@&<>~^$"#.contains(c) {
        f.write_char('\\')?;
    }
    f.write_char(c)
}

fn write_item(f: &mut Formatter<'_>, item: ClassItem) -> fmt::Result {
    match item {
        ClassItem::One(c) => write_in_class(f, c),
        // Lucene takes an escaped backslash for a whole part of a class, never for the beginning of a range.
        ClassItem::Range('\\', to) => {
            f.write_str(r"\\")?;
            if to > '\\' { write_item(f, ClassItem::Range(']', to)) } else { Ok(()) }
        }
        ClassItem::Range(from, to) => {
            write_in_class(f, from)?;
            f.write_char('-')?;
            write_in_class(f, to)
        }
    }
}

fn write_in_class(f: &mut Formatter<'_>, c: char) -> fmt::Result {
    if r"[]\^-".contains(c) {
        f.write_char('\\')?;
    }
    f.write_char(c)
}

/// As read with all operators on.
impl Display for Lucene {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            // An expression may be empty as a whole, but no part of one.
            Self::Empty => Ok(()),
            Self::Concat(of) if of.is_empty() => Ok(()),
            _ => self.write(f, 0),
        }
    }
}
