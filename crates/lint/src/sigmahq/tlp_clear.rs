//! `sigmahq/tlp-clear`

use crate::sigma_rule::SigmaRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "sigmahq/tlp-clear",
        kind: Kind::OnRequest(Severity::Warning),
        what: "A Sigma rule has a tag of the traffic light protocol other than `tlp.clear`.",
        why: "SigmaHQ's checks refuse it. Its rules are public.",
        remedy: "Leave it out, or do not publish the rule.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    let tags = rule.list("tags").filter(|said| said.text.starts_with("tlp."));
    for said in tags.filter(|said| said.text != "tlp.clear") {
        let message = format!("`{}` is not for the public", said.text);
        out.push(
            Diagnostic::warning(LINT.page.code, said.at, message)
                .with_help("leave it out, or do not publish the rule"),
        );
    }
}
