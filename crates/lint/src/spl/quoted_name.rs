//! `spl/quoted-name`

use super::SplContext;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};
use ruleglot_spl::ast::{Eval, EvalKind};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "spl/quoted-name",
        kind: Kind::Finding(Severity::Warning),
        what: "`where` or `eval` compares two texts in double quotes.",
        why: "Double quotes are around texts: both sides are always the same, so the comparison is true of every event or of none.",
        remedy: "Put the name of a field in single quotes.",
        since: "0.1.0",
    },
    run: Run::Spl(check),
};

fn check(context: &SplContext<'_>, out: &mut Vec<Diagnostic>) {
    context.evals(|expr| {
        let two = match &expr.kind {
            EvalKind::Compare { left, right, .. } | EvalKind::Like(left, right) => {
                Some((&**left, &**right))
            }
            EvalKind::In(left, values) => values.first().map(|first| (&**left, first)),
            EvalKind::Call { name, args } if is_match(name) => args.first().zip(args.get(1)),
            _ => None,
        };
        let Some((left, right)) = two else { return };
        if let (EvalKind::Text(name), EvalKind::Text(_)) = (&left.kind, &right.kind) {
            out.push(finding(context, left, name));
        }
    });
}

fn is_match(name: &str) -> bool {
    ["like", "match", "in"].iter().any(|known| name.eq_ignore_ascii_case(known))
}

fn finding(context: &SplContext<'_>, left: &Eval, name: &str) -> Diagnostic {
    let message = format!("`\"{name}\"` is a text here, and so is what it is compared with");
    Diagnostic::warning(LINT.page.code, context.place(left.at), message)
        .with_help(format!("write '{name}' for the field"))
}
