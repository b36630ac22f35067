//! `detection-rules/index`

use crate::elastic_rule::ElasticRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "detection-rules/index",
        kind: Kind::OnRequest(Severity::Warning),
        what: "A rule has neither `index` nor `data_view_id`.",
        why: "It reads what the space of whoever installs it reads by default. Elastic's own tests refuse \
              it.",
        remedy: "Name the indexes.",
        since: "0.1.0",
    },
    run: Run::Elastic(check),
};

fn check(rule: &ElasticRule<'_>, out: &mut Vec<Diagnostic>) {
    let without = matches!(rule.kind(), "esql" | "machine_learning" | "threat_match");
    let named = rule.get("index").is_some() || rule.get("data_view_id").is_some();
    if rule.is_deprecated() || without || named {
        return;
    }
    out.push(
        Diagnostic::warning(LINT.page.code, rule.key("name"), "the rule names no `index`")
            .with_help("name the indexes"),
    );
}
