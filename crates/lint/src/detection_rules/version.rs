//! `detection-rules/version`

use crate::elastic_rule::ElasticRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "detection-rules/version",
        kind: Kind::OnRequest(Severity::Warning),
        what: "A rule says its own version or revision.",
        why: "The lock of Elastic's repository does; its loader refuses others.",
        remedy: "Remove it.",
        since: "0.1.0",
    },
    run: Run::Elastic(check),
};

fn check(rule: &ElasticRule<'_>, out: &mut Vec<Diagnostic>) {
    for key in ["revision", "version"] {
        if rule.get(key).is_some() {
            let message = format!("the rule says its own `{key}`");
            let finding = Diagnostic::warning(LINT.page.code, rule.key(key), message);
            out.push(finding.with_help("remove it"));
        }
    }
}
