//! Regular expressions that are lists of wildcard patterns in disguise.

use super::{Facts, Rewritten, instead};
use regex_syntax::hir::{Class, Dot, Hir, HirKind, Look};
use ruleglot_ir::{Anchor, Case, Effect, Expr, ExprKind, Note, Part, Pattern, Test, Types};

/// More alternatives than this are refused rather than spelled out.
const MOST_ALTERNATIVES: usize = 60;

/// A regular expression of literals, alternatives, small classes and `.*` becomes patterns.
///
/// Exact, but that `.` without `s` stops at line breaks, which no wildcard does: then it is wider.
pub(super) fn regex_to_patterns(leaf: &Expr, _: &Facts<'_>) -> Option<Rewritten> {
    let ExprKind::Test { subject, quant, test: Test::Matches(regex) } = &leaf.kind else {
        return None;
    };
    let (text, inline_fold) = match regex.text.strip_prefix("(?i)") {
        Some(rest) => (rest, true),
        None => (regex.text.as_str(), false),
    };
    let hir = regex_syntax::ParserBuilder::new()
        .multi_line(regex.flags.multi_line)
        .dot_matches_new_line(regex.flags.dot_all)
        .ignore_whitespace(regex.flags.extended)
        .build()
        .parse(text)
        .ok()?;
    let mut reader = Reader { crossed_lines: false };
    let mut any = Vec::new();
    for mut parts in reader.read(&hir)? {
        if regex.anchor == Anchor::Search && parts.first() != Some(&Bit::Start) {
            parts.insert(0, Bit::Part(Part::Run));
        }
        if regex.anchor != Anchor::Whole && parts.last() != Some(&Bit::End) {
            parts.push(Bit::Part(Part::Run));
        }
        any.push(pattern(parts)?);
    }
    let case = if regex.flags.fold_case || inline_fold { Case::UnicodeFold } else { Case::Exact };
    let test = Test::Text { any, case, types: Types::Textual };
    let expr = instead(leaf, ExprKind::Test { subject: subject.clone(), quant: *quant, test });
    if !reader.crossed_lines {
        return Some(Rewritten::exact(expr));
    }
    let message =
        format!("/{}/ became wildcards, which unlike `.` match line breaks too", regex.text);
    Some(Rewritten::noted(
        expr,
        Note::logic("translate/regex-as-wildcards", Effect::WIDER, leaf.origin, message),
    ))
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Bit {
    Part(Part),
    Start,
    End,
}

/// Anchors inside a pattern are none.
fn pattern(bits: Vec<Bit>) -> Option<Pattern> {
    let last = bits.len().checked_sub(1)?;
    let mut pattern = Pattern::default();
    for (i, bit) in bits.into_iter().enumerate() {
        match bit {
            Bit::Part(part) => pattern.push(part),
            Bit::Start if i == 0 => {}
            Bit::End if i == last => {}
            Bit::Start | Bit::End => return None,
        }
    }
    Some(pattern)
}

struct Reader {
    /// An inner `.` that stops at line breaks was read as a wildcard.
    crossed_lines: bool,
}

impl Reader {
    fn read(&mut self, hir: &Hir) -> Option<Vec<Vec<Bit>>> {
        match hir.kind() {
            HirKind::Empty => Some(vec![vec![]]),
            HirKind::Literal(l) => {
                let text = std::str::from_utf8(&l.0).ok()?;
                Some(vec![vec![Bit::Part(Part::Text(text.into()))]])
            }
            HirKind::Look(Look::Start) => Some(vec![vec![Bit::Start]]),
            HirKind::Look(Look::End) => Some(vec![vec![Bit::End]]),
            HirKind::Capture(c) => self.read(&c.sub),
            HirKind::Alternation(of) => {
                let mut all = Vec::new();
                for hir in of {
                    all.extend(self.read(hir)?);
                }
                (all.len() <= MOST_ALTERNATIVES).then_some(all)
            }
            HirKind::Concat(of) => {
                let mut all = vec![vec![]];
                for hir in of {
                    let next = self.read(hir)?;
                    if all.len() * next.len() > MOST_ALTERNATIVES {
                        return None;
                    }
                    all = all
                        .iter()
                        .flat_map(|head| {
                            next.iter().map(move |tail| [head.as_slice(), tail].concat())
                        })
                        .collect();
                }
                Some(all)
            }
            HirKind::Class(class) => self.class(class),
            HirKind::Repetition(r) => self.repetition(r),
            HirKind::Look(_) => None,
        }
    }

    fn repetition(&mut self, r: &regex_syntax::hir::Repetition) -> Option<Vec<Vec<Bit>>> {
        if self.is_dot(&r.sub) && r.max.is_none() {
            let mut bits = vec![Bit::Part(Part::One); r.min as usize];
            bits.push(Bit::Part(Part::Run));
            return (r.min <= 1).then(|| vec![bits]);
        }
        let max = r.max.filter(|max| *max <= 3)?;
        let once = self.read(&r.sub)?;
        let mut all = Vec::new();
        for times in r.min..=max {
            let mut of = vec![vec![]];
            for _ in 0..times {
                of = of
                    .iter()
                    .flat_map(|head: &Vec<Bit>| {
                        once.iter().map(move |tail| [head.as_slice(), tail].concat())
                    })
                    .collect();
            }
            all.extend(of);
        }
        (all.len() <= MOST_ALTERNATIVES).then_some(all)
    }

    fn is_dot(&mut self, hir: &Hir) -> bool {
        if *hir == Hir::dot(Dot::AnyChar) {
            return true;
        }
        let dot = *hir == Hir::dot(Dot::AnyCharExceptLF);
        self.crossed_lines |= dot;
        dot
    }

    fn class(&mut self, class: &Class) -> Option<Vec<Vec<Bit>>> {
        let Class::Unicode(class) = class else { return None };
        let size: u32 =
            class.ranges().iter().map(|r| u32::from(r.end()) - u32::from(r.start()) + 1).sum();
        if self.is_dot(&Hir::class(Class::Unicode(class.clone()))) {
            return Some(vec![vec![Bit::Part(Part::One)]]);
        }
        (size <= 10).then(|| {
            let chars = class.ranges().iter().flat_map(|r| r.start()..=r.end());
            chars.map(|c| vec![Bit::Part(Part::Text(c.to_string().into()))]).collect()
        })
    }
}
