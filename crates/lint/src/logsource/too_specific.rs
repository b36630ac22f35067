//! `logsource/too-specific`

use super::events::{category_of, event_ids};
use crate::sigma_rule::SigmaRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "logsource/too-specific",
        kind: Kind::Finding(Severity::Warning),
        what: "A Sigma rule reads the log of Sysmon, or that of Windows security, and asks for the events of one \
              category.",
        why: "The category stands for these events of every provider: the rule would run on Sysmon, on Windows' \
              own auditing and on other agents, and its fields would be mapped.",
        remedy: "Write the category, and leave the service and the test of `EventID` out.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    let service = rule.source("service");
    let Some(service) = service.filter(|_| rule.source("product") == Some("windows")) else {
        return;
    };
    if rule.source("category").is_some() {
        return;
    }
    let Some((at, ids)) = event_ids(rule) else { return };
    let mut mapped = true;
    rule.items(|item| mapped &= has_counterpart(service, item.field.as_deref()));
    let Some(category) = category_of(service, &ids).filter(|_| mapped) else { return };
    let message = format!("these events of `{service}` are the category `{category}`");
    out.push(Diagnostic::warning(LINT.page.code, at, message).with_help(format!(
        "write `category: {category}` for `service: {service}`, and leave `EventID` out"
    )));
}

/// Whether events of other providers have the field of a service, perhaps under another name.
fn has_counterpart(service: &str, field: Option<&str>) -> bool {
    // Sysmon's names are those of the categories; the auditing of Windows says more of a process than others.
    let Some(field) = field.filter(|_| service == "security") else { return true };
    let shared =
        ["EventID", "CommandLine", "Image", "NewProcessName", "ParentImage", "ParentProcessName"];
    shared.contains(&field)
}
