//! `detection-rules/guide-name`

use crate::elastic_rule::ElasticRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "detection-rules/guide-name",
        kind: Kind::OnRequest(Severity::Warning),
        what: "The heading `### Investigating` in the note has another name than the rule.",
        why: "Elastic's own tests refuse it.",
        remedy: "Write the name of the rule.",
        since: "0.1.0",
    },
    run: Run::Elastic(check),
};

fn check(rule: &ElasticRule<'_>, out: &mut Vec<Diagnostic>) {
    let (Some(note), Some(name)) = (rule.text("note"), rule.text("name")) else { return };
    let heading = note.text.lines().find_map(|line| line.strip_prefix("### Investigating "));
    if rule.is_deprecated() || heading.is_none_or(|said| said.trim() == name.text.trim()) {
        return;
    }
    let message = format!("the guide is about '{}'", heading.unwrap_or_default().trim());
    out.push(
        Diagnostic::warning(LINT.page.code, rule.key("note"), message)
            .with_help(format!("write `### Investigating {}`", name.text.trim())),
    );
}
