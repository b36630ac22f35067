//! What Splunk's searches and other languages see differently: the event's text, comparison of fields, "differs".

use super::{Facts, Rewritten, instead};
use ruleglot_ir::{
    Effect, Expr, ExprKind, Note, Part, Pattern, Quant, Scope, Shape, Subject, Test, Types, all_of,
    negate,
};

/// A search over every value becomes one over the text of the event, which holds names and marks beside the values.
pub(super) fn values_to_raw(leaf: &Expr, _: &Facts<'_>) -> Option<Rewritten> {
    let ExprKind::Test { subject: Subject::Event(Scope::Values), quant, test } = &leaf.kind else {
        return None;
    };
    let test = match test {
        Test::Text { any, case, types } => {
            Test::Text { any: any.iter().map(contained).collect(), case: *case, types: *types }
        }
        Test::Matches(regex) => Test::Matches(regex.clone()),
        _ => return None,
    };
    let subject = Subject::Event(Scope::Raw);
    let expr = instead(leaf, ExprKind::Test { subject, quant: *quant, test });
    let message = "keywords are searched in the text of the event, where names and marks stand beside the values";
    let note = Note::logic("translate/text-of-event", Effect::UNKNOWN, leaf.origin, message)
        .with_remedy("name the field that holds the text");
    Some(Rewritten::noted(expr, note))
}

/// Words of the event's text become texts within some value, for a target that has no original text.
pub(super) fn raw_to_values(leaf: &Expr, _: &Facts<'_>) -> Option<Rewritten> {
    let ExprKind::Test { subject: Subject::Event(Scope::Raw), quant, test } = &leaf.kind else {
        return None;
    };
    let (any, case) = match test {
        Test::Term { text, case, .. } => (vec![Pattern::contains(text.clone())], *case),
        Test::AnyWord { any, case, .. } | Test::Text { any, case, .. } => {
            (any.iter().map(contained).collect(), *case)
        }
        _ => return None,
    };
    let test = Test::Text { any, case, types: Types::Textual };
    let subject = Subject::Event(Scope::Values);
    let expr = instead(leaf, ExprKind::Test { subject, quant: *quant, test });
    let message =
        "words of the event's text are searched within each value, not in the text as a whole";
    let note = Note::logic("translate/values-of-event", Effect::UNKNOWN, leaf.origin, message)
        .with_remedy("name the field that holds the text");
    Some(Rewritten::noted(expr, note))
}

/// The pattern anywhere in a text.
fn contained(pattern: &Pattern) -> Pattern {
    let mut out = Pattern::new([Part::Run]);
    pattern.parts().iter().for_each(|p| out.push(p.clone()));
    out.push(Part::Run);
    out
}

/// A comparison of two values as text becomes one by numbers where both are numbers.
pub(super) fn relate_as_numbers(leaf: &Expr, _: &Facts<'_>) -> Option<Rewritten> {
    let ExprKind::Relate { left, how, right, case, types: Types::Textual } = &leaf.kind else {
        return None;
    };
    let kind = ExprKind::Relate {
        left: left.clone(),
        how: *how,
        right: right.clone(),
        case: *case,
        types: Types::NumericFirst,
    };
    let message =
        format!("{left} and {right} are compared as numbers where both are, so `1` equals `1.0`");
    let note = Note::logic("translate/compared-as-numbers", Effect::WIDER, leaf.origin, message);
    Some(Rewritten::noted(instead(leaf, kind), note))
}

/// "Some value differs" becomes "there is a value, and none is equal": the same unless a list holds both.
pub(super) fn some_differs_to_none_equals(leaf: &Expr, facts: &Facts<'_>) -> Option<Rewritten> {
    let expr = none_equals(leaf)?;
    if leaf.field().is_some_and(|f| (facts.single)(f)) {
        return Some(Rewritten::exact(expr));
    }
    let what = leaf.field().map_or_else(|| "its values".to_owned(), ToString::to_string);
    let message = format!(
        "`!=` holds of a list when one of its values differs; here none of {what} may be equal"
    );
    let note = Note::logic("translate/some-value-differs", Effect::NARROWER, leaf.origin, message)
        .with_remedy("nothing changes for a field with one value");
    Some(Rewritten::noted(expr, note))
}

/// The same of a field that holds one value, where nothing is lost.
pub(super) fn one_value_differs(leaf: Expr, facts: &Facts<'_>) -> Expr {
    match leaf.field() {
        Some(field) if (facts.single)(field) => none_equals(&leaf).unwrap_or(leaf),
        _ => leaf,
    }
}

fn none_equals(leaf: &Expr) -> Option<Expr> {
    let ExprKind::Test { subject, quant: Quant::Any, test: Test::Fails(test) } = &leaf.kind else {
        return None;
    };
    let Subject::Value(what) = subject else { return None };
    let present = instead(leaf, ExprKind::Is { what: what.clone(), shape: Shape::Valued });
    let equal =
        ExprKind::Test { subject: subject.clone(), quant: Quant::Any, test: test.as_ref().clone() };
    let expr = all_of([present, negate(instead(leaf, equal))]);
    Some(instead(leaf, expr.kind))
}
