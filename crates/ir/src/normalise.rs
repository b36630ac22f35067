//! Normal forms: constructors that keep them, and the form in which equal structure proves equal meaning.

use crate::{Case, Expr, ExprKind, Origin, Pattern, Quant, Shape, Subject, Test, Types};
use smol_str::SmolStr;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

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
            sorted(merge_exclusions(all(of)), Junction::And)
        }
        (ExprKind::Or(of), Wanted::True) | (ExprKind::And(of), Wanted::False) => {
            sorted(merge_alternatives(all(of)), Junction::Or)
        }
        (ExprKind::AtLeast { n, of }, Wanted::True) => counted(*n, all(of)),
        // Not at least n of k: at least k - n + 1 fail.
        (ExprKind::AtLeast { n, of }, Wanted::False) => match u32::try_from(of.len() + 1) {
            Ok(above) => counted(above.saturating_sub(*n), all(of)),
            Err(_) => negate(expr.clone()),
        },
        (_, Wanted::True) => leaf(expr),
        (_, Wanted::False) => sorted(refused(leaf(expr)), Junction::And),
    }
}

/// The parts of which none may hold, each negated.
fn refused(expr: Expr) -> Vec<Expr> {
    match expr.kind {
        ExprKind::Or(of) => of.into_iter().map(negate).collect(),
        kind => vec![negate(Expr { kind, origin: expr.origin })],
    }
}

fn counted(n: u32, mut of: Vec<Expr>) -> Expr {
    of.sort();
    let joined = at_least(n, of);
    match joined.kind {
        ExprKind::Or(of) => sorted(merge_alternatives(of), Junction::Or),
        ExprKind::And(of) => sorted(merge_exclusions(of), Junction::And),
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
    }
    joined
}

/// `not f = a and not f = b` is one list: neither passes.
fn merge_exclusions(of: Vec<Expr>) -> Vec<Expr> {
    let mut excluded = Vec::new();
    let mut rest = Vec::with_capacity(of.len());
    for expr in flattened(of, Junction::And) {
        match expr.kind {
            ExprKind::Not(inner) => excluded.push(*inner),
            kind => rest.push(Expr { kind, origin: expr.origin }),
        }
    }
    rest.extend(merge_alternatives(excluded).into_iter().flat_map(refused));
    rest
}

/// `f = a or f in (b, c)` is one list. Sound only for `Any`: some value passes a or some value passes b.
fn merge_alternatives(of: Vec<Expr>) -> Vec<Expr> {
    let mut lists: BTreeMap<(Subject, Test), (Test, Origin)> = BTreeMap::new();
    let mut rest = Vec::with_capacity(of.len());
    for expr in flattened(of, Junction::Or) {
        match expr.kind {
            ExprKind::Test { subject, quant: Quant::Any, test } => match emptied(&test) {
                Some(key) => match lists.entry((subject, key)) {
                    Entry::Occupied(mut list) => extend(&mut list.get_mut().0, test),
                    Entry::Vacant(slot) => _ = slot.insert((test, expr.origin)),
                },
                None => {
                    let kind = ExprKind::Test { subject, quant: Quant::Any, test };
                    rest.push(Expr { kind, origin: expr.origin });
                }
            },
            kind => rest.push(Expr { kind, origin: expr.origin }),
        }
    }
    rest.extend(lists.into_iter().map(|((subject, _), (test, origin))| {
        leaf(&Expr { kind: ExprKind::Test { subject, quant: Quant::Any, test }, origin })
    }));
    rest
}

/// A test of a list without its list: equal for those that can be one.
fn emptied(test: &Test) -> Option<Test> {
    match test {
        Test::Text { case, types, .. } => {
            Some(Test::Text { any: Vec::new(), case: *case, types: *types })
        }
        Test::Equal { types, .. } => Some(Test::Equal { any: Vec::new(), types: *types }),
        Test::Net { how, .. } => Some(Test::Net { any: Vec::new(), how: *how }),
        _ => None,
    }
}

fn extend(into: &mut Test, more: Test) {
    match (into, more) {
        (Test::Text { any, .. }, Test::Text { any: more, .. }) => any.extend(more),
        (Test::Equal { any, .. }, Test::Equal { any: more, .. }) => any.extend(more),
        (Test::Net { any, .. }, Test::Net { any: more, .. }) => any.extend(more),
        _ => {}
    }
}

fn flattened(of: Vec<Expr>, how: Junction) -> Vec<Expr> {
    let mut flat = Vec::with_capacity(of.len());
    for expr in of {
        match (expr.kind, how) {
            (ExprKind::And(inner), Junction::And) | (ExprKind::Or(inner), Junction::Or) => {
                flat.extend(inner);
            }
            (kind, _) => flat.push(Expr { kind, origin: expr.origin }),
        }
    }
    flat
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
        (_, _, Test::Text { any, .. }) if any.is_empty() => ExprKind::Const(false),
        (
            subject,
            Quant::Any,
            Test::Text { any, case: case @ (Case::AsciiFold | Case::UnicodeFold), types },
        ) => caseless_apart(subject, any, case, types),
        (subject, quant, test) => ExprKind::Test { subject: subject.clone(), quant, test },
    }
}

/// A list that mixes patterns with and without letters is split, so that `"1234"` is the same test in every language.
fn caseless_apart(subject: &Subject, any: Vec<Pattern>, case: Case, types: Types) -> ExprKind {
    let test = |any, case| ExprKind::Test {
        subject: subject.clone(),
        quant: Quant::Any,
        test: Test::Text { any, case, types },
    };
    let (cased, caseless): (Vec<_>, Vec<_>) = any.into_iter().partition(Pattern::has_case);
    match (cased.is_empty(), caseless.is_empty()) {
        (_, true) => test(cased, case),
        (true, false) => test(caseless, Case::Exact),
        (false, false) => {
            ExprKind::Or(vec![test(caseless, Case::Exact).into(), test(cased, case).into()])
        }
    }
}

fn canonical(test: &Test) -> Test {
    match test {
        Test::Text { any, types: Types::Textual, .. } if any.iter().any(Pattern::is_any) => {
            Test::Anything
        }
        Test::Text { any, case, types } => {
            let mut any: Vec<_> = any.iter().map(|p| folded(p, *case)).collect();
            any.sort();
            any.dedup();
            Test::Text { any, case: *case, types: *types }
        }
        Test::Equal { any, types } => {
            let mut any = any.clone();
            any.sort();
            any.dedup();
            Test::Equal { any, types: *types }
        }
        Test::Net { any, how } => {
            let mut any = any.clone();
            any.sort();
            any.dedup();
            Test::Net { any, how: *how }
        }
        Test::Fails(inner) => match canonical(inner) {
            Test::Fails(innermost) => *innermost,
            inner => Test::Fails(Box::new(inner)),
        },
        other => other.clone(),
    }
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

/// Simple lower-casing: one character for one, as `Case::UnicodeFold` compares.
pub(crate) fn simple_lowercase(text: &str) -> SmolStr {
    text.chars().map(simple_lower).collect()
}

fn simple_lower(c: char) -> char {
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}
