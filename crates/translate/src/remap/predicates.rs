//! Closed predicates: several conjuncts, or a field of two words, that one condition of the hub stands for.

use super::Wording;
use super::context::{conjuncts, contradicts, disjuncts, implies, words};
use super::ledger::Ledger;
use super::pass::{Direction, Pass, Place};
use ruleglot_ir::{
    Case, Expr, ExprKind, Field, Pattern, Scalar, Shape, Subject, Test, Types, all_of, any_of,
    negate, normalise,
};
use ruleglot_knowledge::{Derivation, Hub, Nulls, Outcome, Predicate, Relation};
use rustc_hash::FxHashMap;

/// What becomes of nodes that a matched predicate covers, by the place of the node in memory.
#[derive(Debug, Default)]
pub(super) struct Plan(FxHashMap<usize, Expr>);

impl Plan {
    pub(super) fn take(&mut self, node: &Expr) -> Option<Expr> {
        if self.0.is_empty() { None } else { self.0.remove(&place(node)) }
    }

    fn covers(&self, node: &Expr) -> bool {
        self.0.contains_key(&place(node))
    }

    fn put(&mut self, node: &Expr, becomes: Expr) {
        self.0.insert(place(node), becomes);
    }
}

fn place(node: &Expr) -> usize {
    std::ptr::from_ref(node).addr()
}

/// Which side of a predicate's exception a place is known to be on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Outside,
    Inside,
    Either,
}

/// Matches predicates among the conjuncts below a conjunction, largest first.
pub(super) fn match_all<'e>(
    pass: &Pass<'_>,
    expr: &'e Expr,
    place: &mut Place<'_, 'e>,
    ledger: &mut Ledger,
) {
    let mut parts = Vec::new();
    conjuncts(expr, &mut parts);
    for rule in rules(pass, place.around, Sense::Holds) {
        rule.cover(pass, &parts, place, ledger, true);
    }
    if pass.direction == Direction::Outward && pass.wording == Wording::House {
        house_forms(pass, &parts, place, ledger);
    }
    if pass.direction == Direction::Inward {
        join_parts(pass, &parts, place, ledger);
    }
}

/// What the target's own repository writes for some of these conjuncts, with what that loses or adds.
fn house_forms<'e>(
    pass: &Pass<'_>,
    parts: &[&'e Expr],
    place: &mut Place<'_, 'e>,
    ledger: &mut Ledger,
) {
    for form in pass.hub.house.iter().filter(|f| f.taxonomy == pass.to) {
        if side(pass, form.unless.as_ref(), place.around) != Side::Outside {
            continue;
        }
        let mut wanted = Vec::new();
        conjuncts(&form.hub, &mut wanted);
        let wanted: Vec<Expr> = wanted.into_iter().cloned().collect();
        if let Some(first) = cover(pass, &wanted, &form.is, parts, place, ledger, true) {
            ledger.house(form, first.origin, place.at);
        }
    }
}

/// `domain = D and name = U` is one value `D\U`.
fn join_parts(pass: &Pass<'_>, parts: &[&Expr], place: &mut Place<'_, '_>, ledger: &mut Ledger) {
    let halves = |after: bool| {
        parts.iter().filter_map(move |part| {
            let said = words(part).filter(|w| w.words.len() == 1)?;
            let found = pass.hub.read(pass.from, &said.field.name)?;
            let separator = match &found.form.of {
                Derivation::BeforeFirst { separator, .. } if !after => *separator,
                Derivation::AfterOnly { separator, .. } if after => *separator,
                _ => return None,
            };
            Some((*part, said.words[0], found, separator))
        })
    };
    for (first, left, found, separator) in halves(false) {
        let other = halves(true).find(|(_, _, f, s)| f.hub == found.hub && *s == separator);
        let Some((second, right, other, _)) = other else { continue };
        let (Some((_, case)), Some((_, other_case))) = (text_of(first), text_of(second)) else {
            continue;
        };
        if case != other_case || place.plan.covers(first) || place.plan.covers(second) {
            continue;
        }
        let any = vec![Pattern::literal(format!("{left}{separator}{right}"))];
        let test = Test::Text { any, case, types: Types::Textual };
        let field = Field::known(pass.to, found.hub.clone());
        place.plan.put(first, Expr::any(field, test, first.origin));
        place.plan.put(second, Expr::constant(true));
        for half in [&found, &other] {
            ledger.mapped(&half.name, Some(&half.hub), half.form.confidence);
            let names = (&half.name, &half.hub);
            ledger.confidence(names, half.form.confidence, first.origin, place.at);
        }
    }
}

