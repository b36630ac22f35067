//! `detection-rules/deprecated`

use crate::elastic_rule::ElasticRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_document::Node;
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "detection-rules/deprecated",
        kind: Kind::OnRequest(Severity::Warning),
        what: "A deprecated rule does not stand below `_deprecated`, or has no `deprecation_date` that is \
              its `updated_date`; or a rule there is not deprecated.",
        why: "Elastic's own tests refuse it.",
        remedy: "Move the file, or mend its metadata.",
        since: "0.1.0",
    },
    run: Run::Elastic(check),
};

fn check(rule: &ElasticRule<'_>, out: &mut Vec<Diagnostic>) {
    if rule.folders().all(|folder| folder.is_empty() || folder == ".") {
        return;
    }
    let there = rule.folders().any(|folder| folder == "_deprecated");
    let date = |key| rule.metadata(key).and_then(Node::text);
    let (deprecated, updated) = (date("deprecation_date"), date("updated_date"));
    let message = match (rule.is_deprecated(), there) {
        (true, false) => "a deprecated rule stands outside of `_deprecated`",
        (false, true) => "a rule below `_deprecated` is not deprecated",
        (true, true) if deprecated.is_none() => "a deprecated rule has no `deprecation_date`",
        (true, true) if deprecated != updated => "the `deprecation_date` is not the `updated_date`",
        _ => return,
    };
    let at = rule.metadata("maturity").map_or(rule.key("name"), |n| rule.at(n));
    out.push(
        Diagnostic::warning(LINT.page.code, at, message)
            .with_help("move the file, or mend its metadata"),
    );
}
