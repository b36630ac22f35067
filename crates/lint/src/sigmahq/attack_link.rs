//! `sigmahq/attack-link`

use crate::sigma_rule::SigmaRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "sigmahq/attack-link",
        kind: Kind::OnRequest(Severity::Info),
        what: "A reference of a Sigma rule is a page of ATT&CK.",
        why: "SigmaHQ's checks refuse it. The tags say it already.",
        remedy: "Write the technique as a tag.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    for said in rule.list("references").filter(|s| s.text.contains("://attack.mitre.org")) {
        let message = format!("`{}` is a page of ATT&CK", said.text);
        out.push(
            Diagnostic::info(LINT.page.code, said.at, message)
                .with_help("write the technique as a tag"),
        );
    }
}
