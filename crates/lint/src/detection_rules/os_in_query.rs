//! `detection-rules/os-in-query`

use crate::elastic_rule::ElasticRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "detection-rules/os-in-query",
        kind: Kind::OnRequest(Severity::Warning),
        what: "A rule below `windows`, `linux` or `macos` does not ask for `host.os.type`.",
        why: "Indexes hold the events of all systems. Elastic's own tests refuse it.",
        remedy: "Add a condition on `host.os.type`.",
        since: "0.1.0",
    },
    run: Run::Elastic(check),
};

fn check(rule: &ElasticRule<'_>, out: &mut Vec<Diagnostic>) {
    let Some(query) = rule.text("query") else { return };
    let folder = rule.folders().next().unwrap_or_default();
    let of_one = matches!(folder, "windows" | "linux" | "macos") && rule.kind() != "esql";
    if rule.is_deprecated() || !of_one || query.text.contains("host.os.type") {
        return;
    }
    let message = format!("a rule below `{folder}` does not ask for `host.os.type`");
    out.push(
        Diagnostic::warning(LINT.page.code, rule.key("query"), message)
            .with_help(format!("ask for `{folder}`")),
    );
}
