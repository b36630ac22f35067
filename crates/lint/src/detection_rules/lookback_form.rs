//! `detection-rules/lookback-form`

use crate::elastic_rule::ElasticRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "detection-rules/lookback-form",
        kind: Kind::OnRequest(Severity::Warning),
        what: "The `from` of a rule is not `now-` with a number and a unit.",
        why: "Elastic's own tests refuse it.",
        remedy: "Write it like `now-9m`.",
        since: "0.1.0",
    },
    run: Run::Elastic(check),
};

fn check(rule: &ElasticRule<'_>, out: &mut Vec<Diagnostic>) {
    let Some(from) = rule.text("from") else { return };
    let right = from.text.strip_prefix("now-").is_some_and(|span| {
        let digits = span.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let unit = &span[digits.len()..];
        let number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        number && ["y", "M", "w", "d", "h", "H", "m", "s"].contains(&unit)
    });
    if !right {
        let message = format!("`from` is `{}`", from.text);
        let finding = Diagnostic::warning(LINT.page.code, from.at, message);
        out.push(finding.with_help("write it like `now-9m`"));
    }
}
