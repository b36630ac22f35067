//! Conditions of `search` and of `tstats WHERE`.

use super::{brackets, call, names};
use crate::ast::{CompareOp, Directive, Expr, ExprKind, Quoting, Value, ValueKind};
use crate::normal::spelled;
use crate::text::{escape_search, is_bare_keyword, is_bare_value};

/// How tightly the surroundings bind; what binds looser gets brackets.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Binding {
    And,
    Or,
    Not,
}

pub(super) fn expr(out: &mut String, e: &Expr, around: Binding) {
    let own = match e.kind {
        ExprKind::And(_) => Binding::And,
        ExprKind::Or(_) => Binding::Or,
        _ => Binding::Not,
    };
    if own < around {
        out.push('(');
        expr(out, e, Binding::And);
        out.push(')');
        return;
    }
    match &e.kind {
        // AND is left out, as the field's own rules do. An OR beside it gets brackets that it does not need, for in most
        // languages, and in `where`, it would.
        ExprKind::And(of) => joined(out, of, " ", Binding::Not),
        ExprKind::Or(of) => joined(out, of, " OR ", Binding::Not),
        ExprKind::Not(inner) => {
            out.push_str("NOT ");
            expr(out, inner, Binding::Not);
        }
        ExprKind::Compare { field, op, value: v } => {
            names::name(out, field);
            out.push_str(operator(*op));
            value(out, v);
        }
        ExprKind::In { field, values } => {
            names::name(out, field);
            out.push_str(" IN (");
            for (i, v) in values.iter().enumerate() {
                if i > 0 {
                    out.push_str(", ");
                }
                value(out, v);
            }
            out.push(')');
        }
        ExprKind::Keyword(v) => keyword(out, v),
        ExprKind::Subsearch(search) => brackets(out, search),
        ExprKind::Macro(m) => call(out, m),
    }
}

fn joined(out: &mut String, of: &[Expr], between: &str, inner: Binding) {
    for (i, e) in of.iter().enumerate() {
        if i > 0 {
            out.push_str(between);
        }
        expr(out, e, inner);
    }
}

fn keyword(out: &mut String, v: &Value) {
    match &v.kind {
        ValueKind::Text { pieces, quoting: Quoting::Bare, directive: None }
            if !is_bare_keyword(&spelled(pieces)) =>
        {
            names::quoted(out, &spelled(pieces));
        }
        _ => value(out, v),
    }
}

pub(super) fn value(out: &mut String, v: &Value) {
    match &v.kind {
        ValueKind::Macro(m) => call(out, m),
        ValueKind::Subsearch(search) => brackets(out, search),
        ValueKind::Text { pieces, quoting, directive } => {
            let text = spelled(pieces);
            let bare = *quoting == Quoting::Bare && (directive.is_some() || is_bare_value(&text));
            match directive {
                Some(Directive::Case) => out.push_str("CASE("),
                Some(Directive::Term) => out.push_str("TERM("),
                None => {}
            }
            if bare {
                out.push_str(&escape_search(&text));
            } else {
                names::quoted(out, &text);
            }
            if directive.is_some() {
                out.push(')');
            }
        }
    }
}

pub(super) fn operator(op: CompareOp) -> &'static str {
    match op {
        CompareOp::Eq => "=",
        CompareOp::Ne => "!=",
        CompareOp::Lt => "<",
        CompareOp::Le => "<=",
        CompareOp::Gt => ">",
        CompareOp::Ge => ">=",
    }
}