/// As [`match_all`], for the complement of a predicate among the disjuncts below a disjunction.
pub(super) fn match_any<'e>(
    pass: &Pass<'_>,
    expr: &'e Expr,
    place: &mut Place<'_, 'e>,
    ledger: &mut Ledger,
) {
    let mut parts = Vec::new();
    disjuncts(expr, &mut parts);
    for rule in rules(pass, place.around, Sense::Fails) {
        rule.cover(pass, &parts, place, ledger, false);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sense {
    Holds,
    Fails,
}

/// A predicate that may be matched at a place.
struct Rule<'h> {
    /// The parts to be found.
    parts: Vec<Expr>,
    /// What they become.
    becomes: Expr,
    form: &'h Outcome,
    relation: Relation,
}

impl Rule<'_> {
    /// Puts the predicate in the place of its parts, if all are there, with what that may cost.
    fn cover<'e>(
        &self,
        pass: &Pass<'_>,
        parts: &[&'e Expr],
        place: &mut Place<'_, 'e>,
        ledger: &mut Ledger,
        neutral: bool,
    ) {
        let found = cover(pass, &self.parts, &self.becomes, parts, place, ledger, neutral);
        let Some(first) = found else { return };
        let name = |expr: &Expr| expr.field().map_or("a condition".into(), |f| f.name.clone());
        let names = (&name(first), &name(&self.becomes));
        ledger.confidence(names, self.form.confidence, first.origin, place.at);
        ledger.relation(names, self.relation, first.origin, place.at);
    }
}

/// Every predicate that may be matched here.
fn rules<'h>(pass: &Pass<'h>, around: &[&Expr], sense: Sense) -> Vec<Rule<'h>> {
    let mut out = Vec::new();
    for predicate in &pass.hub.predicates {
        let taxonomy = if pass.direction == Direction::Inward { pass.from } else { pass.to };
        let Some(form) = predicate.forms.iter().find(|f| f.taxonomy == taxonomy) else { continue };
        let inward = pass.direction == Direction::Inward;
        let Some(relation) = (if inward { form.read } else { form.write }) else { continue };
        let (wanted, becomes) = match pass.direction {
            Direction::Inward => (form.is.clone(), in_hub(pass, predicate, around)),
            Direction::Outward => match outward(pass, predicate, form, around) {
                Some(found) => found,
                None => continue,
            },
        };
        let mut parts = Vec::new();
        conjuncts(&wanted, &mut parts);
        if parts.len() < 2 && pass.direction == Direction::Inward {
            continue; // a single leaf is read by its field
        }
        let (parts, becomes): (Vec<Expr>, Expr) = match sense {
            Sense::Holds => (parts.into_iter().cloned().collect(), becomes),
            Sense::Fails => {
                let parts = parts.into_iter().cloned().map(negate).collect();
                let otherwise =
                    form.otherwise.clone().filter(|_| pass.direction == Direction::Outward);
                (parts, otherwise.unwrap_or_else(|| negate(becomes)))
            }
        };
        out.push(Rule { parts, becomes, form, relation });
    }
    out.sort_by_key(|rule| std::cmp::Reverse(rule.parts.len()));
    out
}

/// What a hub condition is called in the target, where the context says on which side of the exception it stands.
fn outward(
    pass: &Pass<'_>,
    predicate: &Predicate,
    form: &Outcome,
    around: &[&Expr],
) -> Option<(Expr, Expr)> {
    let wanted = match side(pass, predicate.unless.as_ref(), around) {
        Side::Outside => predicate.hub.clone(),
        Side::Inside => predicate.there.clone()?,
        Side::Either => return None,
    };
    Some((wanted, form.is.clone()))
}

/// The predicate in the hub at a place with these conjuncts around it, by its name where it takes several conjuncts.
pub(super) fn in_hub(pass: &Pass<'_>, predicate: &Predicate, around: &[&Expr]) -> Expr {
    let body = case_in_hub(pass, predicate, around);
    match body.kind {
        ExprKind::And(_) | ExprKind::Or(_) => {
            let name = predicate.id.rsplit('.').next().unwrap_or_default().into();
            ExprKind::Named { name, body: Box::new(body) }.into()
        }
        _ => body,
    }
}

fn case_in_hub(pass: &Pass<'_>, predicate: &Predicate, around: &[&Expr]) -> Expr {
    match (side(pass, predicate.unless.as_ref(), around), &predicate.unless, &predicate.there) {
        (Side::Inside, _, Some(there)) => there.clone(),
        (Side::Either, Some(unless), Some(there)) => any_of([
            all_of([negate(unless.clone()), predicate.hub.clone()]),
            all_of([unless.clone(), there.clone()]),
        ]),
        _ => predicate.hub.clone(),
    }
}

