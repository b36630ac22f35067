//! Tests that no single value passes both of.

use super::pattern::disjoint;
use super::{MOST_PAIRS, is_covered};
use ruleglot_ir::{Inequality, Literal, Number, Test};
use std::cmp::Ordering;

/// Whether no value passes both tests.
pub(super) fn apart(a: &Test, b: &Test) -> bool {
    match (a, b) {
        (Test::Fails(a), b) | (b, Test::Fails(a)) => is_covered(b, &[a.as_ref()]),
        (
            Test::Text { any: a, case: a_case, types: a_types },
            Test::Text { any: b, case: b_case, types: b_types },
        ) => {
            a_types == b_types
                && a.len() * b.len() <= MOST_PAIRS
                && a.iter().all(|p| b.iter().all(|q| disjoint(p, *a_case, q, *b_case)))
        }
        (Test::Equal { any: a, types: a_types }, Test::Equal { any: b, types: b_types }) => {
            a_types == b_types
                && a.len() * b.len() <= MOST_PAIRS
                && a.iter().all(|x| b.iter().all(|y| differ(x, y)))
        }
        (
            Test::Order { op: a_op, bound: Literal::Number(a), types: a_types },
            Test::Order { op: b_op, bound: Literal::Number(b), types: b_types },
        ) => a_types == b_types && nothing_between(*a_op, *a, *b_op, *b),
        (Test::Net { any: a, how: a_how }, Test::Net { any: b, how: b_how }) => {
            let overlap = |a: &ipnet::IpNet| b.iter().any(|b| a.contains(b) || b.contains(a));
            a_how == b_how && !a.iter().any(overlap)
        }
        _ => false,
    }
}

fn differ(a: &Literal, b: &Literal) -> bool {
    matches!((a, b), (Literal::Number(a), Literal::Number(b)) if compare(*a, *b) != Ordering::Equal)
}

fn compare(a: Number, b: Number) -> Ordering {
    match (a, b) {
        (Number::Int(a), Number::Int(b)) => a.cmp(&b),
        // Equal wherever it is not certain.
        _ => a.as_f64().partial_cmp(&b.as_f64()).unwrap_or(Ordering::Equal),
    }
}

/// Whether no number is on the right side of both bounds; what is no number passes neither.
fn nothing_between(a_op: Inequality, a: Number, b_op: Inequality, b: Number) -> bool {
    use Inequality::{Ge, Gt, Le, Lt};
    let order = compare(a, b);
    match (a_op, b_op) {
        (Gt, Lt) | (Gt, Le) | (Ge, Lt) => order != Ordering::Less,
        (Ge, Le) => order == Ordering::Greater,
        (Lt, Gt) | (Lt, Ge) | (Le, Gt) => order != Ordering::Greater,
        (Le, Ge) => order == Ordering::Less,
        _ => false,
    }
}
