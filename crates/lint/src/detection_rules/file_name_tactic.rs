//! `detection-rules/file-name-tactic`

use super::first_tactic;
use crate::elastic_rule::ElasticRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "detection-rules/file-name-tactic",
        kind: Kind::OnRequest(Severity::Warning),
        what: "The name of the file does not begin with the first tactic of the rule.",
        why: "Elastic's own tests refuse it.",
        remedy: "Rename the file.",
        since: "0.1.0",
    },
    run: Run::Elastic(check),
};

fn check(rule: &ElasticRule<'_>, out: &mut Vec<Diagnostic>) {
    let (Some(name), Some(tactic)) = (rule.file_name(), first_tactic(rule)) else { return };
    let wanted = tactic.text.to_lowercase().replace(' ', "_");
    if rule.is_deprecated() || rule.kind() == "machine_learning" || name.starts_with(&wanted) {
        return;
    }
    let message = format!("the file is called `{name}`, the first tactic is `{}`", tactic.text);
    out.push(
        Diagnostic::warning(LINT.page.code, tactic.at, message)
            .with_help(format!("begin its name with `{wanted}`")),
    );
}
