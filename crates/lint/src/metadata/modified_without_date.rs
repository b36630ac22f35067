//! `metadata/modified-without-date`

use crate::sigma_rule::SigmaRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "metadata/modified-without-date",
        kind: Kind::Finding(Severity::Warning),
        what: "A Sigma rule says when it was changed, and not when it was made.",
        why: "One of them is missing: `date` is the day on which the rule was made.",
        remedy: "Add `date`, or rename `modified` if that is what it says.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    if let Some(entry) = rule.entry("modified").filter(|_| rule.entry("date").is_none()) {
        let at = rule.place(entry.key_span);
        let finding = Diagnostic::warning(LINT.page.code, at, "there is `modified` and no `date`");
        out.push(finding.with_help("add the day on which the rule was made as `date`"));
    }
}
