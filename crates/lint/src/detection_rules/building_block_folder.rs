//! `detection-rules/building-block-folder`

use crate::elastic_rule::ElasticRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "detection-rules/building-block-folder",
        kind: Kind::OnRequest(Severity::Warning),
        what: "A building block does not stand below `rules_building_block`, or a rule there is none.",
        why: "Elastic's own tests refuse it.",
        remedy: "Move the file, or change `building_block_type`.",
        since: "0.1.0",
    },
    run: Run::Elastic(check),
};

fn check(rule: &ElasticRule<'_>, out: &mut Vec<Diagnostic>) {
    if rule.is_deprecated() || rule.folders().all(|folder| folder.is_empty() || folder == ".") {
        return;
    }
    let there = rule.folders().any(|folder| folder == "rules_building_block");
    let message = match (rule.is_building_block(), there) {
        (true, false) => "a building block stands outside of `rules_building_block`",
        (false, true) => "a rule below `rules_building_block` is no building block",
        _ => return,
    };
    out.push(
        Diagnostic::warning(LINT.page.code, rule.key("building_block_type"), message)
            .with_help("move the file, or change `building_block_type`"),
    );
}
