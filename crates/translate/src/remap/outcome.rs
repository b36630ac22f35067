//! A field that says nothing but whether a predicate holds, in two words.

use super::context::{holds, words};
use super::pass::Pass;
use super::predicates::{in_hub, set_origin};
use ruleglot_ir::{Expr, negate};
use ruleglot_knowledge::{Hub, Outcome, Predicate};

/// A field of two words, one where the predicate holds and one where it does not.
struct TwoWords<'h> {
    predicate: &'h Predicate,
    form: &'h Outcome,
    yes: &'h str,
    no: &'h str,
}

fn two_words<'h>(hub: &'h Hub, taxonomy: &str, field: &str) -> Option<TwoWords<'h>> {
    hub.predicates.iter().find_map(|predicate| {
        let form = predicate.forms.iter().find(|f| f.taxonomy == taxonomy)?;
        let (yes, no) = (words(&form.is)?, words(form.otherwise.as_ref()?)?);
        let about = yes.field.name == field && no.field.name == field;
        about.then(|| TwoWords { predicate, form, yes: yes.words[0], no: no.words[0] })
    })
}

/// Whether the field says nothing but whether a predicate holds.
pub(super) fn outcome_field(hub: &Hub, taxonomy: &str, field: &str) -> bool {
    two_words(hub, taxonomy, field).is_some()
}

/// What a test of such a field is in the hub.
pub(super) fn read_outcome(
    pass: &Pass<'_>,
    leaf: &Expr,
    around: &[&Expr],
) -> Option<(Expr, Outcome)> {
    let field = leaf.field()?;
    let two = two_words(pass.hub, pass.from, &field.name)?;
    let of = |word| holds(leaf, &[(&field.name, word)]);
    let mut expr = match (of(two.yes), of(two.no)) {
        (true, true) => Expr::constant(true),
        (false, false) => Expr::constant(false),
        (true, false) => in_hub(pass, two.predicate, around),
        (false, true) => negate(in_hub(pass, two.predicate, around)),
    };
    set_origin(&mut expr, leaf);
    Some((expr, two.form.clone()))
}
