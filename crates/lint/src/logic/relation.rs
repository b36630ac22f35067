//! How parts of a condition relate: what follows from what stands beside it, what cannot hold together with it.
//!
//! Pairs of parts are held against each other within each "and" and each "or", and against what the "and"s around them
//! ask for. A part that stands in the condition several times, by the names of its selection, is told only where the same
//! is true of it each time.

mod lists;
mod part;

use lists::is_list_pair;
use part::{
    Join, Part, choice, choice_is_small, flatten, is_absence, is_composite, is_denial, overlap,
};
use ruleglot_eval::{Claim, Truth, World, contradict_within};
use ruleglot_ir::{Expr, ExprKind, Origin, Quant, Shape};
use ruleglot_source::FileSpan;
use rustc_hash::FxHashMap;

/// What is true of a part because of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// It cannot hold together with the other, beside which it must.
    Never,
    /// The two are each other's complement, or wider: one of them always holds.
    Always,
    /// The two differ from different values: one of them holds wherever the field is there.
    AlwaysWhereValued,
    /// It holds wherever the other does, beside which it must.
    FollowsAnd,
    /// It holds only where the other does, which is enough.
    FollowsOr,
    /// The same of two values of one field.
    Covered,
    /// It means the same as the other.
    Same,
    /// It is excluded, and cannot hold beside the other.
    ExclusionNever,
}

/// A relation of two parts.
#[derive(Clone, Debug)]
pub(crate) struct Relation {
    /// What is true of it.
    pub(crate) kind: Kind,
    /// The part that is told.
    pub(crate) at: FileSpan,
    /// The value of its list, where it is about one.
    pub(crate) value: Option<usize>,
    /// The other part.
    pub(crate) other: FileSpan,
    /// The value of the other's list.
    pub(crate) other_value: Option<usize>,
    /// Whether the part is to hold or to fail.
    pub(crate) truth: Truth,
    /// Whether the other is.
    pub(crate) other_truth: Truth,
}

/// The relations of the parts of a condition.
pub(crate) fn relations(condition: &Expr, world: World<'_>, out: &mut Vec<Relation>) {
    let mut walk =
        Walk { world, steps: MOST_STEPS, found: Vec::new(), visits: FxHashMap::default() };
    let root = [Claim { expr: condition, truth: Truth::Holds }];
    walk.all_of(&root, &[], 0);
    let Walk { found, visits, .. } = walk;
    let mut counts: FxHashMap<(FileSpan, Option<usize>, Kind), usize> = FxHashMap::default();
    for relation in &found {
        *counts.entry((relation.at, relation.value, relation.kind)).or_default() += 1;
    }
    for relation in found {
        let key = (relation.at, relation.value, relation.kind);
        // What was told once is not told again.
        let Some(count) = counts.remove(&key) else { continue };
        if visits.get(&relation.at).is_some_and(|visits| count >= *visits) {
            out.push(relation);
        }
    }
}

/// More comparisons of leaves than this are not made for one condition.
const MOST_STEPS: usize = 60_000;
/// Nor this many for one proof.
const MOST_STEPS_OF_PROOF: usize = 4_000;
/// Of more parts side by side only lists are looked at.
const MOST_PARTS: usize = 400;
/// Deeper choices are not looked into.
const DEEPEST: usize = 12;

struct Walk<'w> {
    world: World<'w>,
    steps: usize,
    found: Vec<Relation>,
    /// How often each part stands in the condition.
    visits: FxHashMap<FileSpan, usize>,
}

impl<'e> Walk<'_> {
    /// Parts of which all must hold, `around` among which they must.
    fn all_of(&mut self, of: &[Claim<'e>], around: &[Part<'e>], depth: usize) {
        let mut parts = Vec::new();
        of.iter().for_each(|claim| flatten(*claim, Join::All, Origin::default(), &mut parts));
        self.visit(&parts);
        self.lists(&parts, Join::All);
        let mut told = vec![false; parts.len()];
        for i in 0..held(&parts) {
            for j in 0..i {
                self.pair(&parts, (j, i), &mut told);
            }
            for c in around {
                if !told[i] {
                    told[i] = self.beside(c, &parts[i]);
                }
            }
        }
        if depth == DEEPEST {
            return;
        }
        for (i, part) in parts.iter().enumerate().filter(|(i, _)| !told[*i]) {
            let Some(choice) = choice(part.claim, Join::Any) else { continue };
            let mut around = around.to_vec();
            let others = parts[..held(&parts)].iter().enumerate();
            let others = others.filter(|(k, p)| *k != i && !told[*k] && choice_is_small(p));
            around.extend(others.map(|(_, p)| *p));
            self.any_of(choice, &around, depth + 1);
        }
    }

