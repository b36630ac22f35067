//! `logic/case-never-matches`

use super::LogicContext;
use crate::spl::SplContext;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_formats::Ast;
use ruleglot_source::{Diagnostic, Severity};
use ruleglot_spl::ast::{CompareOp, Eval, EvalKind};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "logic/case-never-matches",
        kind: Kind::Finding(Severity::Warning),
        what: "What was brought into lower case is compared with capitals, or the other way round: `lower(user)=\"ADMIN\"`.",
        why: "No value has such a text, so the comparison is never true.",
        remedy: "Write the text in the case that the function gives.",
        since: "0.1.0",
    },
    run: Run::Logic(check),
};

fn check(context: &LogicContext<'_>, out: &mut Vec<Diagnostic>) {
    for part in &context.rule.read.parts {
        if let Ast::Spl(search) = &part.ast
            && let Some(spl) = SplContext::new(context.rule, part, search)
        {
            spl.evals(|expr| of_eval(&spl, expr, out));
        }
    }
}

fn of_eval(spl: &SplContext<'_>, expr: &Eval, out: &mut Vec<Diagnostic>) {
    match &expr.kind {
        EvalKind::Compare { op: CompareOp::Eq | CompareOp::Ne, left, right } => {
            out.extend(finding(spl, left, right).or_else(|| finding(spl, right, left)));
        }
        EvalKind::Like(left, right) => out.extend(finding(spl, left, right)),
        EvalKind::In(left, values) => {
            out.extend(values.iter().filter_map(|v| finding(spl, left, v)));
        }
        EvalKind::Call { name, args }
            if ["like", "in"].iter().any(|n| name.eq_ignore_ascii_case(n)) =>
        {
            if let Some((left, values)) = args.split_first() {
                out.extend(values.iter().filter_map(|v| finding(spl, left, v)));
            }
        }
        _ => {}
    }
}

fn finding(spl: &SplContext<'_>, of: &Eval, text: &Eval) -> Option<Diagnostic> {
    let (EvalKind::Call { name, args }, EvalKind::Text(value)) = (&of.kind, &text.kind) else {
        return None;
    };
    let (function, has): (&str, fn(char) -> bool) = match name.to_ascii_lowercase().as_str() {
        "lower" => ("lower", char::is_uppercase),
        "upper" => ("upper", char::is_lowercase),
        _ => return None,
    };
    if args.len() != 1 || !value.chars().any(has) {
        return None;
    }
    let message = format!("nothing that `{function}` gives is \"{value}\"");
    let at = spl.place(text.at);
    let meant = if function == "lower" { value.to_lowercase() } else { value.to_uppercase() };
    Some(Diagnostic::warning(LINT.page.code, at, message).with_help(format!("write \"{meant}\"")))
}
