//! `detection-rules/timestamp-override`

use crate::elastic_rule::ElasticRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "detection-rules/timestamp-override",
        kind: Kind::OnRequest(Severity::Warning),
        what: "A rule with a query that looks at single events has not `timestamp_override = \
              \"event.ingested\"`.",
        why: "Events that arrive late are missed. Elastic's own tests refuse it.",
        remedy: "Add it.",
        since: "0.1.0",
    },
    run: Run::Elastic(check),
};

fn check(rule: &ElasticRule<'_>, out: &mut Vec<Diagnostic>) {
    let single = matches!(rule.kind(), "query" | "eql") && !rule.is_sequence();
    let language = rule.text("language").is_some_and(|l| matches!(l.text, "kuery" | "eql"));
    let right = rule.text("timestamp_override").is_some_and(|t| t.text == "event.ingested");
    if rule.is_deprecated() || !single || !language || right {
        return;
    }
    let message = "the rule does not go by `event.ingested`";
    out.push(
        Diagnostic::warning(LINT.page.code, rule.key("timestamp_override"), message)
            .with_help("add `timestamp_override = \"event.ingested\"`"),
    );
}
