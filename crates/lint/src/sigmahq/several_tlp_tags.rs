//! `sigmahq/several-tlp-tags`

use super::several_tags;
use crate::sigma_rule::SigmaRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "sigmahq/several-tlp-tags",
        kind: Kind::OnRequest(Severity::Warning),
        what: "A Sigma rule has two tags of the namespace `tlp`.",
        why: "SigmaHQ's checks refuse it. One of them is wrong.",
        remedy: "Leave one of them.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    several_tags(rule, "tlp", LINT.page.code, out);
}
