//! `logsource/category-with-provider`

use super::events::events_of;
use crate::sigma_rule::SigmaRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "logsource/category-with-provider",
        kind: Kind::OnRequest(Severity::Warning),
        what: "A Sigma rule for a category of Windows events tests `Provider_Name` or `Channel`.",
        why: "The category stands for these events whoever provides them; the test leaves out all providers but \
              one.",
        remedy: "Leave the test out, or write the service whose events are meant.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    let windows = rule.source("product") == Some("windows");
    let Some(category) = rule.source("category").filter(|_| windows) else { return };
    if events_of(category).is_none() {
        return;
    }
    rule.items(|item| {
        let Some(field @ ("Provider_Name" | "Channel")) = item.field.as_deref() else { return };
        let at = item.key.0.unwrap_or_default();
        let message = format!("`{field}` narrows `{category}` to one provider");
        out.push(
            Diagnostic::warning(LINT.page.code, at, message)
                .with_help("leave it out, or write the service whose events are meant"),
        );
    });
}
