//! A condition in two languages side by side: each conjunct whole in the one that loses less.

use super::{Facts, Legalised, Loss, accepts, case, legalise_in};
use ruleglot_ir::{
    Assumption, Beside, Effect, Expr, ExprKind, Monotone, Note, Sure, Target, Verdict, all_of,
    for_each_leaf,
};

/// Letter case alone is no reason to take a conjunct out of the language that people read: the note says what to do.
const BY_CASE: [&str; 2] = [case::CASE, case::OTHER_SCRIPTS];

/// Every conjunct as the first language says it, where that loses nothing but letter case; else as the second does, where
/// it loses less.
pub(super) fn legalise_beside(expr: Expr, languages: &Beside, facts: &Facts<'_>) -> Legalised {
    let origin = expr.origin;
    let mut conjuncts = Vec::new();
    split(expr, &mut conjuncts);
    let mut notes = Vec::new();
    let mut said = Vec::with_capacity(conjuncts.len());
    for conjunct in conjuncts {
        let mut chosen = one(conjunct, languages, facts);
        said.push(chosen.expr);
        notes.append(&mut chosen.notes);
    }
    Legalised { expr: Expr { origin, ..all_of(said) }, notes }
}

/// The conjuncts of a condition, those of a named part of it too: the languages have no names.
fn split(expr: Expr, out: &mut Vec<Expr>) {
    match expr.kind {
        ExprKind::And(of) => of.into_iter().for_each(|x| split(x, out)),
        ExprKind::Named { body, .. } => split(*body, out),
        kind => out.push(Expr { kind, origin: expr.origin }),
    }
}

fn one(conjunct: Expr, languages: &Beside, facts: &Facts<'_>) -> Legalised {
    let first = legalise_in(conjunct.clone(), languages.first, facts);
    let cost = cost(&first, languages.first, facts.loss);
    if cost == (0, 0) {
        return first;
    }
    let origin = conjunct.origin;
    let mut second = legalise_in(conjunct, languages.second, facts);
    if self::cost(&second, languages.second, facts.loss) >= cost {
        return first;
    }
    let body = Box::new(second.expr);
    second.expr = Expr { kind: ExprKind::Named { name: languages.name.into(), body }, origin };
    second.notes.push(Note::logic(
        "translate/said-by-filter",
        Effect::PRESENTATION,
        origin,
        languages.note.to_owned(),
    ));
    second
}

/// How much is lost, beside letter case where that is only noted: leaves that cannot be said, then notes that change what matches.
fn cost(legalised: &Legalised, target: &dyn Target, loss: Loss) -> (usize, usize) {
    let mut refused = 0;
    for_each_leaf(&legalised.expr, Monotone::Up, &mut |leaf, at| {
        refused += usize::from(!accepts(leaf, at, target));
    });
    let changes = |note: &&Note| {
        let shown = matches!(note.effect.verdict(), Verdict::Exact | Verdict::Presentation);
        let by_case = match loss {
            Loss::Noted => BY_CASE.contains(&note.code),
            // What matches more loses nothing.
            Loss::Avoided => note.effect.loses == Sure::Never,
        };
        !shown && note.assumes != Some(Assumption::AsciiLetters) && !by_case
    };
    (refused, legalised.notes.iter().filter(changes).count())
}
