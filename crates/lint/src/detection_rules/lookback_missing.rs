//! `detection-rules/lookback-missing`

use crate::elastic_rule::ElasticRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "detection-rules/lookback-missing",
        kind: Kind::OnRequest(Severity::Warning),
        what: "A rule reads `logs-endpoint.events.*` and has no `from`.",
        why: "Endpoints deliver late; what comes after the default of six minutes is missed. Elastic's own \
              tests refuse it.",
        remedy: "Give it a `from`, like `now-9m`.",
        since: "0.1.0",
    },
    run: Run::Elastic(check),
};

fn check(rule: &ElasticRule<'_>, out: &mut Vec<Diagnostic>) {
    let endpoint = rule.list("index").find(|index| index.text == "logs-endpoint.events.*");
    let Some(index) = endpoint.filter(|_| !rule.is_deprecated() && rule.get("from").is_none())
    else {
        return;
    };
    let message = "a rule about endpoints has no `from`";
    let finding = Diagnostic::warning(LINT.page.code, index.at, message);
    out.push(finding.with_help("give it one, like `now-9m`"));
}
