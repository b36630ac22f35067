//! Normal forms: constructors that keep them, and the form in which equal structure proves equal meaning.

use crate::fold::simple_lowercase;
use crate::{Case, Expr, ExprKind, Pattern, Quant, Shape, Subject, Test, Types};
use smol_str::SmolStr;
use std::collections::BTreeSet;

/// All hold. Flattens, drops `true`, and is `false` as soon as one part is.
pub fn all_of(of: impl IntoIterator<Item = Expr>) -> Expr {
    join(of, Junction::And)
}

/// Some holds. Flattens, drops `false`, and is `true` as soon as one part is.
pub fn any_of(of: impl IntoIterator<Item = Expr>) -> Expr {
    join(of, Junction::Or)
}

/// At least `n` hold: `Or` for one, `And` for all, constant where `n` decides alone.
pub fn at_least(n: u32, of: Vec<Expr>) -> Expr {
    match n as usize {
        0 => Expr::constant(true),
        1 => any_of(of),
        n if n == of.len() => all_of(of),
        n if n > of.len() => Expr::constant(false),
        _ => ExprKind::AtLeast { n, of }.into(),
    }
}

/// The complement; a double negation disappears.
pub fn negate(expr: Expr) -> Expr {
    let origin = expr.origin;
    match expr.kind {
        ExprKind::Not(inner) => *inner,
        ExprKind::Const(b) => Expr { kind: ExprKind::Const(!b), origin },
        kind => Expr { kind: ExprKind::Not(Box::new(Expr { kind, origin })), origin },
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Junction {
    And,
    Or,
}

fn join(of: impl IntoIterator<Item = Expr>, how: Junction) -> Expr {
    let mut flat = Vec::new();
    for expr in of {
        match (expr.kind, how) {
            (ExprKind::Const(true), Junction::And) | (ExprKind::Const(false), Junction::Or) => {}
            (kind @ ExprKind::Const(_), _) => return Expr { kind, origin: expr.origin },
            (ExprKind::And(inner), Junction::And) | (ExprKind::Or(inner), Junction::Or) => {
                flat.extend(inner);
            }
            (kind, _) => flat.push(Expr { kind, origin: expr.origin }),
        }
    }
    match (flat.len(), how) {
        (0, Junction::And) => Expr::constant(true),
        (0, Junction::Or) => Expr::constant(false),
        (1, _) => flat.remove(0),
        (_, Junction::And) => ExprKind::And(flat).into(),
        (_, Junction::Or) => ExprKind::Or(flat).into(),
    }
}

/// The expression without the author's names.
pub fn meaning(expr: &Expr) -> Expr {
    let origin = expr.origin;
    let all = |of: &[Expr]| of.iter().map(meaning).collect();
    let kind = match &expr.kind {
        ExprKind::Named { body, .. } => return meaning(body),
        ExprKind::Not(x) => ExprKind::Not(Box::new(meaning(x))),
        ExprKind::And(of) => ExprKind::And(all(of)),
        ExprKind::Or(of) => ExprKind::Or(all(of)),
        ExprKind::AtLeast { n, of } => ExprKind::AtLeast { n: *n, of: all(of) },
        ExprKind::Within { path, quant, body } => {
            ExprKind::Within { path: path.clone(), quant: *quant, body: Box::new(meaning(body)) }
        }
        other => other.clone(),
    };
    Expr { kind, origin }
}

/// The normal form: `normalise(a) == normalise(b)` proves that `a` and `b` mean the same.
///
/// Names are gone, negations stand at leaves, operands are flat, sorted and unique, alternatives over one field are one
/// list, and each test has its one spelling. It is idempotent and keeps the meaning. Not complete: equal meanings may
/// have different normal forms.
pub fn normalise(expr: &Expr) -> Expr {
    positive(expr, Wanted::True)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    True,
    False,
}

fn positive(expr: &Expr, wanted: Wanted) -> Expr {
    let other = |w| if w == Wanted::True { Wanted::False } else { Wanted::True };
    let all = |of: &[Expr]| of.iter().map(|x| positive(x, wanted)).collect::<Vec<_>>();
    match (&expr.kind, wanted) {
        (ExprKind::Named { body, .. }, _) => positive(body, wanted),
        (ExprKind::Not(x), _) => positive(x, other(wanted)),
        (ExprKind::And(of), Wanted::True) | (ExprKind::Or(of), Wanted::False) => {
            sorted(merged(all(of), Junction::And), Junction::And)
        }
        (ExprKind::Or(of), Wanted::True) | (ExprKind::And(of), Wanted::False) => {
            sorted(merged(all(of), Junction::Or), Junction::Or)
        }
        (ExprKind::AtLeast { n, of }, Wanted::True) => counted(*n, all(of)),
        // Not at least n of k: at least k - n + 1 fail.
        (ExprKind::AtLeast { n, of }, Wanted::False) => match u32::try_from(of.len() + 1) {
            Ok(above) => counted(above.saturating_sub(*n), all(of)),
            Err(_) => negate(expr.clone()),
        },
        (_, Wanted::True) => leaf(expr),
        (_, Wanted::False) => refuted(expr),
    }
}

fn counted(n: u32, mut of: Vec<Expr>) -> Expr {
    of.sort();
    let joined = at_least(n, of);
    match joined.kind {
        ExprKind::Or(of) => sorted(merged(of, Junction::Or), Junction::Or),
        ExprKind::And(of) => sorted(merged(of, Junction::And), Junction::And),
        kind => Expr { kind, origin: joined.origin },
    }
}

fn sorted(of: Vec<Expr>, how: Junction) -> Expr {
    let mut joined = join(of, how);
    if let ExprKind::And(of) | ExprKind::Or(of) = &mut joined.kind {
        of.sort();
        of.dedup();
        if of.len() == 1 {
            return of.remove(0);
        }
        // Of a test and its denial one holds and one fails.
        let denied = |x: &Expr| match &x.kind {
            ExprKind::Not(inner) => of.binary_search(inner).is_ok(),
            _ => false,
        };
        if of.iter().any(denied) {
            return Expr::constant(how == Junction::Or);
        }
    }
    joined
}

/// As many lists of one subject can stand side by side: text by case, words, numbers, networks.
const KINDS_OF_LIST: usize = 8;

/// `f = a or f in (b, c)` is one list, and so is `not f = a and not f in (b, c)`. Sound only for `Any`: some value passes
/// a or some value passes b.
fn merged(of: Vec<Expr>, how: Junction) -> Vec<Expr> {
    let mut merged: Vec<Expr> = Vec::with_capacity(of.len());
    let mut flat = flattened(of, how);
    flat.sort();
    for expr in flat {
        // Sorted: tests of one subject stand together, but those that fold case between those that do not.
        let listed = merged.iter_mut().rev().take(KINDS_OF_LIST).any(|last| match how {
            Junction::Or => absorb(last, &expr),
            Junction::And => absorb_refuted(last, &expr),
        });
        if !listed {
            merged.push(expr);
        }
    }
    let settled = merged.into_iter().map(|e| settled(e, how)).collect();
    without_presence(flattened(settled, how), how)
}

fn flattened(of: Vec<Expr>, how: Junction) -> Vec<Expr> {
    let mut flat = Vec::with_capacity(of.len());
    for expr in of {
        match (expr.kind, how) {
            (ExprKind::Or(inner), Junction::Or) | (ExprKind::And(inner), Junction::And) => {
                flat.extend(inner);
            }
            (kind, _) => flat.push(Expr { kind, origin: expr.origin }),
        }
    }
    flat
}

/// What presence decides is left out: a test that passes says that there is a value, and without one none passes.
fn without_presence(mut of: Vec<Expr>, how: Junction) -> Vec<Expr> {
    let sides = of.iter().any(|x| presence(positive_side(x)).is_some())
        && of.iter().any(|x| tested(positive_side(x)).is_some());
    if !sides {
        return of;
    }
    // In an "or" presence is wider than a test and its denial narrower than the test's; in an "and" the reverse.
    let wide = |x: &Expr| matches!(x.kind, ExprKind::Not(_)) == (how == Junction::And);
    let present: BTreeSet<Subject> =
        of.iter().filter(|x| wide(x)).filter_map(|x| presence(positive_side(x))).collect();
    let needed: BTreeSet<Subject> =
        of.iter().filter(|x| !wide(x)).filter_map(|x| tested(positive_side(x)).cloned()).collect();
    of.retain(|x| {
        let side = positive_side(x);
        if wide(x) {
            tested(side).is_none_or(|subject| !present.contains(subject))
        } else {
            presence(side).is_none_or(|subject| !needed.contains(&subject))
        }
    });
    of
}

fn positive_side(expr: &Expr) -> &Expr {
    match &expr.kind {
        ExprKind::Not(inner) => inner,
        _ => expr,
    }
}

/// The subject that the expression says to have any value at all.
fn presence(expr: &Expr) -> Option<Subject> {
    match &expr.kind {
        ExprKind::Is { what, shape: Shape::Valued } => Some(Subject::Value(what.clone())),
        ExprKind::Test { subject, quant: Quant::Any, test: Test::Anything } => {
            Some(subject.clone())
        }
        _ => None,
    }
}

/// The subject of which the expression tests the values.
fn tested(expr: &Expr) -> Option<&Subject> {
    match &expr.kind {
        ExprKind::Test { quant: Quant::Any, test: Test::Anything, .. } => None,
        ExprKind::Test { subject, .. } => Some(subject),
        _ => None,
    }
}

/// A list that has grown, in its normal form.
fn settled(expr: Expr, how: Junction) -> Expr {
    match (expr.kind, how) {
        (ExprKind::Not(list), Junction::And) => refuted(&list),
        (kind, _) => leaf(&Expr { kind, origin: expr.origin }),
    }
}

fn absorb_refuted(into: &mut Expr, other: &Expr) -> bool {
    match (&mut into.kind, &other.kind) {
        (ExprKind::Not(into), ExprKind::Not(other)) => absorb(into, other),
        _ => false,
    }
}

fn absorb(into: &mut Expr, other: &Expr) -> bool {
    let ExprKind::Test { subject: a, quant: Quant::Any, test: list } = &mut into.kind else {
        return false;
    };
    match &other.kind {
        ExprKind::Test { subject: b, quant: Quant::Any, test: more } if a == b => {
            absorb_list(list, more)
        }
        _ => false,
    }
}

/// Adds alternatives of the same kind.
fn absorb_list(list: &mut Test, more: &Test) -> bool {
    match (list, more) {
        (
            Test::Text { any, case: ca, types: ta },
            Test::Text { any: more, case: cb, types: tb },
        ) if ca == cb && ta == tb => any.extend(more.iter().cloned()),
        (Test::Equal { any, types: ta }, Test::Equal { any: more, types: tb }) if ta == tb => {
            any.extend(more.iter().cloned());
        }
        (
            Test::AnyWord { any, tokens: ta, case: ca },
            Test::AnyWord { any: more, tokens: tb, case: cb },
        ) if ta == tb && ca == cb => any.extend(more.iter().cloned()),
        (Test::Net { any, how: a }, Test::Net { any: more, how: b }) if a == b => {
            any.extend(more.iter().copied());
        }
        _ => return false,
    }
    true
}

/// The leaf as one that must fail; where it is several, each must.
fn refuted(expr: &Expr) -> Expr {
    let leaf = leaf(expr);
    match leaf.kind {
        ExprKind::Or(of) => all_of(of.into_iter().map(negate)),
        kind => negate(Expr { kind, origin: leaf.origin }),
    }
}

fn leaf(expr: &Expr) -> Expr {
    let origin = expr.origin;
    let kind = match &expr.kind {
        ExprKind::Test { subject, quant, test } => test_leaf(subject, *quant, test),
        ExprKind::Within { path, quant, body } => {
            ExprKind::Within { path: path.clone(), quant: *quant, body: Box::new(normalise(body)) }
        }
        other => other.clone(),
    };
    Expr { kind, origin }
}

fn test_leaf(subject: &Subject, quant: Quant, test: &Test) -> ExprKind {
    let test = canonical(test);
    match (subject, quant, test) {
        (Subject::Value(what), Quant::Any, Test::Anything) => {
            ExprKind::Is { what: what.clone(), shape: Shape::Valued }
        }
        (_, _, Test::Text { any, .. } | Test::AnyWord { any, .. }) if any.is_empty() => {
            ExprKind::Const(false)
        }
        (_, _, Test::Equal { any, .. }) if any.is_empty() => ExprKind::Const(false),
        (_, _, Test::Net { any, .. }) if any.is_empty() => ExprKind::Const(false),
        (
            subject,
            Quant::Any,
            Test::Text { any, case: case @ (Case::AsciiFold | Case::UnicodeFold), types },
        ) => caseless_apart(subject, any, case, types),
        (subject, quant, test) => ExprKind::Test { subject: subject.clone(), quant, test },
    }
}

/// A list is split by how its patterns fold, so that each is the same test in every language: without letters they are
/// exact, and what folding ASCII and folding all letters say alike is written as folding all.
fn caseless_apart(subject: &Subject, any: Vec<Pattern>, case: Case, types: Types) -> ExprKind {
    let (cased, caseless): (Vec<_>, Vec<_>) = any.into_iter().partition(Pattern::has_case);
    let (alike, other): (Vec<_>, Vec<_>) = cased.into_iter().partition(Pattern::folds_alike);
    let test = |any, case| {
        let test = Test::Text { any, case, types };
        ExprKind::Test { subject: subject.clone(), quant: Quant::Any, test }
    };
    let lists = if case == Case::AsciiFold {
        vec![(caseless, Case::Exact), (alike, Case::UnicodeFold), (other, case)]
    } else {
        vec![(caseless, Case::Exact), ([alike, other].concat(), case)]
    };
    let mut lists: Vec<Expr> = lists
        .into_iter()
        .filter(|(any, _)| !any.is_empty())
        .map(|(any, case)| test(any, case).into())
        .collect();
    lists.sort();
    match lists.pop() {
        Some(only) if lists.is_empty() => only.kind,
        last => ExprKind::Or(lists.into_iter().chain(last).collect()),
    }
}

fn canonical(test: &Test) -> Test {
    match test {
        Test::Text { any, types: Types::Textual, .. } if any.iter().any(Pattern::is_any) => {
            Test::Anything
        }
        Test::Text { any, case, types } => {
            let any = unique(any.iter().map(|p| folded(p, *case)));
            Test::Text { any, case: *case, types: *types }
        }
        Test::AnyWord { any, tokens, case } => {
            let any = unique(any.iter().map(|p| folded(p, *case)));
            Test::AnyWord { any, tokens: *tokens, case: *case }
        }
        Test::Equal { any, types } => {
            Test::Equal { any: unique(any.iter().cloned()), types: *types }
        }
        Test::Net { any, how } => Test::Net { any: unique(any.iter().copied()), how: *how },
        Test::Fails(inner) => match canonical(inner) {
            Test::Fails(innermost) => *innermost,
            inner => Test::Fails(Box::new(inner)),
        },
        other => other.clone(),
    }
}

fn unique<T: Ord>(of: impl Iterator<Item = T>) -> Vec<T> {
    let mut of: Vec<_> = of.collect();
    of.sort();
    of.dedup();
    of
}

/// Where case does not count, text is written in lower case.
fn folded(pattern: &Pattern, case: Case) -> Pattern {
    use crate::Part;
    let lower: fn(&str) -> SmolStr = match case {
        Case::Exact => return pattern.clone(),
        Case::AsciiFold => |t| t.to_ascii_lowercase().into(),
        Case::UnicodeFold => simple_lowercase,
    };
    Pattern::new(pattern.parts().iter().map(|p| match p {
        Part::Text(t) => Part::Text(lower(t)),
        other => other.clone(),
    }))
}
