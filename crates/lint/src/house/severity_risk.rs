//! `house/severity-risk`

use super::InHouse;
use crate::{CodePage, Kind, Lint, RuleContext, Run};
use ruleglot_source::{Diagnostic, Edit, FileSpan, Fix, Safety, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "house/severity-risk",
        kind: Kind::Finding(Severity::Warning),
        what: "The score of an Elastic rule is not the one that your configuration has for its severity.",
        why: "Alerts of one severity are to be sorted alike.",
        remedy: "Write the score of the table `risk`, which is what the fix does, or another severity.",
        since: "0.1.0",
    },
    run: Run::Rule(check),
};

fn check(context: &RuleContext<'_>, out: &mut Vec<Diagnostic>) {
    let Some(rule) = InHouse::of(context, Some("elastic")) else { return };
    let meta = &context.read.meta;
    let Some(wanted) = meta.severity.and_then(|severity| rule.style.risk_of(severity)) else {
        return;
    };
    let node =
        rule.node(&["rule", "risk_score"]).filter(|_| meta.risk.is_some_and(|r| r != wanted));
    let (Some(node), Some(word)) = (node, rule.node(&["rule", "severity"]).and_then(|n| n.text()))
    else {
        return;
    };
    let said = meta.risk.unwrap_or_default();
    let message = format!("the score of `{word}` is {wanted} here, not {said}");
    let edits = vec![Edit { span: node.span, text: wanted.to_string() }];
    out.push(
        Diagnostic::warning(LINT.page.code, FileSpan::new(context.file.id, node.span), message)
            .with_help(format!("write {wanted}, or another severity"))
            .with_fix(Fix { safety: Safety::Safe, edits }),
    );
}
