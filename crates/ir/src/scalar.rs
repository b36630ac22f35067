//! Computed values.

use crate::{Expr, Field, Literal, Opaque};

/// A computed value.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scalar {
    /// The value of a field.
    Field(Field),
    /// A constant.
    Literal(Literal),
    /// A function's value; undefined when an argument is, unless the function table says otherwise.
    Call {
        /// Which.
        function: Function,
        /// What it makes of many values.
        lift: Lift,
        /// Of what.
        args: Vec<Scalar>,
    },
    /// The value of the first arm that holds.
    Case {
        /// Conditions with their values.
        arms: Vec<(Expr, Scalar)>,
        /// When none holds.
        otherwise: Option<Box<Scalar>>,
    },
    /// An expression of one dialect, kept word for word.
    Opaque(Opaque),
}

/// An id of the function table, named for its meaning: `text.lower`, `time.bucket`, `list.length`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Function(pub &'static str);

/// What a function of one value makes of many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lift {
    /// A value each (EQL, SPL).
    Each,
    /// Nothing (ES|QL).
    Undefined,
    /// One value of the whole list.
    Whole,
}
