//! The meaning of a detection rule, for every language.
//!
//! Types only, with the few operations that every layer needs: no dialect, no knowledge of fields or log sources, no I/O.
//! `docs/architecture.md` argues the decisions.
//!
//! The two that matter most: every expression is *two-valued* (true or false of every event, missing fields included),
//! and nothing is defaulted: case, quantifier over lists, types of comparison and shape of presence stand on every test.

#[cfg(feature = "arbitrary")]
pub mod arbitrary;
mod display;
mod effect;
mod expr;
mod field;
mod fold;
mod legal;
mod literal;
mod lucene;
mod normalise;
mod origin;
mod pattern;
mod rule;
mod scalar;
mod stage;
mod test;
mod truth;
mod walk;

pub use display::quoted;
pub use effect::{About, Assumption, Effect, Monotone, Note, Shown, Sure, Verdict};
pub use expr::{Expr, ExprKind, Scope, Subject};
pub use field::{Field, FieldGlob, NameWalk, Taxonomy};
pub use fold::{simple_lowercase, without_lowering};
pub use legal::{Accept, Beside, Legal, Position, Refusal, Sign, Target};
pub use literal::{FloatBits, Literal, Number, TimePoint, TimeUnit};
pub use lucene::{ClassItem, Lucene, LuceneFault, LuceneOperators};
pub use normalise::{all_of, any_of, at_least, meaning, negate, normalise};
pub use origin::{Dialect, Node, Origin};
pub use pattern::{Part, Pattern};
pub use rule::{
    Alert, Body, Class, Date, Example, Meta, NativeValue, Outcome, Related, Rule, Schedule,
    Severity, Status, Technique,
};
pub use scalar::{Function, Lift, Scalar};
pub use stage::{
    Aggregate, Branch, EventClass, Extract, Extractor, JoinKey, JoinKind, Key, Lookup, LookupKeep,
    Matches, Measure, MeasureOp, MissingKey, NativeSource, Occurs, On, OnMiss, Opaque, Order,
    Overwrite, Pipeline, Rows, SameEvent, Sequence, Source, Stage, Step, Window,
};
pub use test::{
    Anchor, ByMapping, Case, Encoding, Flags, Flavor, Inequality, IpClass, JsonType, NetTest,
    Place, Quant, Quoting, Regex, Relation, Shape, Test, Tokens, Types,
};
pub use truth::{Calculus, Truth};
pub use walk::{FieldRef, children, fields_of, for_each_leaf, map_leaves};
