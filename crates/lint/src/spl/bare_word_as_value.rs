//! `spl/bare-word-as-value`

use super::SplContext;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};
use ruleglot_source::{Edit, Fix, Safety};
use ruleglot_spl::ast::{CompareOp, Eval, EvalKind};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "spl/bare-word-as-value",
        kind: Kind::Finding(Severity::Warning),
        what: "`where` or `eval` compares with a word without quotes that no other part of the search knows.",
        why: "A bare word is a field. Where no event has it, the comparison is never true.",
        remedy: "Put a text in double quotes; if a field is meant, in single quotes.",
        since: "0.1.0",
    },
    run: Run::Spl(check),
};

fn check(context: &SplContext<'_>, out: &mut Vec<Diagnostic>) {
    context.evals(|expr| {
        let EvalKind::Compare { op: CompareOp::Eq | CompareOp::Ne, left, right } = &expr.kind
        else {
            return;
        };
        if matches!(left.kind, EvalKind::Field(_)) {
            out.extend(finding(context, right));
        }
    });
}

fn finding(context: &SplContext<'_>, value: &Eval) -> Option<Diagnostic> {
    let EvalKind::Field(name) = &value.kind else { return None };
    let bare = context.written(value.at) == name.as_str();
    // A name that stands elsewhere too may be one; so may one with a dot or an underscore, as names of fields have.
    let value_like = name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.chars().skip(1).all(|c| c.is_ascii_lowercase());
    if !bare || !value_like || words(context.text(), name) > 1 || is_field(name) {
        return None;
    }
    let message = format!("`{name}` without quotes is a field, which nothing in the search makes");
    let found = Diagnostic::warning(LINT.page.code, context.place(value.at), message)
        .with_help(format!("write \"{name}\" if the text is meant, '{name}' for the field"));
    let edits = vec![Edit { span: context.place(value.at).span, text: format!("\"{name}\"") }];
    Some(found.with_fix(Fix { safety: Safety::Unsafe, edits }))
}

/// How often a word stands in a text.
fn words(text: &str, wanted: &str) -> usize {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| *word == wanted).count()
}

/// Whether events in Splunk are known to have the field.
fn is_field(name: &str) -> bool {
    ruleglot_knowledge::hubs().any(|hub| hub.read(ruleglot_knowledge::SPLUNK_TA, name).is_some())
}
