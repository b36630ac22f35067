//! Computed values.
//!
//! Splunk, Search Reference, "Evaluation functions". A function that is not listed here has no shared meaning.

use super::Lowering;
use super::numbers::number;
use crate::ast::{ArithmeticOp, Eval, EvalKind};
use ruleglot_ir::{Function, Lift, Literal, Number, Scalar, Shape, TimePoint};

/// Functions of Splunk with their shared ids, least and most arguments, and what they make of lists.
const FUNCTIONS: &[(&str, &str, usize, usize, Lift)] = &[
    ("lower", "text.lower", 1, 1, Lift::Each),
    ("upper", "text.upper", 1, 1, Lift::Each),
    ("len", "text.length", 1, 1, Lift::Undefined),
    ("trim", "text.trim", 1, 2, Lift::Undefined),
    ("ltrim", "text.trim-start", 1, 2, Lift::Undefined),
    ("rtrim", "text.trim-end", 1, 2, Lift::Undefined),
    ("substr", "text.substring", 2, 3, Lift::Undefined),
    ("replace", "text.replace-regex", 3, 3, Lift::Undefined),
    ("urldecode", "text.url-decode", 1, 1, Lift::Undefined),
    ("split", "text.split", 2, 2, Lift::Undefined),
    ("tonumber", "number.of-text", 1, 1, Lift::Undefined),
    ("round", "number.round", 1, 2, Lift::Undefined),
    ("abs", "number.abs", 1, 1, Lift::Undefined),
    ("floor", "number.floor", 1, 1, Lift::Undefined),
    ("ceiling", "number.ceiling", 1, 1, Lift::Undefined),
    ("ceil", "number.ceiling", 1, 1, Lift::Undefined),
    ("pow", "number.power", 2, 2, Lift::Undefined),
    ("sqrt", "number.root", 1, 1, Lift::Undefined),
    ("max", "number.max", 1, usize::MAX, Lift::Undefined),
    ("min", "number.min", 1, usize::MAX, Lift::Undefined),
    ("mvcount", "list.length", 1, 1, Lift::Whole),
    ("mvindex", "list.slice", 2, 3, Lift::Whole),
    ("mvjoin", "list.join", 2, 2, Lift::Whole),
    ("mvfind", "list.find-regex", 2, 2, Lift::Whole),
    ("mvdedup", "list.distinct", 1, 1, Lift::Whole),
    ("mvsort", "list.sort", 1, 1, Lift::Whole),
    ("mvappend", "list.append", 1, usize::MAX, Lift::Whole),
    ("mvzip", "list.zip", 2, 3, Lift::Whole),
    ("mvrange", "list.range", 2, 3, Lift::Undefined),
    ("relative_time", "time.shift", 2, 2, Lift::Undefined),
    ("strptime", "time.parse", 2, 2, Lift::Undefined),
    ("strftime", "time.format", 2, 2, Lift::Undefined),
];

impl Lowering<'_> {
    /// The value; `None` when it has no shared meaning.
    pub(super) fn scalar(&self, tree: &Eval) -> Option<Scalar> {
        Some(match &tree.kind {
            EvalKind::Field(name) => Scalar::Field(self.field(name)),
            EvalKind::Text(text) => Scalar::Literal(Literal::Text(text.clone())),
            EvalKind::Number(text) => Scalar::Literal(Literal::Number(number(text)?)),
            EvalKind::Arithmetic { op, left, right } => call(
                arithmetic(*op),
                Lift::Undefined,
                vec![self.scalar(left)?, self.scalar(right)?],
            ),
            EvalKind::Minus(of) => match self.scalar(of)? {
                Scalar::Literal(Literal::Number(n)) => {
                    Scalar::Literal(Literal::Number(opposite(n)?))
                }
                of => call("number.negate", Lift::Undefined, vec![of]),
            },
            EvalKind::Null => nothing(),
            EvalKind::Call { name, args } => return self.call(&name.to_ascii_lowercase(), args),
            _ => return None,
        })
    }

    fn call(&self, name: &str, args: &[Eval]) -> Option<Scalar> {
        match (name, args) {
            ("null", []) => Some(nothing()),
            ("now" | "time", []) => Some(Scalar::Literal(Literal::Time(TimePoint::Relative {
                steps: Vec::new(),
                snap: None,
            }))),
            ("if", [condition, yes, no]) => Some(Scalar::Case {
                arms: vec![(self.truth(condition).yes, self.scalar(yes)?)],
                otherwise: Some(Box::new(self.scalar(no)?)),
            }),
            ("case", pairs) if !pairs.is_empty() && pairs.len() % 2 == 0 => {
                let arms =
                    pairs.chunks(2).map(|p| Some((self.truth(&p[0]).yes, self.scalar(&p[1])?)));
                Some(Scalar::Case { arms: arms.collect::<Option<_>>()?, otherwise: None })
            }
            ("validate", pairs) if !pairs.is_empty() && pairs.len() % 2 == 0 => {
                let arms =
                    pairs.chunks(2).map(|p| Some((self.truth(&p[0]).no, self.scalar(&p[1])?)));
                Some(Scalar::Case { arms: arms.collect::<Option<_>>()?, otherwise: None })
            }
            ("coalesce", of) if !of.is_empty() => {
                let arms = of.iter().map(|x| {
                    let value = self.scalar(x)?;
                    Some((self.shape(value.clone(), Shape::Valued, x.at.0), value))
                });
                Some(Scalar::Case { arms: arms.collect::<Option<_>>()?, otherwise: None })
            }
            ("nullif", [a, b]) => {
                let equal = self.truth(&Eval {
                    kind: EvalKind::Compare {
                        op: crate::ast::CompareOp::Eq,
                        left: Box::new(a.clone()),
                        right: Box::new(b.clone()),
                    },
                    at: a.at,
                });
                Some(Scalar::Case {
                    arms: vec![(equal.yes, nothing())],
                    otherwise: Some(Box::new(self.scalar(a)?)),
                })
            }
            ("tostring", [of]) => {
                Some(call("text.of-value", Lift::Undefined, vec![self.scalar(of)?]))
            }
            _ => {
                let (_, id, least, most, lift) = FUNCTIONS.iter().find(|f| f.0 == name)?;
                (*least..=*most).contains(&args.len()).then_some(())?;
                let args: Option<Vec<_>> = args.iter().map(|a| self.scalar(a)).collect();
                Some(call(id, *lift, args?))
            }
        }
    }
}

pub(super) fn call(id: &'static str, lift: Lift, args: Vec<Scalar>) -> Scalar {
    Scalar::Call { function: Function(id), lift, args }
}

/// Null.
pub(super) fn nothing() -> Scalar {
    Scalar::Case { arms: Vec::new(), otherwise: None }
}

/// The number with the other sign, integers exactly.
fn opposite(n: Number) -> Option<Number> {
    match n {
        Number::Int(i) => i.checked_neg().map(Number::Int),
        Number::Float(_) => Number::new(-n.as_f64()),
    }
}

fn arithmetic(op: ArithmeticOp) -> &'static str {
    match op {
        ArithmeticOp::Add => "number.add-or-join",
        ArithmeticOp::Subtract => "number.subtract",
        ArithmeticOp::Multiply => "number.multiply",
        ArithmeticOp::Divide => "number.divide",
        ArithmeticOp::Remainder => "number.remainder",
        ArithmeticOp::Concat => "text.join",
    }
}
