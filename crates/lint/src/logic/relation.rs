//! How parts of a condition relate: what follows from what stands beside it, what cannot hold together with it.
//!
//! Pairs of parts are held against each other within each "and" and each "or", and against what the "and"s around them
//! ask for. A part that stands in the condition several times, by the names of its selection, is told only where the same
//! is true of it each time.

use ruleglot_eval::{Claim, Truth, World, contradict_within, covered_patterns};
use ruleglot_ir::{
    Case, Expr, ExprKind, FieldRef, Origin, Pattern, Quant, Scalar, Shape, Subject, Test, Types, fields_of,
};
use ruleglot_source::FileSpan;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash, Hasher};

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
/// Deeper choices are not looked into.
const DEEPEST: usize = 12;

struct Walk<'w> {
    world: World<'w>,
    steps: usize,
    found: Vec<Relation>,
    /// How often each part stands in the condition.
    visits: FxHashMap<FileSpan, usize>,
}

/// A part with its place.
#[derive(Clone, Copy)]
struct Part<'e> {
    claim: Claim<'e>,
    at: FileSpan,
    /// Fields that it is about, as bits: parts without a common one have nothing to do with each other.
    fields: u64,
}

/// How parts are joined.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Join {
    All,
    Any,
}

impl<'e> Walk<'_> {
    /// Parts of which all must hold, `around` among which they must.
    fn all_of(&mut self, of: &[Claim<'e>], around: &[Part<'e>], depth: usize) {
        let mut parts = Vec::new();
        of.iter().for_each(|claim| flatten(*claim, Join::All, Origin::default(), &mut parts));
        self.visit(&parts);
        self.lists(&parts, Join::All);
        let mut told = vec![false; parts.len()];
        for i in 0..parts.len() {
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
            let others = parts.iter().enumerate().filter(|(k, p)| *k != i && !told[*k] && choice_is_small(p));
            let around: Vec<Part<'e>> = around.iter().copied().chain(others.map(|(_, p)| *p)).collect();
            self.any_of(choice, &around, depth + 1);
        }
    }

