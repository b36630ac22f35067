//! `spl/macro-in-quotes`

use super::SplContext;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};
use ruleglot_spl::ast::EvalKind;

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "spl/macro-in-quotes",
        kind: Kind::Finding(Severity::Warning),
        what: "A macro is called within quotes.",
        why: "Splunk does not expand macros there: the text with its backticks is taken as it stands.",
        remedy: "Leave the quotes out, and put them into the definition of the macro if it needs them.",
        since: "0.1.0",
    },
    run: Run::Spl(check),
};

fn check(context: &SplContext<'_>, out: &mut Vec<Diagnostic>) {
    context.evals(|expr| {
        if let EvalKind::Text(text) = &expr.kind
            && is_call(text)
        {
            let message = format!("the macro {text} is not expanded within quotes");
            out.push(
                Diagnostic::warning(LINT.page.code, context.place(expr.at), message).with_help(
                    "leave the quotes out, and put them into its definition if it needs them",
                ),
            );
        }
    });
}

/// A name, perhaps with arguments, between two backticks.
fn is_call(text: &str) -> bool {
    let Some(inside) = text.strip_prefix('`').and_then(|t| t.strip_suffix('`')) else {
        return false;
    };
    let name = inside.split('(').next().unwrap_or_default();
    name.len() > 2
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && (name.len() == inside.len() || inside.ends_with(')'))
}
