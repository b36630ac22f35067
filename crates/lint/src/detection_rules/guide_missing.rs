//! `detection-rules/guide-missing`

use crate::elastic_rule::ElasticRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "detection-rules/guide-missing",
        kind: Kind::OnRequest(Severity::Warning),
        what: "A rule of high or critical severity has no `## Triage and analysis` in its note.",
        why: "Whoever gets such an alert needs to know what to do. Elastic's own tests refuse it.",
        remedy: "Write an investigation guide.",
        since: "0.1.0",
    },
    run: Run::Elastic(check),
};

fn check(rule: &ElasticRule<'_>, out: &mut Vec<Diagnostic>) {
    let severe = rule.text("severity").filter(|s| matches!(s.text, "high" | "critical"));
    let Some(severity) = severe.filter(|_| !rule.is_deprecated() && !rule.is_building_block())
    else {
        return;
    };
    if rule
        .text("note")
        .is_some_and(|note| note.text.to_lowercase().contains("## triage and analysis"))
    {
        return;
    }
    let message = format!("a rule of severity `{}` has no guide", severity.text);
    out.push(
        Diagnostic::warning(LINT.page.code, severity.at, message)
            .with_help("write `## Triage and analysis` in its note"),
    );
}