    /// Parts of which one must hold, beside `around`.
    fn any_of(&mut self, of: Claim<'e>, around: &[Part<'e>], depth: usize) {
        let mut parts = Vec::new();
        flatten(of, Join::Any, Origin::default(), &mut parts);
        self.visit(&parts);
        self.lists(&parts, Join::Any);
        let mut told = vec![false; parts.len()];
        for i in 0..parts.len() {
            for j in 0..i {
                self.alternatives(&parts, (j, i), &mut told);
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
        for c in around.iter().filter(|c| c.fields & part.fields != 0) {
            if self.contradict(&[c.claim, part.claim]) {
                // What is excluded together with others, and holds anyway, is not needed there.
                let holds = part.claim.truth == Truth::Holds;
                let kind = if holds { Kind::Never } else { Kind::FollowsAnd };
                if self.tell(kind, part, c) {
                    return;
                }
            }
        }
    }

    fn visit(&mut self, parts: &[Part<'e>]) {
        for part in parts {
            *self.visits.entry(part.at).or_default() += 1;
        }
    }

    fn tell(&mut self, kind: Kind, at: &Part<'e>, other: &Part<'e>) -> bool {
        if overlap(at.at, other.at) {
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
        let given = self.steps.min(MOST_STEPS_OF_PROOF);
        let mut left = given;
        let found = contradict_within(claims, self.world, &mut left);
        self.steps -= (given - left).max(1).min(self.steps);
        found
    }

    fn implies(&mut self, first: &Part<'e>, second: &Part<'e>) -> bool {
        self.contradict(&[first.claim, flipped(second.claim)])
    }

    /// Two parts that must both hold.
    fn pair(&mut self, parts: &[Part<'e>], (j, i): (usize, usize), told: &mut [bool]) {
        let (first, second) = (parts[j], parts[i]);
        if told[i] || told[j] || first.fields & second.fields == 0 {
            return;
        }
        if first.claim.truth == Truth::Holds || second.claim.truth == Truth::Holds {
            if self.contradict(&[first.claim, second.claim]) {
                told[i] = self.tell(Kind::Never, &second, &first);
                return;
            }
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
    fn alternatives(&mut self, parts: &[Part<'e>], (j, i): (usize, usize), told: &mut [bool]) {
        let (first, second) = (parts[j], parts[i]);
        if told[i] || told[j] || first.fields & second.fields == 0 {
            return;
        }
        let negative = |p: &Part<'e>| p.claim.truth == Truth::Fails || is_denial(p.claim.expr);
        if negative(&first) || negative(&second) {
            let fails = [flipped(first.claim), flipped(second.claim)];
            if self.contradict(&fails) {
                let both = first.claim.truth == Truth::Fails && second.claim.truth == Truth::Fails;
                let kind = if both { Kind::ExclusionNever } else { Kind::Always };
                told[i] = self.tell(kind, &second, &first);
                return;
            }
            if is_denial(first.claim.expr) && is_denial(second.claim.expr) && self.covers_valued(&first, fails) {
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
            (_, Truth::Holds) => Kind::FollowsOr,
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

    /// Values of lists, and parts that are alternatives of one list.
    fn lists(&mut self, parts: &[Part<'e>], join: Join) {
        for part in parts {
            self.list_of(part);
        }
        let mut groups: FxHashMap<(&Subject, Case, Types, Truth), Vec<(&Pattern, FileSpan)>> =
            FxHashMap::default();
        for part in parts {
            if let Some((subject, [one], case, types)) = text_list(part.claim.expr) {
                let key = (subject, case, types, part.claim.truth);
                groups.entry(key).or_default().push((one, part.at));
            }
        }
        let mut groups: Vec<_> = groups.into_iter().filter(|(_, of)| of.len() > 1).collect();
        groups.sort_by_key(|(_, of)| of[0].1);
        for ((_, case, _, truth), of) in groups {
            // "All" of denials is a denial of "any".
            let any = (join == Join::Any) == (truth == Truth::Holds);
            self.group(&of, case, truth, any);
        }
    }

    fn group(&mut self, of: &[(&Pattern, FileSpan)], case: Case, truth: Truth, any: bool) {
        let patterns: Vec<Pattern> = of.iter().map(|(p, _)| (*p).clone()).collect();
        let mut told = vec![false; of.len()];
        for (narrow, wide) in covered_patterns(&patterns, case) {
            let same = is_same(&patterns[narrow], &patterns[wide], case);
            let (at, other, kind) = match (same, any) {
                (true, _) => (narrow, wide, Kind::Same),
                (false, true) => (narrow, wide, Kind::FollowsOr),
                (false, false) => (wide, narrow, Kind::FollowsAnd),
            };
            let (at_place, other_place) = (of[at].1, of[other].1);
            if !overlap(at_place, other_place) && !std::mem::replace(&mut told[at], true) {
                self.found.push(Relation {
                    kind,
                    at: at_place,
                    value: None,
                    other: other_place,
                    other_value: None,
                    truth,
                    other_truth: truth,
                });
            }
        }
    }

    fn list_of(&mut self, part: &Part<'e>) {
        let Some((_, any, case, _)) = text_list(part.claim.expr) else { return };
        if any.len() < 2 {
            return;
        }
        for (narrow, wide) in covered_patterns(any, case) {
            let kind = if is_same(&any[narrow], &any[wide], case) { Kind::Same } else { Kind::FollowsOr };
            self.found.push(Relation {
                kind,
                at: part.at,
                value: Some(narrow),
                other: part.at,
                other_value: Some(wide),
                truth: part.claim.truth,
                other_truth: part.claim.truth,
            });
        }
    }
}

/// What it is to `part`, which must hold, that it follows from `other`, which must too.
fn kind_in_and(other: &Part<'_>, part: &Part<'_>, both: bool) -> Kind {
    match (part.claim.truth, other.claim.truth) {
        _ if both => Kind::Same,
        (Truth::Holds, _) => Kind::FollowsAnd,
        (Truth::Fails, Truth::Holds) => Kind::ExclusionNever,
        // A narrower exclusion beside a wider one.
        (Truth::Fails, Truth::Fails) => Kind::FollowsOr,
    }
}

fn flipped(claim: Claim<'_>) -> Claim<'_> {
    Claim { truth: claim.truth.flip(), ..claim }
}

/// The parts that are joined so, through names and negations.
fn flatten<'e>(claim: Claim<'e>, join: Join, named: Origin, out: &mut Vec<Part<'e>>) {
    let Claim { expr, truth } = claim;
    let place = |expr: &Expr| if expr.origin.0.is_some() { expr.origin } else { named };
    match (&expr.kind, truth, join) {
        (ExprKind::Named { body, .. }, ..) => {
            flatten(Claim { expr: body, truth }, join, place(expr), out);
        }
        (ExprKind::Not(inner), ..) if !is_of_leaf(expr, inner) => {
            flatten(Claim { expr: inner, truth: truth.flip() }, join, named, out);
        }
        (ExprKind::And(of), Truth::Holds, Join::All)
        | (ExprKind::Or(of), Truth::Fails, Join::All)
        | (ExprKind::Or(of), Truth::Holds, Join::Any)
        | (ExprKind::And(of), Truth::Fails, Join::Any) => {
            let named = place(expr);
            of.iter().for_each(|expr| flatten(Claim { expr, truth }, join, named, out));
        }
        _ => {
            let at = place(expr).0.unwrap_or_default();
            out.push(Part { claim, at, fields: bits(expr) });
        }
    }
}

/// A leaf that its language writes as one though it denies: a missing field, a value that is null.
fn is_of_leaf(not: &Expr, inner: &Expr) -> bool {
    not.origin.0.is_none() || not.origin.0 == inner.origin.0
}

/// The part as a choice (or as several that must all hold), if it is one.
fn choice(claim: Claim<'_>, join: Join) -> Option<Claim<'_>> {
    let holds = claim.truth == Truth::Holds;
    match (&claim.expr.kind, join) {
        (ExprKind::Or(_), Join::Any) | (ExprKind::And(_), Join::All) if holds => Some(claim),
        (ExprKind::And(_), Join::Any) | (ExprKind::Or(_), Join::All) if !holds => Some(claim),
        _ => None,
    }
}

/// Whether it is worth holding against every alternative of another.
fn choice_is_small(part: &Part<'_>) -> bool {
    match &part.claim.expr.kind {
        ExprKind::And(of) | ExprKind::Or(of) => of.len() <= 8,
        _ => true,
    }
}

/// Whether the leaf says that a value differs.
fn is_denial(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Test { test: Test::Fails(_), .. })
}

/// Both are alternatives of one list, which is looked at as a whole.
fn is_list_pair(a: &Part<'_>, b: &Part<'_>) -> bool {
    let (Some((s, [_], c, t)), Some((u, [_], d, v))) =
        (text_list(a.claim.expr), text_list(b.claim.expr))
    else {
        return false;
    };
    a.claim.truth == b.claim.truth && s == u && c == d && t == v
}

fn text_list(expr: &Expr) -> Option<(&Subject, &[Pattern], Case, Types)> {
    match &expr.kind {
        ExprKind::Test { subject, quant: Quant::Any, test: Test::Text { any, case, types } } => {
            Some((subject, any, *case, *types))
        }
        _ => None,
    }
}

/// Whether two patterns, of which one covers the other, are the same.
fn is_same(a: &Pattern, b: &Pattern, case: Case) -> bool {
    // Of equal ones it is always the second that is covered.
    let second = |list: [&Pattern; 2]| covered_patterns(&list.map(Clone::clone), case) == [(1, 0)];
    second([a, b]) && second([b, a])
}

fn overlap(a: FileSpan, b: FileSpan) -> bool {
    a.file == b.file && a.span.start < b.span.end.max(b.span.start + 1) && b.span.start < a.span.end.max(a.span.start + 1)
}

/// The fields of a part, a bit each.
fn bits(expr: &Expr) -> u64 {
    let mut out = 0;
    each_subject(expr, &mut out);
    out
}

fn each_subject(expr: &Expr, out: &mut u64) {
    match &expr.kind {
        ExprKind::Test { subject: Subject::Event(_) | Subject::AnyField(_), .. }
        | ExprKind::Opaque(_)
        | ExprKind::InPipeline { .. } => *out = u64::MAX,
        ExprKind::Test { subject: Subject::Value(Scalar::Field(_)), .. }
        | ExprKind::Is { .. }
        | ExprKind::Relate { .. }
        | ExprKind::Within { .. }
        | ExprKind::Test { .. } => fields_of(expr, &mut |field| match field {
            FieldRef::Named(field) => *out |= bit(&field.name),
            FieldRef::Pattern(_) => *out = u64::MAX,
        }),
        _ => ruleglot_ir::children(expr).for_each(|x| each_subject(x, out)),
    }
}

fn bit(name: &str) -> u64 {
    let mut hasher = FxHasher::default();
    name.hash(&mut hasher);
    1 << (hasher.finish() >> 58)
}