fn side(pass: &Pass<'_>, unless: Option<&Expr>, around: &[&Expr]) -> Side {
    let Some(unless) = unless else { return Side::Outside };
    let here = |x: &Expr| match pass.direction {
        Direction::Inward => pass.back().silently(x),
        Direction::Outward => x.clone(),
    };
    let exception = here(unless);
    let mut parts = Vec::new();
    conjuncts(&exception, &mut parts);
    if parts.iter().all(|x| implies(around, x)) {
        return Side::Inside;
    }
    let follows: Vec<Expr> = consequences(pass.hub, unless).iter().map(here).collect();
    let never = parts.into_iter().chain(&follows).any(|x| contradicts(around, x));
    if never { Side::Outside } else { Side::Either }
}

/// What the hub's facts say of events of which `when` holds.
fn consequences(hub: &Hub, when: &Expr) -> Vec<Expr> {
    let not_when = negate(when.clone());
    let of = hub.facts.iter().filter_map(|fact| match &fact.kind {
        ExprKind::Or(of) if of.len() == 2 && of[0] == not_when => Some(of[1].clone()),
        _ => None,
    });
    of.collect()
}

/// Puts `becomes` in the place of the conjuncts that say `wanted`; the first of them, if all are there.
fn cover<'e>(
    pass: &Pass<'_>,
    wanted: &[Expr],
    becomes: &Expr,
    parts: &[&'e Expr],
    place: &mut Place<'_, 'e>,
    ledger: &mut Ledger,
    neutral: bool,
) -> Option<&'e Expr> {
    let mut found: Vec<&'e Expr> = Vec::with_capacity(wanted.len());
    for w in wanted {
        let free =
            |p: &&&Expr| !place.plan.covers(p) && !found.iter().any(|f| std::ptr::eq(*f, **p));
        match parts.iter().filter(free).find(|p| same_test(pass.hub, p, w)) {
            Some(part) => found.push(part),
            None => return None,
        }
    }
    for (i, part) in found.iter().enumerate() {
        let mut new = if i == 0 { becomes.clone() } else { Expr::constant(neutral) };
        set_origin(&mut new, part);
        place.plan.put(part, new);
        ruleglot_ir::fields_of(part, &mut |f| {
            if let ruleglot_ir::FieldRef::Named(f) = f {
                let sure = ruleglot_knowledge::Confidence::High;
                ledger.mapped(&f.name, None, sure);
            }
        });
    }
    found.first().copied()
}

/// Whether a node says what an entry says; where the vendor's spelling is one, a test that folds case says the same.
fn same_test(hub: &Hub, node: &Expr, wanted: &Expr) -> bool {
    match (&node.kind, &wanted.kind) {
        (ExprKind::Named { body, .. }, _) => same_test(hub, body, wanted),
        (ExprKind::Not(a), ExprKind::Not(b)) => same_test(hub, a, b),
        (ExprKind::Is { what, shape }, ExprKind::Is { what: other, shape: Shape::Valued }) => {
            what == other
                && (*shape == Shape::Valued
                    || (matches!(shape, Shape::Key | Shape::NotNull) && never_null(hub, what)))
        }
        (ExprKind::Test { .. }, ExprKind::Test { .. }) => match (words(node), words(wanted)) {
            (Some(a), Some(b)) => {
                a.field == b.field
                    && a.words.len() == b.words.len()
                    && a.words.iter().all(|w| b.words.iter().any(|v| equal(node, w, v)))
            }
            _ => normalise(node) == normalise(wanted),
        },
        _ => normalise(node) == normalise(wanted),
    }
}

fn equal(node: &Expr, word: &str, wanted: &str) -> bool {
    match &node.kind {
        ExprKind::Test { test: Test::Text { case: Case::Exact, .. }, .. } => word == wanted,
        _ => word.eq_ignore_ascii_case(wanted),
    }
}

fn never_null(hub: &Hub, what: &Scalar) -> bool {
    match what {
        Scalar::Field(f) => hub.field(&f.name).is_none_or(|f| f.nulls == Nulls::Never),
        _ => false,
    }
}

/// Gives new nodes the place of the node that they stand for.
pub(super) fn set_origin(new: &mut Expr, old: &Expr) {
    if new.origin.0.is_none() {
        new.origin = old.origin;
    }
    match &mut new.kind {
        ExprKind::Not(x) => set_origin(x, old),
        ExprKind::Named { body, .. } => set_origin(body, old),
        ExprKind::And(of) | ExprKind::Or(of) => of.iter_mut().for_each(|x| set_origin(x, old)),
        _ => {}
    }
}

/// The text test of one field that an expression is, if it is one.
pub(super) fn text_of(expr: &Expr) -> Option<(&[Pattern], Case)> {
    match &expr.kind {
        ExprKind::Test {
            subject: Subject::Value(_), test: Test::Text { any, case, .. }, ..
        } => Some((any, *case)),
        _ => None,
    }
}
