//! Characters, classes and repetitions in Lucene's notation.

use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind};
use ruleglot_ir::{ClassItem, Lucene};

/// More repetitions than Elasticsearch counts.
const MOST_REPEATS: u32 = 1000;

/// The letters outside ASCII that fold into ASCII, with those.
const FOLD_TO_ASCII: [(char, char); 2] = [('\u{17f}', 's'), ('\u{212a}', 'k')];

/// Says parts of one expression.
pub(super) struct Speller {
    /// Whether letters of ASCII are the same in either case throughout, so that one stands for both.
    pub(super) folds: bool,
    /// Whether a letter was left out that folds into ASCII.
    pub(super) narrowed: bool,
    /// Whether some of it ignores letter case.
    partly: bool,
}

impl Speller {
    pub(super) fn new(hir: &Hir, partly: bool) -> Self {
        Self { folds: partly && is_closed(hir) && has_letters(hir), narrowed: false, partly }
    }

    /// What has no anchors.
    pub(super) fn said(&mut self, hir: &Hir) -> Option<Lucene> {
        Some(match hir.kind() {
            HirKind::Empty => Lucene::Empty,
            HirKind::Literal(literal) => {
                let text = std::str::from_utf8(&literal.0).ok()?;
                concat(text.chars().map(Lucene::Char).collect())
            }
            HirKind::Class(class) => self.class(class)?,
            HirKind::Look(_) => return None,
            HirKind::Repetition(r) => {
                if r.min.max(r.max.unwrap_or(0)) > MOST_REPEATS {
                    return None;
                }
                Lucene::Repeat { of: Box::new(self.said(&r.sub)?), min: r.min, max: r.max }
            }
            HirKind::Capture(capture) => self.said(&capture.sub)?,
            HirKind::Concat(of) => concat(self.each(of)?),
            HirKind::Alternation(of) => Lucene::Union(self.each(of)?),
        })
    }

    fn each(&mut self, of: &[Hir]) -> Option<Vec<Lucene>> {
        of.iter().map(|one| self.said(one)).collect()
    }

    fn class(&mut self, class: &Class) -> Option<Lucene> {
        let mut class = match class {
            Class::Unicode(class) => class.clone(),
            Class::Bytes(bytes) => bytes.to_unicode_class()?,
        };
        self.leave_other_scripts(&mut class);
        let ranges = class.ranges();
        let bounds = |r: &ClassUnicodeRange| (r.start(), r.end());
        match ranges {
            [] => return Some(Lucene::Nothing),
            [all] if bounds(all) == ('\0', char::MAX) => return Some(Lucene::AnyChar),
            [one] if one.start() == one.end() => return Some(Lucene::Char(one.start())),
            [upper, lower] if self.folds && is_letter(*upper, *lower) => {
                return Some(Lucene::Char(lower.start()));
            }
            _ => {}
        }
        let mut outside = class.clone();
        outside.negate();
        let negated = outside.ranges().len() < ranges.len()
            || ranges.last().is_some_and(|r| r.end() == char::MAX);
        let said = if negated { &outside } else { &class };
        Some(Lucene::Class { negated, items: items(said) })
    }

    /// A letter that is in the class only because case is ignored.
    fn leave_other_scripts(&mut self, class: &mut ClassUnicode) {
        if !self.partly {
            return;
        }
        let folded = |c: char| FOLD_TO_ASCII.iter().find(|(other, _)| *other == c);
        let mut others = class.iter().filter(|r| !r.end().is_ascii()).peekable();
        let single = |r: &ClassUnicodeRange| {
            r.start() == r.end() && folded(r.start()).is_some_and(|(_, ascii)| has(class, *ascii))
        };
        if others.peek().is_none() || !others.all(single) {
            return;
        }
        self.narrowed = true;
        class.intersect(&ClassUnicode::new([ClassUnicodeRange::new('\0', '\x7f')]));
    }
}

/// One after another, or the one that there is.
pub(super) fn concat(mut of: Vec<Lucene>) -> Lucene {
    of.retain(|part| *part != Lucene::Empty);
    match of.len() {
        1 => of.remove(0),
        _ => Lucene::Concat(of),
    }
}

/// A capital and its small letter.
fn is_letter(upper: ClassUnicodeRange, lower: ClassUnicodeRange) -> bool {
    let one = |r: ClassUnicodeRange| r.start() == r.end();
    one(upper) && one(lower) && is_pair(upper.start(), lower.start())
}

fn is_pair(upper: char, lower: char) -> bool {
    upper.is_ascii_uppercase() && upper.to_ascii_lowercase() == lower
}

fn items(class: &ClassUnicode) -> Vec<ClassItem> {
    let mut items = Vec::new();
    for range in class.ranges() {
        let (from, to) = (range.start(), range.end());
        match u32::from(to) - u32::from(from) {
            0 => items.push(ClassItem::One(from)),
            1 => items.extend([ClassItem::One(from), ClassItem::One(to)]),
            _ => items.push(ClassItem::Range(from, to)),
        }
    }
    items
}

fn has(class: &ClassUnicode, c: char) -> bool {
    class.iter().any(|r| r.start() <= c && c <= r.end())
}

/// Whether each letter of ASCII stands with its other case.
fn is_closed(hir: &Hir) -> bool {
    all_parts(hir, &|part| match part.kind() {
        HirKind::Literal(literal) => !literal.0.iter().any(u8::is_ascii_alphabetic),
        HirKind::Class(Class::Unicode(class)) => {
            ('a'..='z').all(|c| has(class, c) == has(class, c.to_ascii_uppercase()))
        }
        HirKind::Class(Class::Bytes(_)) => false,
        _ => true,
    })
}

fn has_letters(hir: &Hir) -> bool {
    !all_parts(hir, &|part| match part.kind() {
        HirKind::Class(Class::Unicode(class)) => !('a'..='z').any(|c| has(class, c)),
        _ => true,
    })
}

fn all_parts(hir: &Hir, passes: &dyn Fn(&Hir) -> bool) -> bool {
    passes(hir) && hir.kind().subs().iter().all(|part| all_parts(part, passes))
}
