//! What follows from what, without running anything.
//!
//! Facts about leaves are held against each other: what contains `abc` contains `b`, what a field has the event has, a
//! choice of which one alternative is left is made. What is found here is proved; what is not found may still be so.

use crate::regex::regex_syntax_of;
use crate::text::folded;
use crate::witness::Wanted;
use crate::words::standard;
use ruleglot_ir::{
    Case, Expr, ExprKind, Flags, Flavor, Monotone, Part, Pattern, Quant, Scalar, Scope, Shape,
    Subject, Test, map_leaves, normalise,
};

/// Whether two expressions are proved to mean the same: by their normal forms, by these with each regular expression in
/// one spelling, or because neither can hold where the other fails.
pub fn proved_same(first: &Expr, second: &Expr) -> bool {
    let (first, second) = (normalise(first), normalise(second));
    if first == second {
        return true;
    }
    let (first, second) = (one_spelling(first), one_spelling(second));
    first == second || (implies(&first, &second) && implies(&second, &first))
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

fn implies(first: &Expr, second: &Expr) -> bool {
    let mut facts = Facts::default();
    facts.add(first, Wanted::True);
    facts.add(second, Wanted::False);
    let mut steps = MOST_STEPS;
    facts.impossible(&mut steps)
}

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
        let mut more = Self { hold, fail, choices: Vec::new(), never: self.never };
        more.add(expr, wanted);
        more
    }

    fn clash(&self, steps: &mut usize) -> bool {
        let cost = self.hold.len() * (self.fail.len() + 1);
        if *steps < cost {
            *steps = 0;
            return self.never;
        }
        *steps -= cost;
        self.never || self.hold.iter().any(|leaf| self.denies(leaf))
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
                && any.iter().all(|p| others.iter().any(|(q, c)| covers(q, *c, p, *case)))
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

/// Whether `wide` matches every text that `narrow` matches.
fn covers(wide: &Pattern, wide_case: Case, narrow: &Pattern, narrow_case: Case) -> bool {
    // Without letters of its own, it looks at no letter.
    let wide_case = if wide.has_case() { wide_case } else { Case::UnicodeFold };
    let looser = match wide_case {
        Case::Exact => narrow_case == Case::Exact,
        Case::AsciiFold => narrow_case != Case::UnicodeFold,
        Case::UnicodeFold => true,
    };
    if !looser && narrow.has_case() {
        return false;
    }
    let (Some(wide), Some(narrow)) = (tokens(wide, wide_case), tokens(narrow, wide_case)) else {
        return false;
    };
    // Row `i`: whether the rest of `wide` from `i` covers the rest of `narrow` from each place.
    let mut after: Vec<bool> = vec![false; narrow.len() + 1];
    after[narrow.len()] = true;
    for token in wide.iter().rev() {
        let mut row = vec![false; narrow.len() + 1];
        for j in (0..=narrow.len()).rev() {
            row[j] = match token {
                Token::Run => after[j] || (j < narrow.len() && row[j + 1]),
                one => j < narrow.len() && after[j + 1] && one.covers(narrow[j]),
            };
        }
        after = row;
    }
    after[0]
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Token {
    Char(char),
    One,
    Dash,
    Run,
}

impl Token {
    /// For tokens of one character.
    fn covers(self, other: Self) -> bool {
        match (self, other) {
            (_, Self::Run) => false,
            (Self::One, _) => true,
            (Self::Dash, Self::Char(c)) => crate::glob::DASHES.contains(&c),
            (a, b) => a == b,
        }
    }
}

/// `None` for a pattern that only a pipeline can fill.
fn tokens(pattern: &Pattern, case: Case) -> Option<Vec<Token>> {
    let mut out = Vec::new();
    for part in pattern.parts() {
        match part {
            Part::Text(text) => out.extend(folded(text, case).chars().map(Token::Char)),
            Part::One => out.push(Token::One),
            Part::Dash => out.push(Token::Dash),
            Part::Run => out.push(Token::Run),
            Part::Placeholder(_) => return None,
        }
    }
    Some(out)
}
