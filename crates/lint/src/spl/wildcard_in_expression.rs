//! `spl/wildcard-in-expression`

use super::SplContext;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};
use ruleglot_spl::ast::{CompareOp, Eval, EvalKind};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "spl/wildcard-in-expression",
        kind: Kind::Finding(Severity::Warning),
        what: "A text that `where` or `eval` compares begins or ends with `*`.",
        why: "There a star is the character: no value is equal to such a text, save one that has the star itself. Only `search` has wildcards.",
        remedy: "Use `like(field, \"%text%\")` or `match(field, \"text\")`, or compare in a `search`.",
        since: "0.1.0",
    },
    run: Run::Spl(check),
};

fn check(context: &SplContext<'_>, out: &mut Vec<Diagnostic>) {
    context.evals(|expr| match &expr.kind {
        EvalKind::Compare { op: CompareOp::Eq | CompareOp::Ne, left, right } => {
            out.extend([left, right].into_iter().filter_map(|x| finding(context, x)));
        }
        EvalKind::In(_, values) => out.extend(values.iter().filter_map(|x| finding(context, x))),
        EvalKind::Call { name, args } if name.eq_ignore_ascii_case("in") => {
            out.extend(args.iter().skip(1).filter_map(|x| finding(context, x)));
        }
        _ => {}
    });
}

fn finding(context: &SplContext<'_>, value: &Eval) -> Option<Diagnostic> {
    let EvalKind::Text(text) = &value.kind else { return None };
    let wild = text.starts_with('*') || text.ends_with('*');
    // A star alone is a value of its own: "all" in policies and roles.
    if !wild || text.trim_matches('*').is_empty() {
        return None;
    }
    let message = format!("the star of \"{text}\" is the character: expressions have no wildcards");
    let help = format!(
        "write `like(field, \"{}\")`, or compare in a `search`",
        text.replace('%', "\\%").replace('*', "%")
    );
    Some(Diagnostic::warning(LINT.page.code, context.place(value.at), message).with_help(help))
}
