//! Languages with a third value, brought to two.

use crate::{Expr, ExprKind, all_of, any_of, negate};

/// When an expression of a three-valued language is true, and when it is false.
///
/// `yes` and `no` exclude each other; where neither holds the expression is unknown, null or an error.
/// A front-end lowers each leaf to such a pair, combines pairs by its [`Calculus`], and a filter keeps `yes`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Truth {
    /// True of these events.
    pub yes: Expr,
    /// False of these events.
    pub no: Expr,
}

/// How `and` and `or` treat the third value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Calculus {
    /// SQL, ES|QL, SPL `where`: false AND unknown = false.
    Kleene,
    /// Python: the first operand decides whether the second is looked at; an error ends it all.
    ShortCircuit,
}

impl Truth {
    /// Of an expression that is never unknown.
    pub fn total(yes: Expr) -> Self {
        let no = negate(yes.clone());
        Self { yes, no }
    }

    /// Whether the expression is seen to be never unknown (each side the complement of the other).
    pub fn is_total(&self) -> bool {
        let complement =
            |a: &Expr, b: &Expr| matches!(&a.kind, ExprKind::Not(inner) if **inner == *b);
        complement(&self.no, &self.yes) || complement(&self.yes, &self.no)
    }

    /// Negation: the third value stays.
    #[must_use]
    pub fn negate(self) -> Self {
        Self { yes: self.no, no: self.yes }
    }

    /// Conjunction.
    #[must_use]
    pub fn and(self, other: Self, by: Calculus) -> Self {
        if self.is_total() && other.is_total() {
            return Self::total(all_of([self.yes, other.yes]));
        }
        let no = match by {
            Calculus::ShortCircuit if !self.is_total() => {
                any_of([self.no, all_of([self.yes.clone(), other.no])])
            }
            Calculus::ShortCircuit | Calculus::Kleene => any_of([self.no, other.no]),
        };
        Self { yes: all_of([self.yes, other.yes]), no }
    }

    /// Disjunction.
    #[must_use]
    pub fn or(self, other: Self, by: Calculus) -> Self {
        self.negate().and(other.negate(), by).negate()
    }
}
