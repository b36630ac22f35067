//! Expressions of `where` and `eval`.

use super::call;
use super::condition::operator;
use crate::ast::{ArithmeticOp, Assignment, Eval, EvalKind};
use crate::text::{escape_eval, escape_search, escape_single};

/// How tightly the surroundings bind; what binds looser gets brackets.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Xor,
    Or,
    And,
    Not,
    Compare,
    Add,
    Multiply,
    Prefix,
    Primary,
}

/// An expression of `where` and `eval`.
pub fn print_eval(e: &Eval) -> String {
    let mut out = String::new();
    eval(&mut out, e, Binding::Xor);
    out
}

pub(super) fn whole(out: &mut String, e: &Eval) {
    eval(out, e, Binding::Xor);
}

pub(super) fn assignments(out: &mut String, of: &[Assignment]) {
    for (i, a) in of.iter().enumerate() {
        if i > 0 {
            out.push_str(", ");
        }
        target(out, &a.field.text);
        out.push('=');
        whole(out, &a.value);
    }
}

fn target(out: &mut String, name: &str) {
    let plain =
        |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '{' | '}' | ':' | '@' | '$');
    if !name.is_empty() && name.chars().all(plain) {
        out.push_str(name);
    } else {
        out.push('"');
        out.push_str(&escape_search(name));
        out.push('"');
    }
}

fn eval(out: &mut String, e: &Eval, around: Binding) {
    let own = binding(&e.kind);
    if own < around {
        out.push('(');
        eval(out, e, Binding::Xor);
        out.push(')');
        return;
    }
    match &e.kind {
        EvalKind::And(of) => joined(out, of, " AND ", Binding::Not),
        EvalKind::Or(of) => joined(out, of, " OR ", Binding::And),
        EvalKind::Xor(left, right) => two(out, left, " XOR ", right, (Binding::Xor, Binding::Or)),
        EvalKind::Not(inner) => {
            out.push_str("NOT ");
            eval(out, inner, Binding::Not);
        }
        EvalKind::Compare { op, left, right } => two(out, left, operator(*op), right, COMPARED),
        EvalKind::Like(left, right) => two(out, left, " LIKE ", right, COMPARED),
        EvalKind::In(left, of) => {
            eval(out, left, Binding::Add);
            out.push_str(" IN (");
            joined(out, of, ", ", Binding::Xor);
            out.push(')');
        }
        EvalKind::Arithmetic { op, left, right } => {
            let sides = match binding(&e.kind) {
                Binding::Add => (Binding::Add, Binding::Multiply),
                _ => (Binding::Multiply, Binding::Prefix),
            };
            two(out, left, arithmetic(*op), right, sides);
        }
        EvalKind::Minus(inner) => {
            out.push('-');
            eval(out, inner, Binding::Prefix);
        }
        EvalKind::Call { name, args } => {
            out.push_str(name);
            out.push('(');
            joined(out, args, ", ", Binding::Xor);
            out.push(')');
        }
        EvalKind::Field(name) => field(out, name),
        EvalKind::Text(text) => {
            out.push('"');
            out.push_str(&escape_eval(text));
            out.push('"');
        }
        EvalKind::Number(number) => out.push_str(number),
        EvalKind::Bool(true) => out.push_str("true()"),
        EvalKind::Bool(false) => out.push_str("false()"),
        EvalKind::Null => out.push_str("null()"),
        EvalKind::Macro(m) => call(out, m),
    }
}

/// Both sides of a comparison; a chain of them gets brackets.
const COMPARED: (Binding, Binding) = (Binding::Add, Binding::Add);

fn two(out: &mut String, left: &Eval, op: &str, right: &Eval, sides: (Binding, Binding)) {
    eval(out, left, sides.0);
    out.push_str(op);
    eval(out, right, sides.1);
}

fn joined(out: &mut String, of: &[Eval], between: &str, inner: Binding) {
    for (i, e) in of.iter().enumerate() {
        if i > 0 {
            out.push_str(between);
        }
        eval(out, e, inner);
    }
}

fn binding(kind: &EvalKind) -> Binding {
    match kind {
        EvalKind::Xor(..) => Binding::Xor,
        EvalKind::Or(_) => Binding::Or,
        EvalKind::And(_) => Binding::And,
        EvalKind::Not(_) => Binding::Not,
        EvalKind::Compare { .. } | EvalKind::Like(..) | EvalKind::In(..) => Binding::Compare,
        EvalKind::Arithmetic { op, .. } => match op {
            ArithmeticOp::Add | ArithmeticOp::Subtract | ArithmeticOp::Concat => Binding::Add,
            _ => Binding::Multiply,
        },
        EvalKind::Minus(_) => Binding::Prefix,
        _ => Binding::Primary,
    }
}

/// Blanks keep `.` from a number beside it, and a minus from another.
fn arithmetic(op: ArithmeticOp) -> &'static str {
    match op {
        ArithmeticOp::Add => " + ",
        ArithmeticOp::Subtract => " - ",
        ArithmeticOp::Multiply => " * ",
        ArithmeticOp::Divide => " / ",
        ArithmeticOp::Remainder => " % ",
        ArithmeticOp::Concat => " . ",
    }
}

/// Words that are no field without quotes.
const WORDS: [&str; 9] = ["and", "or", "xor", "not", "like", "in", "true", "false", "null"];

fn field(out: &mut String, name: &str) {
    let first = |c: char| c.is_ascii_alphabetic() || c == '_';
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let word = WORDS.iter().any(|w| w.eq_ignore_ascii_case(name));
    if name.starts_with(first) && name.chars().all(plain) && !word {
        out.push_str(name);
    } else {
        out.push('\'');
        out.push_str(&escape_single(name));
        out.push('\'');
    }
}
