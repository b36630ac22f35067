//! `detection-rules/min-stack-comment`

use crate::elastic_rule::ElasticRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "detection-rules/min-stack-comment",
        kind: Kind::OnRequest(Severity::Warning),
        what: "A rule says from which version of Elastic it works, and not why.",
        why: "Elastic's own tests refuse it.",
        remedy: "Say it in `min_stack_comments`.",
        since: "0.1.0",
    },
    run: Run::Elastic(check),
};

fn check(rule: &ElasticRule<'_>, out: &mut Vec<Diagnostic>) {
    let Some(node) = rule.metadata("min_stack_version") else { return };
    if rule.metadata("min_stack_comments").is_none() {
        let message = "`min_stack_version` stands without `min_stack_comments`";
        let finding = Diagnostic::warning(LINT.page.code, rule.at(node), message);
        out.push(finding.with_help("say why"));
    }
}
