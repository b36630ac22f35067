//! `metadata/scope-too-short`

use super::too_short;
use crate::sigma_rule::SigmaRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "metadata/scope-too-short",
        kind: Kind::Finding(Severity::Warning),
        what: "An entry of `scope` of a Sigma rule has fewer than two characters.",
        why: "The specification asks for two at least; a letter or a dash tells nobody anything.",
        remedy: "Say for which systems the rule is meant.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    too_short(rule, "scope", LINT.page.code, out);
}
