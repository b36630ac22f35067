//! `spl/undefined-macro`

use super::SplContext;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_ir::{Body, ExprKind, Monotone, Stage, for_each_leaf};
use ruleglot_knowledge::splunk_macro;
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "spl/undefined-macro",
        kind: Kind::OnRequest(Severity::Warning),
        what: "A macro has no definition here.",
        why: "What it stands for is not known, so what the search means is not either. Splunk refuses a search whose macros it does not have.",
        remedy: "Give its definition with `--macros`, or correct the name.",
        since: "0.1.0",
    },
    run: Run::Spl(check),
};

fn check(context: &SplContext<'_>, out: &mut Vec<Diagnostic>) {
    let Some(Body::Pipeline(pipeline)) = context.rule.read.rule.as_ref().map(|rule| &rule.body)
    else {
        return;
    };
    // What was expanded is not there any more.
    let mut left = String::new();
    for stage in pipeline {
        match &stage.kind {
            Stage::Opaque(opaque) => left.push_str(&opaque.text),
            Stage::Filter(expr) => for_each_leaf(expr, Monotone::Up, &mut |leaf, _| {
                if let ExprKind::Opaque(opaque) = &leaf.kind {
                    left.push_str(&opaque.text);
                }
            }),
            _ => {}
        }
    }
    for call in ruleglot_spl::macros(context.search) {
        let known =
            splunk_macro(&call.name, call.args.len()).is_some() || call.name.ends_with("_filter");
        if !known && left.contains(context.written(call.at)) {
            let message = format!("the macro `{}` has no definition here", call.name);
            out.push(
                Diagnostic::warning(LINT.page.code, context.place(call.at), message)
                    .with_help("give its definition with `--macros`, or correct the name"),
            );
        }
    }
}