    /// Parts of which one must hold, beside `around`.
    fn any_of(&mut self, of: Claim<'e>, around: &[Part<'e>], depth: usize) {
        let mut parts = Vec::new();
        flatten(of, Join::Any, Origin::default(), &mut parts);
        let excluded = matches!(of.expr.kind, ExprKind::And(_));
        self.visit(&parts);
        self.lists(&parts, Join::Any);
        let mut told = vec![false; parts.len()];
        for i in 0..held(&parts) {
            for j in 0..i {
                self.alternatives(&parts, (j, i), excluded, &mut told);
            }
        }
        for (part, _) in parts.iter().zip(&told).filter(|(_, told)| !**told) {
            match choice(part.claim, Join::All) {
                Some(all) if depth < DEEPEST => self.all_of(&[all], around, depth + 1),
                Some(_) => {}
                None => self.alternative(part, around),
            }
        }
    }

    /// An alternative beside what must hold around it.
    fn alternative(&mut self, part: &Part<'e>, around: &[Part<'e>]) {
        // An exclusion that asks again for what is selected stands on its own, and is mostly meant to.
        if part.claim.truth == Truth::Fails {
            return;
        }
        for c in around.iter().filter(|c| c.fields & part.fields != 0) {
            if self.steps == 0 {
                return;
            }
            if self.contradict(&[c.claim, part.claim]) && self.tell(Kind::Never, part, c) {
                return;
            }
        }
    }

    fn visit(&mut self, parts: &[Part<'e>]) {
        for part in parts {
            *self.visits.entry(part.at).or_default() += 1;
        }
    }

    fn tell(&mut self, kind: Kind, at: &Part<'e>, other: &Part<'e>) -> bool {
        let selected = at.claim.truth != other.claim.truth;
        // "And not empty" beside a value is a guard: who writes it does not ask what the value says already.
        let is_guard = kind == Kind::ExclusionNever && selected && is_absence(at.claim.expr);
        if is_guard || overlap(at.at, other.at) {
            return false;
        }
        self.found.push(Relation {
            kind,
            at: at.at,
            value: None,
            other: other.at,
            other_value: None,
            truth: at.claim.truth,
            other_truth: other.claim.truth,
        });
        true
    }

    fn contradict(&mut self, claims: &[Claim<'e>]) -> bool {
        if self.steps == 0 {
            return false;
        }
        let given = self.steps.min(MOST_STEPS_OF_PROOF);
        let mut left = given;
        let found = contradict_within(claims, self.world, &mut left);
        self.steps -= (given - left).max(1).min(self.steps);
        found
    }

    fn implies(&mut self, first: &Part<'e>, second: &Part<'e>) -> bool {
        // What never holds implies everything, and what always does follows from everything: that says nothing of a pair.
        self.contradict(&[first.claim, flipped(second.claim)])
            && !(is_composite(first) && self.contradict(&[first.claim]))
            && !(is_composite(second) && self.contradict(&[flipped(second.claim)]))
    }

    /// Two parts that must both hold.
    fn pair(&mut self, parts: &[Part<'e>], (j, i): (usize, usize), told: &mut [bool]) {
        let (first, second) = (parts[j], parts[i]);
        if told[i] || told[j] || first.fields & second.fields == 0 {
            return;
        }
        let selects = first.claim.truth == Truth::Holds || second.claim.truth == Truth::Holds;
        if selects && self.contradict(&[first.claim, second.claim]) {
            told[i] = self.tell(Kind::Never, &second, &first);
            return;
        }
        if is_list_pair(&first, &second) {
            return;
        }
        let (forth, back) = (self.implies(&first, &second), self.implies(&second, &first));
        let (at, of, other) = match (forth, back) {
            (true, _) => (i, second, first),
            (false, true) => (j, first, second),
            _ => return,
        };
        told[at] = self.tell(kind_in_and(&other, &of, forth && back), &of, &other);
    }

    /// A part that must hold where `around` does.
    fn beside(&mut self, around: &Part<'e>, part: &Part<'e>) -> bool {
        if around.fields & part.fields == 0 {
            return false;
        }
        if self.contradict(&[around.claim, part.claim]) {
            return self.tell(Kind::Never, part, around);
        }
        self.implies(around, part) && self.tell(kind_in_and(around, part, false), part, around)
    }

    /// Two parts of which one is enough.
    fn alternatives(
        &mut self,
        parts: &[Part<'e>],
        (j, i): (usize, usize),
        excluded: bool,
        told: &mut [bool],
    ) {
        let (first, second) = (parts[j], parts[i]);
        if told[i] || told[j] || first.fields & second.fields == 0 {
            return;
        }
        let negative = |p: &Part<'e>| p.claim.truth == Truth::Fails || is_denial(p.claim.expr);
        if negative(&first) || negative(&second) {
            let fails = [flipped(first.claim), flipped(second.claim)];
            if self.contradict(&fails) {
                let kind = if excluded { Kind::ExclusionNever } else { Kind::Always };
                told[i] = self.tell(kind, &second, &first);
                return;
            }
            if is_denial(first.claim.expr)
                && is_denial(second.claim.expr)
                && self.covers_valued(&first, fails)
            {
                told[i] = self.tell(Kind::AlwaysWhereValued, &second, &first);
                return;
            }
        }
        if is_list_pair(&first, &second) {
            return;
        }
        let (forth, back) = (self.implies(&first, &second), self.implies(&second, &first));
        let (at, of, other) = match (forth, back) {
            (_, true) => (i, second, first),
            (true, false) => (j, first, second),
            _ => return,
        };
        let kind = match (forth && back, of.claim.truth) {
            (true, _) => Kind::Same,
            (_, Truth::Holds) => kind_in_or(&other, &of),
            (_, Truth::Fails) => Kind::FollowsAnd,
        };
        told[at] = self.tell(kind, &of, &other);
    }

    /// Whether one of two denials of values holds wherever their field is there.
    fn covers_valued(&mut self, first: &Part<'e>, fails: [Claim<'e>; 2]) -> bool {
        let Some(field) = first.claim.expr.field() else { return false };
        let present = Expr::is(field.clone(), Shape::Valued, Origin::default());
        let mut left = MOST_STEPS_OF_PROOF;
        let claims = [Claim { expr: &present, truth: Truth::Holds }, fails[0], fails[1]];
        contradict_within(&claims, self.world, &mut left)
    }
}

/// How many parts are held against each other in pairs.
fn held(parts: &[Part<'_>]) -> usize {
    if parts.len() > MOST_PARTS { 0 } else { parts.len() }
}

/// What it is to `part`, which must hold, that it follows from `other`, which must too.
fn kind_in_and(other: &Part<'_>, part: &Part<'_>, both: bool) -> Kind {
    match (part.claim.truth, other.claim.truth) {
        _ if both => Kind::Same,
        (Truth::Holds, _) => Kind::FollowsAnd,
        (Truth::Fails, Truth::Holds) => Kind::ExclusionNever,
        // A narrower exclusion beside a wider one.
        (Truth::Fails, Truth::Fails) => kind_in_or(other, part),
    }
}

/// What it is to a part, of which it is enough that another holds, that it holds only where that does.
fn kind_in_or(other: &Part<'_>, part: &Part<'_>) -> Kind {
    let subject = |part: &Part<'_>| match &part.claim.expr.kind {
        ExprKind::Test { subject, quant: Quant::Any, .. } => Some(subject.clone()),
        _ => None,
    };
    match (subject(other), subject(part)) {
        (Some(other), Some(part)) if other == part => Kind::Covered,
        _ => Kind::FollowsOr,
    }
}

fn flipped(claim: Claim<'_>) -> Claim<'_> {
    Claim { truth: claim.truth.flip(), ..claim }
}
