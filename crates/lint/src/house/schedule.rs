//! `house/schedule`

use super::{InHouse, place};
use crate::{CodePage, Kind, Lint, RuleContext, Run};
use ruleglot_source::{Diagnostic, FileSpan, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "house/schedule",
        kind: Kind::Finding(Severity::Warning),
        what: "A rule for Splunk does not run when your configuration says, or over another time.",
        why: "Events between two runs are missed, or seen twice.",
        remedy: "Write what `cron`, `earliest` and `latest` say, or allow the finding where the rule is an exception.",
        since: "0.1.0",
    },
    run: Run::Rule(check),
};

fn check(context: &RuleContext<'_>, out: &mut Vec<Diagnostic>) {
    let Some(rule) = InHouse::of(context, Some("splunk")) else { return };
    let style = rule.style;
    for (key, wanted) in [
        ("cron_schedule", &style.cron),
        ("earliest_time", &style.earliest),
        ("latest_time", &style.latest),
    ] {
        let Some(wanted) = wanted else { continue };
        let node = rule.node(&["deployment", "scheduling", key]);
        let said = node.and_then(|node| node.text());
        if said.is_some_and(|said| said == wanted) {
            continue;
        }
        let at = node.map_or_else(|| place(context), |n| FileSpan::new(context.file.id, n.span));
        let message = match said {
            Some(said) => format!("`{key}` is `{said}`, not `{wanted}`"),
            None => format!("the rule does not say `{key}`"),
        };
        let help = format!("write `{key}: {wanted}` below `deployment.scheduling`");
        out.push(Diagnostic::warning(LINT.page.code, at, message).with_help(help));
    }
}
