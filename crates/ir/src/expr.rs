//! Boolean expressions over one event.

use crate::{
    Case, Field, FieldGlob, Node, On, Opaque, Origin, Pipeline, Quant, Relation, Scalar, Shape,
    Test, Types,
};
use smol_str::SmolStr;

/// A boolean expression with its origin.
pub type Expr = Node<ExprKind>;

/// Two-valued: every expression is true or false of every event, missing fields included.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ExprKind {
    /// Always, or never.
    Const(bool),
    /// Complement.
    Not(Box<Expr>),
    /// All hold; true when empty.
    And(Vec<Expr>),
    /// Some holds; false when empty.
    Or(Vec<Expr>),
    /// At least `n` hold. `n = 1` is `Or` and `n = len` is `And`: [`crate::at_least`] makes those.
    AtLeast {
        /// How many.
        n: u32,
        /// Of these.
        of: Vec<Expr>,
    },
    /// The author's name for a part; means exactly what it wraps.
    Named {
        /// The name.
        name: SmolStr,
        /// The part.
        body: Box<Expr>,
    },
    /// A test of the subject as a whole.
    Is {
        /// The subject.
        what: Scalar,
        /// The shape it has.
        shape: Shape,
    },
    /// A test of the values of the subject.
    Test {
        /// The subject.
        subject: Subject,
        /// Over many values.
        quant: Quant,
        /// Of each value.
        test: Test,
    },
    /// Two computed values: false when either is undefined, true when some pair of their values relates.
    Relate {
        /// Left side.
        left: Scalar,
        /// Relation.
        how: Relation,
        /// Right side.
        right: Scalar,
        /// Letter case.
        case: Case,
        /// Types.
        types: Types,
    },
    /// Elements of an array of objects; names inside `body` are of [`crate::Taxonomy::Element`].
    Within {
        /// The array.
        path: Field,
        /// Over its elements.
        quant: Quant,
        /// Of each element.
        body: Box<Expr>,
    },
    /// Some row of the pipeline pairs with this event (semi-join; the anti-join is its `Not`).
    InPipeline {
        /// Pairings.
        on: Vec<On>,
        /// The rows.
        pipeline: Pipeline,
    },
    /// A condition of one dialect, kept word for word.
    Opaque(Opaque),
}

/// What a test is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// A computed value, usually a field.
    Value(Scalar),
    /// Some field so named (KQL `hash.*:x`).
    AnyField(FieldGlob),
    /// The event itself.
    Event(Scope),
}

/// Which part of an event is searched when no field is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// Every scalar at any depth (Sigma keywords).
    Values,
    /// The original text (SPL).
    Raw,
    /// The index's default fields (KQL, Lucene).
    DefaultFields,
}

impl Expr {
    /// A constant.
    pub fn constant(value: bool) -> Self {
        Self { kind: ExprKind::Const(value), origin: Origin::default() }
    }

    /// `Any` value of `field` passes `test`.
    pub fn any(field: Field, test: Test, origin: Origin) -> Self {
        let subject = Subject::Value(Scalar::Field(field));
        Self { kind: ExprKind::Test { subject, quant: Quant::Any, test }, origin }
    }

    /// `field` has this shape.
    pub fn is(field: Field, shape: Shape, origin: Origin) -> Self {
        Self { kind: ExprKind::Is { what: Scalar::Field(field), shape }, origin }
    }

    /// The field that a leaf is about, if it is about one.
    pub fn field(&self) -> Option<&Field> {
        match &self.kind {
            ExprKind::Is { what: Scalar::Field(f), .. }
            | ExprKind::Test { subject: Subject::Value(Scalar::Field(f)), .. }
            | ExprKind::Within { path: f, .. } => Some(f),
            _ => None,
        }
    }
}
