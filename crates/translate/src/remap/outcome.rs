//! A field that says nothing but which of some predicates hold, each in a word.

use super::context::{holds, implies, words};
use super::pass::Pass;
use super::predicates::{in_hub, set_origin};
use ruleglot_ir::{Expr, ExprKind, any_of, negate};
use ruleglot_knowledge::{Hub, Others, Outcome, Predicate, Relation};

/// A word of a field, and the predicate that holds where it stands.
struct Word<'h> {
    predicate: &'h Predicate,
    form: &'h Outcome,
    /// The word where the predicate holds.
    yes: &'h str,
    /// The word where it does not, if there is one.
    no: Option<&'h str>,
}

fn of_field<'h>(hub: &'h Hub, taxonomy: &str, field: &str) -> Vec<Word<'h>> {
    let of = hub.predicates.iter().filter_map(|predicate| {
        let form = predicate.forms.iter().find(|f| f.taxonomy == taxonomy)?;
        let yes = words(&form.is).filter(|w| w.field.name == field)?;
        let no = form.otherwise.as_ref().and_then(words).filter(|w| w.field.name == field);
        // A form of two words is one of this field by both.
        if form.otherwise.is_some() != no.is_some() {
            return None;
        }
        Some(Word { predicate, form, yes: yes.words[0], no: no.map(|w| w.words[0]) })
    });
    of.collect()
}

/// Whether the field says nothing but which predicates hold.
pub(super) fn outcome_field(hub: &Hub, taxonomy: &str, field: &str) -> bool {
    let of = of_field(hub, taxonomy, field);
    !of.is_empty() && of.iter().all(|w| w.form.others == Others::None)
}

/// What a test of such a field is in the hub, with the form that it is read by.
pub(super) fn read_outcome(
    pass: &Pass<'_>,
    leaf: &Expr,
    around: &[&Expr],
) -> Option<(Expr, Outcome)> {
    let field = leaf.field()?;
    let of = of_field(pass.hub, pass.from, &field.name);
    let first = of.first()?;
    let passes = |word: &str| holds(leaf, &[(&field.name, word)]);
    let known = |word: &&str| of.iter().any(|w| w.yes.eq_ignore_ascii_case(word));
    // Of words that no entry names nothing is known, and a test without words may be of any.
    let open = of.iter().any(|w| w.form.others == Others::Some);
    if open && !words(leaf).is_some_and(|said| said.words.iter().all(known)) {
        return None;
    }
    let mut holding = Vec::new();
    let mut implied = false;
    for word in &of {
        let here = || {
            let condition = in_hub(pass, word.predicate, around);
            let said = implies(around, &pass.back().silently(&condition));
            if said { Expr::constant(true) } else { condition }
        };
        implied |= passes(word.yes) && here().kind == ExprKind::Const(true);
        match (passes(word.yes), word.no.is_some_and(passes)) {
            (true, true) => holding.push(Expr::constant(true)),
            (true, false) => holding.push(here()),
            (false, true) => holding.push(negate(here())),
            (false, false) => {}
        }
    }
    let mut form = first.form.clone();
    // What the conditions around it say already is said exactly.
    let relation = if implied { Relation::Equal } else { form.read? };
    form.read = Some(relation);
    let mut expr = any_of(holding);
    set_origin(&mut expr, leaf);
    Some((expr, form))
}
