//! `detection-rules/guide-tag`

use crate::elastic_rule::ElasticRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "detection-rules/guide-tag",
        kind: Kind::OnRequest(Severity::Warning),
        what: "The note has an investigation guide and the rule not the tag `Resources: Investigation \
              Guide`.",
        why: "Elastic's own tests refuse it.",
        remedy: "Add the tag.",
        since: "0.1.0",
    },
    run: Run::Elastic(check),
};

fn check(rule: &ElasticRule<'_>, out: &mut Vec<Diagnostic>) {
    const TAG: &str = "Resources: Investigation Guide";
    let guide = rule.text("note").is_some_and(|note| note.text.contains("Investigating"));
    if rule.is_deprecated() || !guide || rule.has_tag(TAG) {
        return;
    }
    let message = format!("the note has a guide, the tag `{TAG}` is missing");
    let finding = Diagnostic::warning(LINT.page.code, rule.key("tags"), message);
    out.push(finding.with_help("add the tag"));
}
