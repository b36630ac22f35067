//! `sigmahq/several-detection-tags`

use super::several_tags;
use crate::sigma_rule::SigmaRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "sigmahq/several-detection-tags",
        kind: Kind::OnRequest(Severity::Warning),
        what: "A Sigma rule has two tags of the namespace `detection`.",
        why: "SigmaHQ's checks refuse it. A rule is for one of the folders.",
        remedy: "Leave one of them.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    several_tags(rule, "detection", LINT.page.code, out);
}
