//! `detection-rules/max-signals`

use crate::elastic_rule::ElasticRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "detection-rules/max-signals",
        kind: Kind::OnRequest(Severity::Warning),
        what: "A rule wants more than 1000 alerts of one run.",
        why: "Kibana makes no more, whatever the rule says. Elastic's own tests refuse it.",
        remedy: "Make it 1000 or less.",
        since: "0.1.0",
    },
    run: Run::Elastic(check),
};

fn check(rule: &ElasticRule<'_>, out: &mut Vec<Diagnostic>) {
    let Some(node) = rule.get("max_signals") else { return };
    if node.scalar().and_then(|s| s.text.parse::<u64>().ok()).is_some_and(|n| n > 1000) {
        let message = "Kibana makes 1000 alerts of one run at most";
        let finding = Diagnostic::warning(LINT.page.code, rule.at(node), message);
        out.push(finding.with_help("make it 1000 or less"));
    }
}
