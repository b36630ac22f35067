//! Where an expression begins and ends in a value: anchors said by what stands before and after.

use super::spell::{Speller, concat};
use regex_syntax::hir::{Hir, HirKind, Look, Repetition};
use ruleglot_ir::Lucene;

/// What stands on one side of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edge {
    /// Any text, up to the end of the value.
    Open,
    /// The end of the value.
    Shut,
    /// Another part.
    Inner,
}

/// The part with what stands beside it; `None` where an anchor cannot be said.
pub(super) fn whole(hir: &Hir, left: Edge, right: Edge, speller: &mut Speller) -> Option<Lucene> {
    match hir.kind() {
        HirKind::Capture(capture) => whole(&capture.sub, left, right, speller),
        HirKind::Alternation(of) if has_looks(hir) => {
            let any: Option<Vec<_>> =
                of.iter().map(|one| whole(one, left, right, speller)).collect();
            Some(Lucene::Union(any?))
        }
        HirKind::Concat(of) => parts(of.iter().collect(), left, right, speller),
        _ => parts(vec![hir], left, right, speller),
    }
}

fn has_looks(hir: &Hir) -> bool {
    !hir.properties().look_set().is_empty()
}

fn parts(
    mut of: Vec<&Hir>,
    mut left: Edge,
    mut right: Edge,
    speller: &mut Speller,
) -> Option<Lucene> {
    let mut before = Vec::new();
    let mut after = Vec::new();
    while let Some(trimmed) = of.first().and_then(|first| trimmed(first, left, Side::Left)) {
        of.remove(0);
        left = trimmed.edge;
        before.extend(trimmed.said(speller)?);
        if let Some(rest) = trimmed.rest {
            of.splice(0..0, rest);
        }
    }
    while let Some(trimmed) = of.last().and_then(|last| trimmed(last, right, Side::Right)) {
        of.pop();
        right = trimmed.edge;
        // The right side is read from its end.
        after.splice(0..0, trimmed.said(speller)?);
        of.extend(trimmed.rest.into_iter().flatten());
    }
    let mut said = before;
    match of.as_slice() {
        [] => said.extend(nothing_between(left, right)),
        [one] => said.push(beside(one, left, right, speller)?),
        [first, middle @ .., last] => {
            said.push(beside(first, left, Edge::Inner, speller)?);
            for one in middle {
                said.push(beside(one, Edge::Inner, Edge::Inner, speller)?);
            }
            said.push(beside(last, Edge::Inner, right, speller)?);
        }
    }
    said.append(&mut after);
    Some(concat(said))
}

/// Any text where a side is open: once is enough, for nothing stands between.
fn nothing_between(left: Edge, right: Edge) -> Option<Lucene> {
    (left == Edge::Open || right == Edge::Open).then(any_text)
}

/// One part, with any text beside it where a side is open.
fn beside(hir: &Hir, left: Edge, right: Edge, speller: &mut Speller) -> Option<Lucene> {
    let inside = match hir.kind() {
        HirKind::Capture(capture) => return beside(&capture.sub, left, right, speller),
        HirKind::Alternation(_) | HirKind::Concat(_) if has_looks(hir) => {
            return whole(hir, left, right, speller);
        }
        _ => speller.said(hir)?,
    };
    let before = (left == Edge::Open).then(any_text);
    let after = (right == Edge::Open).then(any_text);
    Some(concat(before.into_iter().chain([inside]).chain(after).collect()))
}

fn any_text() -> Lucene {
    Lucene::Repeat { of: Box::new(Lucene::AnyChar), min: 0, max: None }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

/// A part at an edge, said in another way.
struct Trimmed<'h> {
    /// What is then beside the next part.
    edge: Edge,
    /// What stands in its place.
    place: Place<'h>,
    /// The parts that it is made of, to be looked at again.
    rest: Option<Vec<&'h Hir>>,
}

enum Place<'h> {
    Nothing,
    /// So many times, with any text on the open side.
    Times(&'h Repetition, Side),
    /// Nothing, or any text with a line break at its end.
    Lines(Side),
}

impl Trimmed<'_> {
    fn said(&self, speller: &mut Speller) -> Option<Vec<Lucene>> {
        Some(match self.place {
            Place::Nothing => Vec::new(),
            Place::Times(repetition, side) => {
                let once = speller.said(&repetition.sub)?;
                in_order(any_text(), times(once, repetition.min), side)
            }
            Place::Lines(side) => {
                let line = in_order(any_text(), Lucene::Char('\n'), side);
                let of = Box::new(concat(line));
                vec![Lucene::Repeat { of, min: 0, max: Some(1) }]
            }
        })
    }
}

fn times(of: Lucene, times: u32) -> Lucene {
    match times {
        1 => of,
        _ => Lucene::Repeat { of: Box::new(of), min: times, max: Some(times) },
    }
}

/// From the outside to the inside.
fn in_order(outer: Lucene, inner: Lucene, side: Side) -> Vec<Lucene> {
    if side == Side::Left { vec![outer, inner] } else { vec![inner, outer] }
}

fn trimmed(hir: &Hir, edge: Edge, side: Side) -> Option<Trimmed<'_>> {
    let of = |edge, place| Some(Trimmed { edge, place, rest: None });
    match (hir.kind(), edge) {
        (HirKind::Capture(capture), Edge::Open) if !has_looks(&capture.sub) => {
            Some(Trimmed { edge, place: Place::Nothing, rest: Some(vec![&capture.sub]) })
        }
        (HirKind::Empty, _) => of(edge, Place::Nothing),
        (HirKind::Concat(parts), _) => {
            let rest = Some(parts.iter().collect());
            Some(Trimmed { edge, place: Place::Nothing, rest })
        }
        (HirKind::Look(look), Edge::Open | Edge::Shut) => match (anchor(*look, side)?, edge) {
            (_, Edge::Shut) => of(Edge::Shut, Place::Nothing),
            (At::Value, _) => of(Edge::Shut, Place::Nothing),
            (At::Line, _) => of(Edge::Inner, Place::Lines(side)),
        },
        // More of it than must be is a part of any text.
        (HirKind::Repetition(r), Edge::Open) if !has_looks(&r.sub) => match (r.min, r.max) {
            (0, _) => of(Edge::Open, Place::Nothing),
            (min, Some(max)) if min == max => None,
            _ => of(Edge::Inner, Place::Times(r, side)),
        },
        _ => None,
    }
}

enum At {
    Value,
    Line,
}

fn anchor(look: Look, side: Side) -> Option<At> {
    match (look, side) {
        (Look::Start, Side::Left) | (Look::End, Side::Right) => Some(At::Value),
        (Look::StartLF, Side::Left) | (Look::EndLF, Side::Right) => Some(At::Line),
        _ => None,
    }
}
