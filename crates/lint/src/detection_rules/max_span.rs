//! `detection-rules/max-span`

use crate::elastic_rule::ElasticRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "detection-rules/max-span",
        kind: Kind::OnRequest(Severity::Warning),
        what: "An EQL sequence may last longer than the rule looks back, or the rule runs more than twice \
              as often as the sequence may last.",
        why: "A sequence that is older than the look-back when its last event comes is never found whole. \
              Elastic's own tests refuse it.",
        remedy: "Look back further, or run less often.",
        since: "0.1.0",
    },
    run: Run::Elastic(check),
};

fn check(rule: &ElasticRule<'_>, out: &mut Vec<Diagnostic>) {
    let (Some((longest, at)), Some(back)) = (rule.max_span(), rule.lookback()) else { return };
    let longest = longest.as_secs();
    let often = rule.interval().is_some_and(|i| i.as_secs() * 2 < longest);
    let (message, help) = if back.as_secs() + 600 < longest {
        ("the sequence may last longer than the rule looks back", "look back further")
    } else if longest > 150 && often {
        ("the rule runs more than twice while the sequence lasts", "run it less often")
    } else {
        return;
    };
    if !rule.is_deprecated() {
        out.push(Diagnostic::warning(LINT.page.code, at, message).with_help(help));
    }
}
