//! Normal forms: constructors that keep them, and the form in which equal structure proves equal meaning.

use crate::{Case, Expr, ExprKind, Pattern, Quant, Shape, Subject, Test, Types};
use smol_str::SmolStr;

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
            sorted(all(of), Junction::And)
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
        (_, Wanted::False) => negate(leaf(expr)),
    }
}

fn counted(n: u32, mut of: Vec<Expr>) -> Expr {
    of.sort();
    let joined = at_least(n, of);
    match joined.kind {
        ExprKind::Or(of) => sorted(merge_alternatives(of), Junction::Or),
        ExprKind::And(of) => sorted(of, Junction::And),
        kind => Expr { kind, origin: joined.origin },
    }
}

fn sorted(of: Vec<Expr>, how: Junction) -> Expr {
    let of = if how == Junction::And { merge_exclusions(of) } else { of };
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

/// `not f = a and not f in (b, c)` is the exclusion of one list.
fn merge_exclusions(of: Vec<Expr>) -> Vec<Expr> {
    let mut flat = Vec::with_capacity(of.len());
    for expr in of {
        match expr.kind {
            ExprKind::And(inner) => flat.extend(inner),
            kind => flat.push(Expr { kind, origin: expr.origin }),
        }
    }
    let is_exclusion = |e: &Expr| matches!(&e.kind, ExprKind::Not(_));
    let (negative, mut rest): (Vec<_>, Vec<_>) = flat.into_iter().partition(is_exclusion);
    rest.extend(
        merge_alternatives(negative.into_iter().map(negate).collect()).into_iter().map(negate),
    );
    rest
}

/// `f = a or f in (b, c)` is one list. Sound only for `Any`: some value passes a or some value passes b.
fn merge_alternatives(of: Vec<Expr>) -> Vec<Expr> {
    let mut merged: Vec<Expr> = Vec::with_capacity(of.len());
    let mut flat = Vec::with_capacity(of.len());
    for expr in of {
        match expr.kind {
            ExprKind::Or(inner) => flat.extend(inner),
            kind => flat.push(Expr { kind, origin: expr.origin }),
        }
    }
    flat.sort();
    for expr in flat {
        // Sorted: tests of one subject stand together.
        if let Some(last) = merged.last_mut()
            && absorb(last, &expr)
        {
            continue;
        }
        merged.push(expr);
    }
    merged.into_iter().map(|e| leaf(&e)).collect()
}

fn absorb(into: &mut Expr, other: &Expr) -> bool {
    let ExprKind::Test { subject: a, quant: Quant::Any, test: into } = &mut into.kind else {
        return false;
    };
    let ExprKind::Test { subject: b, quant: Quant::Any, test: other } = &other.kind else {
        return false;
    };
    if a != b {
        return false;
    }
    match (into, other) {
        (
            Test::Text { any, case: ca, types: ta },
            Test::Text { any: more, case: cb, types: tb },
        ) if ca == cb && ta == tb => {
            any.extend(more.iter().cloned());
        }
        (
            Test::AnyWord { any, tokens: ta, case: ca },
            Test::AnyWord { any: more, tokens: tb, case: cb },
        ) if ca == cb && ta == tb => {
            any.extend(more.iter().cloned());
        }
        (Test::Equal { any, types: ta }, Test::Equal { any: more, types: tb }) if ta == tb => {
            any.extend(more.iter().cloned());
        }
        (Test::Net { any, how: ha }, Test::Net { any: more, how: hb }) if ha == hb => {
            any.extend(more)
        }
        _ => return false,
    }
    true
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
            let any: Vec<_> = any.iter().map(|p| folded(p, *case)).collect();
            Test::Text { any: unique(&any), case: *case, types: *types }
        }
        Test::Net { any, how } => Test::Net { any: unique(any), how: *how },
        Test::Equal { any, types } => Test::Equal { any: unique(any), types: *types },
        Test::AnyWord { any, tokens, case } => {
            Test::AnyWord { any: unique(any), tokens: *tokens, case: *case }
        }
        Test::Fails(inner) => match canonical(inner) {
            Test::Fails(innermost) => *innermost,
            inner => Test::Fails(Box::new(inner)),
        },
        other => other.clone(),
    }
}

fn unique<T: Clone + Ord>(of: &[T]) -> Vec<T> {
    let mut of = of.to_vec();
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
