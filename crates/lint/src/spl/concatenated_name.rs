//! `spl/concatenated-name`

use super::SplContext;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};
use ruleglot_source::{Edit, Fix, Safety, Span};
use ruleglot_spl::ast::{ArithmeticOp, Eval, EvalKind};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "spl/concatenated-name",
        kind: Kind::Finding(Severity::Warning),
        what: "A name with a dot stands in an expression without single quotes.",
        why: "In `where` and `eval` a dot joins two texts: `user.name` is the value of `user` followed by that of `name`, and nothing where one of them is missing.",
        remedy: "Put the name in single quotes, or write blanks around a dot that is to join.",
        since: "0.1.0",
    },
    run: Run::Spl(check),
};

fn check(context: &SplContext<'_>, out: &mut Vec<Diagnostic>) {
    let mut inner: Vec<Span> = Vec::new();
    context.evals(|expr| {
        let mut parts = Vec::new();
        if inner.contains(&expr.at.0) || !joined(expr, &mut parts, &mut inner) || parts.len() < 2 {
            return;
        }
        let written = context.written(expr.at);
        // `spl/unquoted-field` knows more of these.
        if written.contains(['{', ':', '@']) {
            return;
        }
        let made = |name: &str| makes(context.text(), name);
        if written == parts.join(".") && !parts.iter().all(|p| made(p)) {
            out.push(finding(context, expr, written));
        }
    });
}

/// The bare names that dots join, and the places of the parts.
fn joined<'e>(expr: &'e Eval, parts: &mut Vec<&'e str>, inner: &mut Vec<Span>) -> bool {
    match &expr.kind {
        EvalKind::Arithmetic { op: ArithmeticOp::Concat, left, right } => {
            inner.extend([left.at.0, right.at.0]);
            joined(left, parts, inner) && joined(right, parts, inner)
        }
        EvalKind::Field(name) => {
            parts.push(name);
            true
        }
        _ => false,
    }
}

/// Whether the search itself makes a field of this name: then joining may well be meant.
fn makes(text: &str, name: &str) -> bool {
    let made =
        [format!("<{name}>"), format!("as {name}"), format!("AS {name}"), format!("eval {name}")];
    made.iter().any(|how| text.contains(how.as_str()))
}

fn finding(context: &SplContext<'_>, expr: &Eval, written: &str) -> Diagnostic {
    let message = format!("`{written}` without single quotes is read as texts that dots join");
    let at = context.place(expr.at);
    let found = Diagnostic::warning(LINT.page.code, at, message)
        .with_help("put the name in single quotes, or write blanks around the dots");
    let edits = vec![Edit { span: at.span, text: format!("'{written}'") }];
    found.with_fix(Fix { safety: Safety::Unsafe, edits })
}
