//! Patterns as values, with the modifiers that say them most plainly.

use super::phrase::{Phrase, merged};
use super::say::{Why, integer};
use crate::ast::Value;
use crate::modifier::ModifierKind;
use crate::plan::{Expand, TextPlan, Windash};
use crate::text::{DASHES, escape, pattern_of};
use ruleglot_ir::{Case, Part, Pattern, Place};
use smol_str::SmolStr;

pub(super) const ASCII: Why =
    "Sigma ignores the case of letters of every script, not only of ASCII";
pub(super) const KEYWORD: Why = "Sigma searches keywords anywhere in a value";
const PLACEHOLDER: Why = "a placeholder of this name cannot be written in Sigma";
const DASH: Why = "so many interchangeable dashes cannot be written in Sigma";

/// More alternatives than this are not written for interchangeable dashes (three dashes of five forms).
const MOST_DASHES: usize = 3;

/// How a value is written: its place and what its text may hold.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Way {
    place: Place,
    windash: Windash,
    expand: Expand,
}

/// The alternatives that say a list of patterns: one for each place in which they stand.
pub(super) fn phrases(
    field: Option<&SmolStr>,
    any: &[Pattern],
    case: Case,
) -> Result<Vec<Phrase>, Why> {
    if any.is_empty() {
        return Err("a test of no values cannot be written in Sigma");
    }
    if any.iter().any(Pattern::is_any) {
        // The others add nothing to it.
        return Ok(vec![Phrase::new(field.cloned(), [], vec![Value::text("*")])]);
    }
    let cased = cased(any, case)?;
    let expand = if any.iter().any(has_placeholder) { Expand::On } else { Expand::Off };
    let mut out = Vec::new();
    for place in [Place::Whole, Place::Start, Place::Inside, Place::End] {
        let here: Vec<&Pattern> = any.iter().filter(|p| place_of(p, field) == place).collect();
        if !here.is_empty() {
            out.extend(of_place(field, &here, place, expand, cased)?);
        }
    }
    Ok(merged(out))
}

/// One phrase for patterns of different places: wildcards instead of modifiers.
pub(super) fn single(field: Option<&SmolStr>, any: &[Pattern], case: Case) -> Option<Phrase> {
    let cased = cased(any, case).ok()?;
    field?;
    let expand = if any.iter().any(has_placeholder) { Expand::On } else { Expand::Off };
    let way = Way { place: Place::Whole, windash: Windash::Off, expand };
    let patterns = spread(any.iter()).ok()?;
    let values = patterns.iter().map(|p| value(field, p, way)).collect::<Option<_>>()?;
    Some(phrase(field, way, cased, values))
}

fn cased(any: &[Pattern], case: Case) -> Result<Option<ModifierKind>, Why> {
    match case {
        Case::UnicodeFold => Ok(None),
        _ if !any.iter().any(Pattern::has_case) => Ok(None),
        Case::Exact => Ok(Some(ModifierKind::Cased)),
        Case::AsciiFold => Err(ASCII),
    }
}

fn has_placeholder(pattern: &Pattern) -> bool {
    pattern.parts().iter().any(|p| matches!(p, Part::Placeholder(_)))
}

fn has_dash(pattern: &Pattern) -> bool {
    pattern.parts().contains(&Part::Dash)
}

fn place_of(pattern: &Pattern, field: Option<&SmolStr>) -> Place {
    match pattern.parts() {
        [Part::Run] if field.is_some() => Place::Whole,
        [Part::Run] => Place::Inside,
        [Part::Run, .., Part::Run] => Place::Inside,
        [.., Part::Run] => Place::Start,
        [Part::Run, ..] => Place::End,
        _ => Place::Whole,
    }
}

