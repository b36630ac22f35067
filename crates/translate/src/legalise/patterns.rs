//! Patterns: dashes, single characters, encoded text, blanks inside wildcards.

use super::{Facts, Rewritten, instead};
use ruleglot_eval::encoded_texts;
use ruleglot_eval::mapping::FieldType;
use ruleglot_ir::{
    Effect, Expr, ExprKind, Note, Part, Pattern, Place, Scalar, Subject, Test, Types, any_of,
};

/// A list in which only some patterns trouble the target is cut, so that the others stay as they are.
pub(super) fn split_list(leaf: &Expr, _: &Facts<'_>) -> Option<Rewritten> {
    let ExprKind::Test { subject, quant, test: Test::Text { any, case, types } } = &leaf.kind
    else {
        return None;
    };
    let (odd, plain): (Vec<_>, Vec<_>) = any.iter().cloned().partition(is_odd);
    if odd.is_empty() || (plain.is_empty() && odd.len() == 1) {
        return None;
    }
    let text = |any| {
        let test = Test::Text { any, case: *case, types: *types };
        instead(leaf, ExprKind::Test { subject: subject.clone(), quant: *quant, test })
    };
    let plain = (!plain.is_empty()).then(|| text(plain));
    let odd = odd.into_iter().map(|p| text(vec![p]));
    Some(Rewritten::exact(instead(leaf, any_of(plain.into_iter().chain(odd)).kind)))
}

fn is_odd(pattern: &Pattern) -> bool {
    pattern.parts().iter().any(|p| matches!(p, Part::One | Part::Dash | Part::Placeholder(_)))
}

/// The five dashes of Sigma's `windash`.
const DASHES: [&str; 5] = ["-", "/", "–", "—", "―"];

/// More alternatives than this are refused rather than spelled out.
const MOST_ALTERNATIVES: usize = 125;

/// Each dash in each of its five forms.
pub(super) fn expand_dash(leaf: &Expr, _: &Facts<'_>) -> Option<Rewritten> {
    let mut found = false;
    let expr = map_text(leaf, |pattern| {
        let dashes = pattern.parts().iter().filter(|p| matches!(p, Part::Dash)).count();
        found |= dashes > 0;
        let combinations = DASHES.len().checked_pow(u32::try_from(dashes).ok()?)?;
        (combinations <= MOST_ALTERNATIVES).then(|| spelled(pattern))
    })?;
    found.then(|| Rewritten::exact(expr))
}

fn spelled(pattern: &Pattern) -> Vec<Pattern> {
    let mut forms = vec![Pattern::default()];
    for part in pattern.parts() {
        let spellings: Vec<Part> = match part {
            Part::Dash => DASHES.iter().map(|d| Part::Text((*d).into())).collect(),
            other => vec![other.clone()],
        };
        forms = forms
            .into_iter()
            .flat_map(|form| {
                spellings.iter().map(move |s| {
                    let mut form = form.clone();
                    form.push(s.clone());
                    form
                })
            })
            .collect();
    }
    forms
}

/// A wildcard for exactly one character becomes one for any number.
pub(super) fn one_to_run(leaf: &Expr, _: &Facts<'_>) -> Option<Rewritten> {
    let mut example = None;
    let expr = map_text(leaf, |pattern| {
        if pattern.parts().contains(&Part::One) {
            example = Some(pattern.clone());
        }
        let run = |p: &Part| if *p == Part::One { Part::Run } else { p.clone() };
        Some(vec![Pattern::new(pattern.parts().iter().map(run))])
    })?;
    let example = example?;
    let message = format!(
        "the single-character wildcard in {example} became one for any number of characters"
    );
    let note =
        Note::logic("translate/single-character-wildcard", Effect::WIDER, leaf.origin, message)
            .with_remedy(
                "list the characters that occur, or choose a target language with this wildcard",
            );
    Some(Rewritten::noted(expr, note))
}

/// Encoded text becomes the texts that it can be.
pub(super) fn expand_encoded(leaf: &Expr, _: &Facts<'_>) -> Option<Rewritten> {
    let ExprKind::Test { subject, quant, test: Test::Encoded { steps, text, place, case } } =
        &leaf.kind
    else {
        return None;
    };
    let pattern = |t: String| match place {
        Place::Whole => Pattern::literal(t),
        Place::Start => Pattern::prefix(t),
        Place::End => Pattern::suffix(t),
        Place::Inside => Pattern::contains(t),
    };
    let any: Vec<_> = encoded_texts(steps, text).into_iter().map(pattern).collect();
    let test = Test::Text { any, case: *case, types: Types::Textual };
    Some(Rewritten::exact(instead(
        leaf,
        ExprKind::Test { subject: subject.clone(), quant: *quant, test },
    )))
}

/// Whether a pattern of the leaf would be cut at its blanks by Elasticsearch (`query_string` on such a field).
pub(super) fn blanks_split(leaf: &Expr, facts: &Facts<'_>) -> bool {
    let ExprKind::Test {
        subject: Subject::Value(Scalar::Field(field)),
        test: Test::Text { any, .. },
        ..
    } = &leaf.kind
    else {
        return false;
    };
    facts.schema.of(&field.name) == FieldType::Wildcard && any.iter().any(has_blank_beside_run)
}

fn has_blank_beside_run(pattern: &Pattern) -> bool {
    pattern.as_literal().is_none() && pattern.texts().any(|t| t.contains(char::is_whitespace))
}

/// Each blank becomes a wildcard: wider, for anything may stand in its place.
pub(super) fn split_blanks(leaf: &Expr, facts: &Facts<'_>) -> Option<Rewritten> {
    if !blanks_split(leaf, facts) {
        return None;
    }
    let mut example = None;
    let expr = map_text(leaf, |pattern| {
        if !has_blank_beside_run(pattern) {
            return Some(vec![pattern.clone()]);
        }
        example.get_or_insert_with(|| pattern.clone());
        Some(vec![without_blanks(pattern)])
    })?;
    let example = example?;
    let message = format!(
        "{example} on a field of type wildcard would be cut at its blanks; anything may stand in their place"
    );
    let note = Note::logic("translate/blank-in-wildcard", Effect::WIDER, leaf.origin, message)
        .with_remedy("use EQL, whose wildcards keep blanks, or a keyword field");
    Some(Rewritten::noted(expr, note))
}

/// The pattern with a wildcard for each blank.
fn without_blanks(pattern: &Pattern) -> Pattern {
    let mut out = Pattern::default();
    for part in pattern.parts() {
        let Part::Text(text) = part else {
            out.push(part.clone());
            continue;
        };
        for (i, word) in text.split(char::is_whitespace).enumerate() {
            if i > 0 {
                out.push(Part::Run);
            }
            out.push(Part::Text(word.into()));
        }
    }
    out
}

/// The leaf with each text pattern replaced; `None` when it is no text test or a pattern cannot be.
fn map_text(leaf: &Expr, mut change: impl FnMut(&Pattern) -> Option<Vec<Pattern>>) -> Option<Expr> {
    let ExprKind::Test { subject, quant, test: Test::Text { any, case, types } } = &leaf.kind
    else {
        return None;
    };
    let mut changed = Vec::with_capacity(any.len());
    for pattern in any {
        changed.extend(change(pattern)?);
    }
    let test = Test::Text { any: changed, case: *case, types: *types };
    Some(instead(leaf, ExprKind::Test { subject: subject.clone(), quant: *quant, test }))
}
