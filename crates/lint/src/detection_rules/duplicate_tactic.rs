//! `detection-rules/duplicate-tactic`

use crate::elastic_rule::ElasticRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "detection-rules/duplicate-tactic",
        kind: Kind::OnRequest(Severity::Warning),
        what: "A tactic has several entries in `threat`.",
        why: "Elastic's own tests refuse it.",
        remedy: "Put the techniques below one of them.",
        since: "0.1.0",
    },
    run: Run::Elastic(check),
};

fn check(rule: &ElasticRule<'_>, out: &mut Vec<Diagnostic>) {
    let mut seen: Vec<&str> = Vec::new();
    for entry in rule.items("threat").iter().filter(|_| !rule.is_deprecated()) {
        let Some(name) = entry.at(&["tactic", "name"]).and_then(|n| rule.placed(n)) else {
            continue;
        };
        if seen.contains(&name.text) {
            let message = format!("the tactic `{}` has several entries", name.text);
            out.push(
                Diagnostic::warning(LINT.page.code, name.at, message)
                    .with_help("put the techniques below one of them"),
            );
        }
        seen.push(name.text);
    }
}
