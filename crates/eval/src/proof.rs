//! What follows from what, without running anything.
//!
//! Facts about leaves are held against each other: what contains `abc` contains `b`, what a field has the event has, a
//! choice of which one alternative is left is made. What is found here is proved; what is not found may still be so.

mod apart;
mod pattern;

use crate::regex::regex_syntax_of;
use crate::witness::Wanted;
use crate::words::standard;
use pattern::{covers_folded, in_case};
use ruleglot_ir::{
    Case, Expr, ExprKind, Field, Flags, Flavor, Monotone, Pattern, Quant, Scalar, Scope, Shape,
    Subject, Test, map_leaves, normalise,
};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::fmt;

/// Whether two expressions are proved to mean the same: by their normal forms, by these with each regular expression in
/// one spelling, or because neither can hold where the other fails.
pub fn proved_same(first: &Expr, second: &Expr) -> bool {
    let (first, second) = (normalise(first), normalise(second));
    if first == second {
        return true;
    }
    let (first, second) = (one_spelling(first), one_spelling(second));
    let world = World::default();
    first == second || (implies(&first, &second, world) && implies(&second, &first, world))
}

/// The expression with each regular expression as its syntax tree spells it: `\p{M}` and `\p{m}` are one.
fn one_spelling(expr: Expr) -> Expr {
    let spelled = map_leaves(expr, Monotone::Up, &mut |mut leaf, _| {
        if let ExprKind::Test { test: Test::Matches(regex), .. } = &mut leaf.kind
            && let Some(tree) = regex_syntax_of(regex)
        {
            regex.text = tree.to_string().into();
            regex.flavor = Flavor::Re2;
            regex.flags = Flags::default();
        }
        leaf
    });
    normalise(&spelled)
}

/// What is known of all events beside the rule itself.
#[derive(Clone, Copy)]
pub struct World<'w> {
    /// Whether no event has two values in the field.
    pub is_single: &'w dyn Fn(&Field) -> bool,
}

impl Default for World<'_> {
    /// Nothing is known: any field may be a list.
    fn default() -> Self {
        Self { is_single: &|_| false }
    }
}

impl fmt::Debug for World<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("World")
    }
}

/// An expression that holds, or one that fails.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'e> {
    /// The expression.
    pub expr: &'e Expr,
    /// Whether it holds or fails.
    pub truth: Truth,
}

/// Whether something holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Truth {
    Holds,
    Fails,
}

impl Truth {
    /// The other one.
    #[must_use]
    pub fn flip(self) -> Self {
        match self {
            Self::Holds => Self::Fails,
            Self::Fails => Self::Holds,
        }
    }

    fn wanted(self) -> Wanted {
        match self {
            Self::Holds => Wanted::True,
            Self::Fails => Wanted::False,
        }
    }
}

