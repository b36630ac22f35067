//! `metadata/modified-equals-date`

use crate::sigma_rule::{SigmaRule, fixed, removed};
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Safety, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "metadata/modified-equals-date",
        kind: Kind::OnRequest(Severity::Info),
        what: "A Sigma rule was changed on the day on which it was made.",
        why: "`modified` says nothing then; the convention is to leave it out until the first change.",
        remedy: "Leave `modified` out, which is what the fix does.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    let Some(entry) = rule.entry("modified") else { return };
    let meta = &rule.read.meta;
    if meta.modified.is_some() && meta.modified == meta.created {
        let at = rule.place(entry.value.span);
        let finding = Diagnostic::info(LINT.page.code, at, "`modified` is the same day as `date`")
            .with_help("leave `modified` out");
        let lines = rule.lines_of(entry);
        out.push(fixed(finding, lines.map(|lines| removed(lines, Safety::Safe))));
    }
}
