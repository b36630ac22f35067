//! `logsource/sysmon-without-event-id`

use crate::sigma_rule::SigmaRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "logsource/sysmon-without-event-id",
        kind: Kind::OnRequest(Severity::Warning),
        what: "A Sigma rule reads the log of Sysmon and never tests `EventID`.",
        why: "It is held against every event of Sysmon, of thirty kinds, whose fields share names and not \
              meanings.",
        remedy: "Test `EventID`, or write the category of the events.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    let node = rule.root.at(&["logsource", "service"]).filter(|node| node.text() == Some("sysmon"));
    let Some(node) = node.filter(|_| rule.detection().is_some()) else { return };
    if super::is_own(super::words(rule)) {
        return;
    }
    let mut tested = false;
    rule.items(|item| tested |= item.field.as_deref() == Some("EventID"));
    if !tested {
        let message = "the rule reads every event of Sysmon";
        out.push(
            Diagnostic::warning(LINT.page.code, rule.place(node.span), message)
                .with_help("test `EventID`, or write the category of the events"),
        );
    }
}
