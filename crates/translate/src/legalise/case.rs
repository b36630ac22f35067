//! Letter case.

use super::{Facts, Rewritten, instead};
use ruleglot_eval::mapping::FieldType;
use ruleglot_ir::{Assumption, Case, Effect, Expr, ExprKind, Note, Pattern, Subject, Test};

/// What is lost or added by case alone.
pub(super) const OTHER_SCRIPTS: &str = "translate/case-of-other-scripts";
pub(super) const CASE: &str = "translate/case-sensitive";

/// A target that cannot fold case compares exactly: narrower, unless no letter case can differ.
pub(super) fn fold_to_exact(leaf: &Expr, facts: &Facts<'_>) -> Option<Rewritten> {
    let ExprKind::Test { subject, quant, test: Test::Text { any, case, types } } = &leaf.kind
    else {
        return None;
    };
    // The default fields of an index compare each by its own mapping; that is another rewrite's to say.
    if *case == Case::Exact || matches!(subject, Subject::Event(_)) {
        return None;
    }
    let test = Test::Text { any: any.clone(), case: Case::Exact, types: *types };
    let expr = instead(leaf, ExprKind::Test { subject: subject.clone(), quant: *quant, test });
    if !any.iter().any(Pattern::has_case) || is_canonical(leaf, facts) {
        return Some(Rewritten::exact(expr));
    }
    let message =
        format!("{} is compared with its letter case; the source ignores it", sample(any));
    let note = Note::logic(CASE, Effect::NARROWER, leaf.origin, message).with_remedy(
        "list the spellings that occur, or choose a target language that can ignore case",
    );
    Some(Rewritten::noted(expr, note))
}

/// A target that folds all letters, asked to fold those of ASCII: the same but for letters that fold into ASCII.
pub(super) fn ascii_to_unicode(leaf: &Expr, _: &Facts<'_>) -> Option<Rewritten> {
    let ExprKind::Test { subject, quant, test: Test::Text { any, case: Case::AsciiFold, types } } =
        &leaf.kind
    else {
        return None;
    };
    let test = Test::Text { any: any.clone(), case: Case::UnicodeFold, types: *types };
    let expr = instead(leaf, ExprKind::Test { subject: subject.clone(), quant: *quant, test });
    if any.iter().all(Pattern::folds_alike) {
        return Some(Rewritten::exact(expr));
    }
    let message =
        format!("{} also matches letters outside ASCII that fold to its letters", sample(any));
    Some(Rewritten::noted(expr, Note::logic(OTHER_SCRIPTS, Effect::WIDER, leaf.origin, message)))
}

/// A target that folds the letters of ASCII alone, asked to fold all: the same but for letters outside it.
pub(super) fn unicode_to_ascii(leaf: &Expr, facts: &Facts<'_>) -> Option<Rewritten> {
    let ExprKind::Test { subject, quant, test: Test::Text { any, case: Case::UnicodeFold, types } } =
        &leaf.kind
    else {
        return None;
    };
    let cased = any.iter().any(Pattern::has_case);
    let case = if cased { Case::AsciiFold } else { Case::Exact };
    let test = Test::Text { any: any.clone(), case, types: *types };
    let expr = instead(leaf, ExprKind::Test { subject: subject.clone(), quant: *quant, test });
    if !cased || is_canonical(leaf, facts) || any.iter().all(Pattern::folds_alike) {
        return Some(Rewritten::exact(expr));
    }
    let message = format!("{} is compared without the case of ASCII letters alone", sample(any));
    let note = Note::logic(OTHER_SCRIPTS, Effect::NARROWER, leaf.origin, message);
    let ascii = any.iter().flat_map(Pattern::texts).all(|text| text.is_ascii());
    Some(Rewritten::noted(expr, if ascii { note.assuming(Assumption::AsciiLetters) } else { note }))
}

/// Where the vendor writes each value in one spelling, the plain comparison says the same and reads better.
pub(super) fn prefer_plain(leaf: Expr, facts: &Facts<'_>) -> Expr {
    if !is_canonical(&leaf, facts) {
        return leaf;
    }
    let origin = leaf.origin;
    match leaf.kind {
        ExprKind::Test { subject, quant, test: Test::Text { any, case: Case::Exact, types } }
            if any.iter().any(Pattern::has_case) =>
        {
            let test = Test::Text { any, case: Case::UnicodeFold, types };
            Expr { kind: ExprKind::Test { subject, quant, test }, origin }
        }
        kind => Expr { kind, origin },
    }
}

/// Whether every value occurs in one spelling: the vendor's, or `true` and `false` in a field of truth values.
fn is_canonical(leaf: &Expr, facts: &Facts<'_>) -> bool {
    leaf.field().is_some_and(|f| {
        (facts.canonical)(f) || facts.schema.known(&f.name) == Some(FieldType::Boolean)
    })
}

/// The first value with letters, and how many more there are.
fn sample(any: &[Pattern]) -> String {
    let mut cased = any.iter().filter(|p| p.has_case());
    match (cased.next(), cased.count()) {
        (Some(first), 0) => first.to_string(),
        (Some(first), more) => format!("{first} and {more} more"),
        (None, _) => "the value".to_owned(),
    }
}
