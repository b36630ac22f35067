//! `sigma/unknown-version`

use crate::sigma_rule::SigmaRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "sigma/unknown-version",
        kind: Kind::Finding(Severity::Warning),
        what: "A Sigma rule says that it is written in a version of the specification that is not known here.",
        why: "It is read as one of version 2, and may mean something else.",
        remedy: "Write the version whose words the rule uses, or leave the key out.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

/// The last version that is known here.
const LAST: u32 = 2;

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    let Some(said) = rule.text("sigma-version") else { return };
    let major = said.text.trim_start_matches('v').split('.').next().unwrap_or_default();
    if major.parse::<u32>().is_ok_and(|major| major > LAST) {
        let message = format!("version {} of Sigma is not known here", said.text);
        out.push(
            Diagnostic::warning(LINT.page.code, said.at, message)
                .with_help(format!("rules are read as of version {LAST}")),
        );
    }
}