fn of_place(
    field: Option<&SmolStr>,
    patterns: &[&Pattern],
    place: Place,
    expand: Expand,
    cased: Option<ModifierKind>,
) -> Result<Vec<Phrase>, Why> {
    if field.is_none() && place == Place::Whole {
        return Err(KEYWORD);
    }
    let plain = Way { place, windash: Windash::Off, expand };
    let dashed = Way { windash: Windash::On, ..plain };
    let written = |way: Way, patterns: &[&Pattern]| {
        let values = patterns.iter().map(|p| value(field, p, way)).collect::<Option<Vec<_>>>()?;
        Some(phrase(field, way, cased, values))
    };
    if !patterns.iter().any(|p| has_dash(p)) {
        return Ok(vec![written(plain, patterns).ok_or(PLACEHOLDER)?]);
    }
    if let Some(all) = written(dashed, patterns) {
        return Ok(vec![all]);
    }
    let sayable = |p: &&&Pattern| has_dash(p) && value(field, p, dashed).is_some();
    let (with, without): (Vec<&Pattern>, Vec<&Pattern>) = patterns.iter().partition(sayable);
    let mut out = Vec::new();
    if !with.is_empty() {
        out.push(written(dashed, &with).ok_or(PLACEHOLDER)?);
    }
    let spread = spread(without.into_iter())?;
    if !spread.is_empty() {
        out.push(written(plain, &spread.iter().collect::<Vec<_>>()).ok_or(PLACEHOLDER)?);
    }
    Ok(out)
}

/// The patterns with each dash replaced by each of its forms.
fn spread<'a>(patterns: impl Iterator<Item = &'a Pattern>) -> Result<Vec<Pattern>, Why> {
    let mut out = Vec::new();
    for pattern in patterns {
        if pattern.parts().iter().filter(|p| **p == Part::Dash).count() > MOST_DASHES {
            return Err(DASH);
        }
        let mut forms = vec![Pattern::default()];
        for part in pattern.parts() {
            if *part == Part::Dash {
                let with = |form: &Pattern, dash: char| {
                    let mut form = form.clone();
                    form.push(Part::Text(SmolStr::from_iter([dash])));
                    form
                };
                forms = forms.iter().flat_map(|f| DASHES.map(|dash| with(f, dash))).collect();
            } else {
                forms.iter_mut().for_each(|f| f.push(part.clone()));
            }
        }
        out.extend(forms);
    }
    Ok(out)
}

/// The value that is read as this pattern; `None` when none is.
fn value(field: Option<&SmolStr>, pattern: &Pattern, way: Way) -> Option<Value> {
    let parts = pattern.parts();
    let inner = match (way.place, parts) {
        (Place::Inside, [Part::Run]) | (Place::Whole, _) => parts,
        (Place::Start, [inner @ .., Part::Run]) | (Place::End, [Part::Run, inner @ ..]) => inner,
        (Place::Inside, [Part::Run, inner @ .., Part::Run]) => inner,
        _ => return None,
    };
    let text = escape(inner, way.expand);
    let plan =
        TextPlan { place: way.place, windash: way.windash, expand: way.expand, ..TextPlan::PLAIN };
    if pattern_of(&text, &plan) != *pattern {
        return None;
    }
    // Numbers stand without quotes where nothing makes them a text.
    let bare = way.windash == Windash::Off && (field.is_none() || way.place == Place::Whole);
    let number = integer(&Pattern::new(inner.iter().cloned())).filter(|_| bare);
    Some(number.unwrap_or_else(|| Value::text(text)))
}

fn phrase(
    field: Option<&SmolStr>,
    way: Way,
    cased: Option<ModifierKind>,
    values: Vec<Value>,
) -> Phrase {
    let place = match (field, way.place) {
        (None, Place::Inside) => None,
        (_, place) => place_modifier(place),
    };
    let windash = (way.windash == Windash::On).then_some(ModifierKind::Windash);
    let expand = (way.expand == Expand::On).then_some(ModifierKind::Expand);
    Phrase::new(field.cloned(), place.into_iter().chain(windash).chain(expand).chain(cased), values)
}

/// The modifier that says a place.
pub(super) fn place_modifier(place: Place) -> Option<ModifierKind> {
    match place {
        Place::Whole => None,
        Place::Start => Some(ModifierKind::StartsWith),
        Place::End => Some(ModifierKind::EndsWith),
        Place::Inside => Some(ModifierKind::Contains),
    }
}
