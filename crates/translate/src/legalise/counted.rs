//! Quantified selections.

use super::{Facts, Rewritten, instead};
use ruleglot_ir::{Accept, Expr, ExprKind, Position, Sign, Target, all_of, any_of};

/// More combinations than this are refused rather than spelled out.
const MOST_COMBINATIONS: usize = 64;

/// Spells out `n of …` wherever the target cannot say it.
pub(super) fn legalise_counts(expr: Expr, target: &dyn Target, facts: &Facts<'_>) -> Expr {
    let origin = expr.origin;
    let all = |of: Vec<Expr>| {
        of.into_iter().map(|x| legalise_counts(x, target, facts)).collect::<Vec<_>>()
    };
    let kind = match expr.kind {
        ExprKind::Not(x) => ExprKind::Not(Box::new(legalise_counts(*x, target, facts))),
        ExprKind::And(of) => ExprKind::And(all(of)),
        ExprKind::Or(of) => ExprKind::Or(all(of)),
        ExprKind::Named { name, body } => {
            ExprKind::Named { name, body: Box::new(legalise_counts(*body, target, facts)) }
        }
        ExprKind::AtLeast { n, of } => {
            let counted = Expr { kind: ExprKind::AtLeast { n, of: all(of) }, origin };
            let said =
                target.expr(&counted.kind, Position { stage: 1, sign: Sign::Holds }) == Accept::Yes;
            return match expand_at_least(&counted, facts) {
                Some(rewritten) if !said => rewritten.expr,
                _ => counted,
            };
        }
        other => other,
    };
    Expr { kind, origin }
}

/// `2 of (a, b, c)` is `a and b or a and c or b and c`.
pub(super) fn expand_at_least(expr: &Expr, _: &Facts<'_>) -> Option<Rewritten> {
    let ExprKind::AtLeast { n, of } = &expr.kind else { return None };
    let mut chosen: Vec<Vec<usize>> = vec![vec![]];
    for _ in 0..*n {
        chosen = chosen
            .into_iter()
            .flat_map(|c| {
                (c.last().map_or(0, |l| l + 1)..of.len())
                    .map(move |i| [c.as_slice(), &[i]].concat())
            })
            .collect();
        if chosen.len() > MOST_COMBINATIONS {
            return None;
        }
    }
    let alternatives = chosen.into_iter().map(|c| all_of(c.into_iter().map(|i| of[i].clone())));
    Some(Rewritten::exact(instead(expr, any_of(alternatives).kind)))
}
