//! Trees as short texts.

use ruleglot_spl::ast::{
    ArithmeticOp, Command, CompareOp, Directive, Eval, EvalKind, Expr, ExprKind, Piece, Quoting,
    Search, Value, ValueKind,
};

/// `and(eq(a,1),not(kw("b")))`: quotes as in the text, escapes resolved.
pub(crate) fn expr(e: &Expr) -> String {
    match &e.kind {
        ExprKind::And(of) => call("and", of.iter().map(expr)),
        ExprKind::Or(of) => call("or", of.iter().map(expr)),
        ExprKind::Not(inner) => call("not", [expr(inner)]),
        ExprKind::Compare { field, op, value: v } => {
            call(compare(*op), [field.text.to_string(), value(v)])
        }
        ExprKind::In { field, values } => {
            call("in", [field.text.to_string()].into_iter().chain(values.iter().map(value)))
        }
        ExprKind::Keyword(v) => call("kw", [value(v)]),
        ExprKind::Subsearch(s) => search(s),
        ExprKind::Macro(m) => format!("`{}`", m.name),
    }
}

pub(crate) fn value(v: &Value) -> String {
    match &v.kind {
        ValueKind::Macro(m) => format!("`{}`", m.name),
        ValueKind::Subsearch(s) => search(s),
        ValueKind::Text { pieces, quoting, directive } => {
            let text: String = pieces
                .iter()
                .map(|p| match p {
                    Piece::Text(t) => t.replace('*', "LITERAL"),
                    Piece::Star => "*".to_owned(),
                })
                .collect();
            let text = if *quoting == Quoting::Quoted { format!("\"{text}\"") } else { text };
            match directive {
                None => text,
                Some(Directive::Case) => format!("CASE({text})"),
                Some(Directive::Term) => format!("TERM({text})"),
            }
        }
    }
}

/// The names of the stages.
pub(crate) fn search(s: &Search) -> String {
    let names: Vec<String> = s.stages.iter().map(|stage| command(&stage.command)).collect();
    format!("[{}]", names.join("|"))
}

pub(crate) fn command(c: &Command) -> String {
    match c {
        Command::Search(s) => s.condition.as_ref().map_or("search".to_owned(), expr),
        Command::Macro(m) => format!("`{}`", m.name),
        Command::Other(o) => format!("{}:other", o.name),
        Command::Where(e) => eval(e),
        rest => {
            let debug = format!("{rest:?}");
            debug.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase()
        }
    }
}

/// `and(EQ(a,"x"),…)`: texts in double quotes, fields without.
pub(crate) fn eval(e: &Eval) -> String {
    match &e.kind {
        EvalKind::And(of) => call("and", of.iter().map(eval)),
        EvalKind::Or(of) => call("or", of.iter().map(eval)),
        EvalKind::Xor(a, b) => call("xor", [eval(a), eval(b)]),
        EvalKind::Not(a) => call("not", [eval(a)]),
        EvalKind::Compare { op, left, right } => {
            call(&compare(*op).to_uppercase(), [eval(left), eval(right)])
        }
        EvalKind::Like(a, b) => call("LIKE", [eval(a), eval(b)]),
        EvalKind::In(a, of) => call("IN", [eval(a)].into_iter().chain(of.iter().map(eval))),
        EvalKind::Arithmetic { op, left, right } => {
            call(arithmetic(*op), [eval(left), eval(right)])
        }
        EvalKind::Minus(a) => call("minus", [eval(a)]),
        EvalKind::Call { name, args } => call(name, args.iter().map(eval)),
        EvalKind::Field(name) => name.to_string(),
        EvalKind::Text(text) => format!("{text:?}"),
        EvalKind::Number(n) => format!("#{n}"),
        EvalKind::Bool(b) => format!("{b}!"),
        EvalKind::Null => "null!".to_owned(),
        EvalKind::Macro(m) => format!("`{}`", m.name),
    }
}

fn call(name: &str, args: impl IntoIterator<Item = String>) -> String {
    format!("{name}({})", args.into_iter().collect::<Vec<_>>().join(","))
}

fn compare(op: CompareOp) -> &'static str {
    match op {
        CompareOp::Eq => "eq",
        CompareOp::Ne => "ne",
        CompareOp::Lt => "lt",
        CompareOp::Le => "le",
        CompareOp::Gt => "gt",
        CompareOp::Ge => "ge",
    }
}

fn arithmetic(op: ArithmeticOp) -> &'static str {
    match op {
        ArithmeticOp::Add => "add",
        ArithmeticOp::Subtract => "sub",
        ArithmeticOp::Multiply => "mul",
        ArithmeticOp::Divide => "div",
        ArithmeticOp::Remainder => "mod",
        ArithmeticOp::Concat => "concat",
    }
}
