//! `detection-rules/license`

use crate::elastic_rule::ElasticRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "detection-rules/license",
        kind: Kind::OnRequest(Severity::Warning),
        what: "A rule of Elastic's has not the licence `Elastic License v2`.",
        why: "Elastic's own tests refuse it.",
        remedy: "Write `license = \"Elastic License v2\"`.",
        since: "0.1.0",
    },
    run: Run::Elastic(check),
};

fn check(rule: &ElasticRule<'_>, out: &mut Vec<Diagnostic>) {
    let licence = rule.text("license").map_or("", |said| said.text);
    let theirs = rule.list("author").any(|author| author.text == "Elastic");
    if !theirs || licence.contains("Elastic License v2") {
        return;
    }
    out.push(
        Diagnostic::warning(LINT.page.code, rule.key("license"), "the licence is not Elastic's")
            .with_help("write `Elastic License v2`"),
    );
}
