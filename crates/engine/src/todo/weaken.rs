//! A condition without some of its parts, which never matches less.

use crate::refusal::overlap;
use ruleglot_ir::{Expr, ExprKind, Monotone, all_of, any_of, at_least, negate};
use ruleglot_source::FileSpan;

/// The condition with each leaf that stands at one of these places taken as true, or below a `not` as false.
pub(super) fn weaken(expr: Expr, places: &[FileSpan]) -> Expr {
    weaken_at(expr, Monotone::Up, places)
}

fn weaken_at(expr: Expr, at: Monotone, places: &[FileSpan]) -> Expr {
    let origin = expr.origin;
    let all = |of: Vec<Expr>| of.into_iter().map(|x| weaken_at(x, at, places)).collect::<Vec<_>>();
    let kind = match expr.kind {
        ExprKind::Not(x) => negate(weaken_at(*x, at.flip(), places)).kind,
        ExprKind::And(of) => all_of(all(of)).kind,
        ExprKind::Or(of) => any_of(all(of)).kind,
        ExprKind::AtLeast { n, of } => counted(n, all(of)).kind,
        ExprKind::Named { name, body } => match weaken_at(*body, at, places) {
            Expr { kind: kind @ ExprKind::Const(_), .. } => kind,
            body => ExprKind::Named { name, body: Box::new(body) },
        },
        leaf => {
            let stands = |here: FileSpan| places.iter().any(|place| overlap(here, *place));
            if origin.0.is_none_or(stands) { ExprKind::Const(at == Monotone::Up) } else { leaf }
        }
    };
    Expr { kind, origin }
}

/// At least `n`, those that always hold counted and those that never do left out.
fn counted(n: u32, of: Vec<Expr>) -> Expr {
    let always = of.iter().filter(|x| x.kind == ExprKind::Const(true)).count();
    let open = of.into_iter().filter(|x| !matches!(x.kind, ExprKind::Const(_))).collect();
    at_least(n.saturating_sub(u32::try_from(always).unwrap_or(u32::MAX)), open)
}

#[cfg(test)]
mod tests {
    use super::weaken;
    use ruleglot_ir::{Case, Expr, ExprKind, Field, Origin, Pattern, Test, Types};
    use ruleglot_source::{FileId, FileSpan, Span};

    fn at(n: usize) -> FileSpan {
        FileSpan::new(FileId(0), Span::new(n * 10, n * 10 + 5))
    }

    fn leaf(n: usize) -> Expr {
        let any = vec![Pattern::literal("x")];
        let test = Test::Text { any, case: Case::Exact, types: Types::Textual };
        Expr::any(Field::known("sigma", format!("f{n}")), test, Origin::from(at(n)))
    }

    fn node(kind: ExprKind) -> Expr {
        kind.into()
    }

    #[test]
    fn a_part_is_true_where_it_stands_and_false_below_a_not() {
        let not = |x: Expr| node(ExprKind::Not(Box::new(x)));
        let rule =
            node(ExprKind::And(vec![leaf(1), not(node(ExprKind::Or(vec![leaf(2), leaf(3)])))]));
        let without = |n: usize| weaken(rule.clone(), &[at(n)]).to_string();
        assert_eq!(without(1), not(node(ExprKind::Or(vec![leaf(2), leaf(3)]))).to_string());
        assert_eq!(without(2), node(ExprKind::And(vec![leaf(1), not(leaf(3))])).to_string());
        assert_eq!(weaken(rule.clone(), &[at(2), at(3)]).to_string(), leaf(1).to_string());
        assert_eq!(weaken(rule, &[at(1), at(2), at(3)]).kind, ExprKind::Const(true));
    }

    #[test]
    fn an_alternative_that_is_true_leaves_nothing_of_the_others() {
        let rule = node(ExprKind::Or(vec![leaf(1), leaf(2)]));
        assert_eq!(weaken(rule, &[at(2)]).kind, ExprKind::Const(true));
    }

    #[test]
    fn of_a_count_one_less_is_asked_for_each_part_that_is_true() {
        let rule = node(ExprKind::AtLeast { n: 2, of: vec![leaf(1), leaf(2), leaf(3)] });
        let wanted = node(ExprKind::Or(vec![leaf(1), leaf(3)]));
        assert_eq!(weaken(rule, &[at(2)]).to_string(), wanted.to_string());
    }
}