/// Whether it is proved that no event makes all of the claims true.
pub fn contradict(claims: &[Claim<'_>], world: World<'_>) -> bool {
    contradict_within(claims, world, &mut { MOST_STEPS })
}

/// [`contradict`] in so many comparisons of leaves at most; those that it took are taken off. Without any left nothing is
/// proved.
pub fn contradict_within(claims: &[Claim<'_>], world: World<'_>, steps: &mut usize) -> bool {
    let mut facts = Facts { world, ..Facts::default() };
    claims.iter().for_each(|claim| facts.add(claim.expr, claim.truth.wanted()));
    facts.impossible(steps)
}

/// Whether it is proved that the expression is false of every event.
pub fn never_holds(expr: &Expr, world: World<'_>) -> bool {
    contradict(&[Claim { expr, truth: Truth::Holds }], world)
}

/// Whether it is proved that the expression is true of every event.
pub fn always_holds(expr: &Expr, world: World<'_>) -> bool {
    contradict(&[Claim { expr, truth: Truth::Fails }], world)
}

/// Whether it is proved that `second` is true of every event of which `first` is.
pub fn implies(first: &Expr, second: &Expr, world: World<'_>) -> bool {
    let first = Claim { expr: first, truth: Truth::Holds };
    contradict(&[first, Claim { expr: second, truth: Truth::Fails }], world)
}

/// The patterns of a list that a wider one of the same list covers, each with the first that does: of equal ones the first
/// stays. In order.
pub fn covered_patterns(list: &[Pattern], case: Case) -> Vec<(usize, usize)> {
    let folded: Vec<Cow<'_, Pattern>> = list.iter().map(|p| in_case(p, case)).collect();
    let covers = |wide: usize, narrow: usize| {
        wide != narrow
            && covers_folded(&folded[wide], &folded[narrow])
            && (wide < narrow || folded[wide] != folded[narrow])
    };
    if list.len() * list.len() > MOST_LISTED {
        return repeated(&folded);
    }
    let of = |narrow| (0..list.len()).find(|wide| covers(*wide, narrow)).map(|wide| (narrow, wide));
    (0..list.len()).filter_map(of).collect()
}

/// The patterns that stand in the list before, each with the first.
fn repeated(list: &[Cow<'_, Pattern>]) -> Vec<(usize, usize)> {
    let mut first: FxHashMap<&Pattern, usize> = FxHashMap::default();
    let of = |(i, pattern)| {
        let before = *first.entry(pattern).or_insert(i);
        (before != i).then_some((i, before))
    };
    list.iter().map(AsRef::as_ref).enumerate().filter_map(of).collect()
}

/// In longer lists than the root of this only equal patterns are found.
const MOST_LISTED: usize = 250_000;

/// Whether `leaf` has the same truth in every event in which all of `around` have theirs: whatever lets it decide
/// settles it. In `a and (a or b)` neither the inner `a` nor `b` can decide.
pub(crate) fn is_settled(leaf: &Expr, around: &[(&Expr, Wanted)]) -> bool {
    [Wanted::True, Wanted::False].into_iter().any(|wanted| {
        let mut facts = Facts::default();
        facts.add(leaf, wanted);
        around.iter().for_each(|(expr, wanted)| facts.add(expr, *wanted));
        let mut steps = MOST_STEPS;
        facts.impossible(&mut steps)
    })
}

/// More comparisons of leaves than this are not made for one proof.
const MOST_STEPS: usize = 300_000;

/// What is asked of an event.
#[derive(Clone, Default)]
struct Facts<'e> {
    /// Leaves that hold.
    hold: Vec<&'e Expr>,
    /// Leaves that fail.
    fail: Vec<&'e Expr>,
    /// One of these has this truth.
    choices: Vec<(&'e [Expr], Wanted)>,
    never: bool,
    world: World<'e>,
}

impl<'e> Facts<'e> {
    fn add(&mut self, expr: &'e Expr, wanted: Wanted) {
        match (&expr.kind, wanted) {
            (ExprKind::Not(x), _) => self.add(x, wanted.flip()),
            (ExprKind::Named { body, .. }, _) => self.add(body, wanted),
            (ExprKind::And(of), Wanted::True) | (ExprKind::Or(of), Wanted::False) => {
                of.iter().for_each(|x| self.add(x, wanted));
            }
            (ExprKind::And(of), Wanted::False) | (ExprKind::Or(of), Wanted::True) => {
                self.choices.push((of, wanted));
            }
            (ExprKind::Const(b), _) => self.never |= *b != (wanted == Wanted::True),
            (ExprKind::AtLeast { .. }, _) => {}
            (_, Wanted::True) => self.hold.push(expr),
            (_, Wanted::False) => self.fail.push(expr),
        }
    }

    /// Whether no event has all of it. Choices are made where one alternative is left, then tried.
    fn impossible(mut self, steps: &mut usize) -> bool {
        loop {
            if self.clash(steps) {
                return true;
            }
            let mut made = Vec::new();
            for (i, (of, wanted)) in self.choices.iter().enumerate() {
                let mut left = of.iter().filter(|x| !self.with(x, *wanted).clash(steps));
                match (left.next(), left.next()) {
                    (None, _) => return true,
                    (Some(only), None) => made.push((i, only, *wanted)),
                    (Some(_), Some(_)) => {}
                }
            }
            if made.is_empty() {
                break;
            }
            for (i, ..) in made.iter().rev() {
                self.choices.remove(*i);
            }
            made.into_iter().for_each(|(_, only, wanted)| self.add(only, wanted));
        }
        let Some((of, wanted)) = self.choices.pop() else { return false };
        *steps > 0
            && of.iter().all(|x| {
                let mut tried = self.clone();
                tried.add(x, wanted);
                tried.impossible(steps)
            })
    }

    /// The facts with one more, its own choices left out.
    fn with(&self, expr: &'e Expr, wanted: Wanted) -> Self {
        let (hold, fail) = (self.hold.clone(), self.fail.clone());
        let mut more =
            Self { hold, fail, choices: Vec::new(), never: self.never, world: self.world };
        more.add(expr, wanted);
        more
    }

    fn clash(&self, steps: &mut usize) -> bool {
        let cost = self.hold.len() * (self.hold.len() + self.fail.len() + 1);
        if *steps < cost {
            *steps = 0;
            return self.never;
        }
        *steps -= cost;
        self.never || self.hold.iter().any(|leaf| self.denies(leaf)) || self.apart()
    }

    /// Whether two leaves that hold ask different things of the one value of a field.
    fn apart(&self) -> bool {
        let tests = |leaf: &&'e Expr| match &leaf.kind {
            ExprKind::Test {
                subject: Subject::Value(Scalar::Field(field)),
                quant: Quant::Any | Quant::Every | Quant::Sole | Quant::Scalar,
                test,
            } => Some((field, test)),
            _ => None,
        };
        let mut all: Vec<(&Field, &Test)> = self.hold.iter().filter_map(tests).collect();
        // Where no value differs from it, the one value that is there is it.
        let alike: Vec<_> = self
            .fail
            .iter()
            .filter_map(tests)
            .filter_map(|(field, test)| {
                let Test::Fails(inner) = test else { return None };
                self.hold
                    .iter()
                    .any(|h| h.field() == Some(field) && needs(h, Shape::Valued))
                    .then_some((field, &**inner))
            })
            .collect();
        all.extend(alike);
        all.iter().enumerate().any(|(i, (field, test))| {
            let mut others = all[..i].iter().filter(|(f, _)| f == field).peekable();
            others.peek().is_some()
                && (self.world.is_single)(field)
                && others.any(|(_, other)| apart::apart(test, other))
        })
    }

    /// Whether the leaf cannot hold because of those that fail.
    fn denies(&self, leaf: &Expr) -> bool {
        let Some(subject) = subject(leaf) else { return self.fail.contains(&leaf) };
        let about = || self.fail.iter().filter(|f| f.field() == leaf.field());
        let shapes = about().filter_map(|f| shape(f));
        if about().any(|f| *f == leaf) || shapes.clone().any(|s| needs(leaf, s)) {
            return true;
        }
        let ExprKind::Test { quant: Quant::Any, test, .. } = &leaf.kind else { return false };
        // What a field has, the event has somewhere.
        let in_field = matches!(subject, Subject::Value(Scalar::Field(_)));
        let tests = self.fail.iter().filter_map(|f| match &f.kind {
            ExprKind::Test { subject: s, quant: Quant::Any, test }
                if *s == subject || (in_field && *s == Subject::Event(Scope::Values)) =>
            {
                Some(test)
            }
            _ => None,
        });
        is_covered(test, &tests.collect::<Vec<_>>())
    }
}

/// The subject whose values the leaf is about.
fn subject(leaf: &Expr) -> Option<Subject> {
    match &leaf.kind {
        ExprKind::Test { subject, .. } => Some(subject.clone()),
        ExprKind::Is { what: what @ Scalar::Field(_), .. } => Some(Subject::Value(what.clone())),
        _ => None,
    }
}

fn shape(leaf: &Expr) -> Option<Shape> {
    match &leaf.kind {
        ExprKind::Is { what: Scalar::Field(_), shape } => Some(*shape),
        _ => None,
    }
}

/// Whether the leaf holds only where its field has the shape.
fn needs(leaf: &Expr, wanted: Shape) -> bool {
    let rank = |shape| match shape {
        Shape::Key => Some(0),
        Shape::NotNull => Some(1),
        Shape::Valued => Some(2),
        Shape::NonEmpty => Some(3),
        Shape::Truthy | Shape::Type(_) => None,
    };
    let own = match &leaf.kind {
        ExprKind::Is { shape, .. } => rank(*shape),
        ExprKind::Test { subject: Subject::Value(Scalar::Field(_)), .. } => rank(Shape::Valued),
        _ => None,
    };
    matches!((own, rank(wanted)), (Some(own), Some(wanted)) if own >= wanted)
}

/// More comparisons than this are not made.
const MOST_PAIRS: usize = 20_000;

/// Whether each value that passes `test` passes one of the others.
fn is_covered(test: &Test, others: &[&Test]) -> bool {
    match test {
        Test::Text { any, case, types } => {
            let others: Vec<(&Pattern, Case)> = others
                .iter()
                .filter_map(|other| match other {
                    Test::Text { any, case, types: t } if t == types => Some((any, *case)),
                    _ => None,
                })
                .flat_map(|(any, case)| any.iter().map(move |p| (p, case)))
                .collect();
            any.len() * others.len() <= MOST_PAIRS
                && any.iter().all(|p| others.iter().any(|(q, c)| pattern::covers(q, *c, p, *case)))
        }
        Test::Term { text, tokens, case } => others.iter().any(|other| match other {
            Test::Term { text: part, tokens: t, case: c } if (t, c) == (tokens, case) => {
                let (whole, part) = (standard(text), standard(part));
                !part.is_empty() && whole.windows(part.len()).any(|w| w == part)
            }
            _ => false,
        }),
        Test::Equal { any, types } => any.iter().all(|literal| {
            others.iter().any(|other| match other {
                Test::Equal { any, types: t } => t == types && any.contains(literal),
                _ => false,
            })
        }),
        Test::Net { any, how } => any.iter().all(|net| {
            others.iter().any(|other| match other {
                Test::Net { any, how: h } => h == how && any.iter().any(|wide| wide.contains(net)),
                _ => false,
            })
        }),
        _ => false,
    }
}
