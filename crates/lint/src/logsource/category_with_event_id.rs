//! `logsource/category-with-event-id`

use super::events::events_of;
use crate::sigma_rule::SigmaRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "logsource/category-with-event-id",
        kind: Kind::Finding(Severity::Warning),
        what: "A Sigma rule for a category of Windows events tests `EventID`.",
        why: "The category says which events are meant. Providers number theirs differently, so the test says \
              nothing for one of them and matches nothing for the others.",
        remedy: "Leave the test out, or write the service whose events are meant.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    let windows = rule.source("product") == Some("windows");
    let Some(category) = rule.source("category").filter(|_| windows) else { return };
    // Where a category holds several kinds of events, `EventID` tells them apart.
    let Some([_]) = events_of(category) else { return };
    rule.items(|item| {
        if item.field.as_deref() != Some("EventID") {
            return;
        }
        let at = item.key.0.unwrap_or_default();
        let message = format!("`{category}` says already which events are meant");
        out.push(
            Diagnostic::warning(LINT.page.code, at, message)
                .with_help("leave `EventID` out, or write the service whose events are meant"),
        );
    });
}
