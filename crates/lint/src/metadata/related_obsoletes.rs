//! `metadata/related-obsoletes`

use crate::sigma_rule::{SigmaRule, fixed};
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_document::Node;
use ruleglot_source::{Diagnostic, Safety, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "metadata/related-obsoletes",
        kind: Kind::Finding(Severity::Warning),
        what: "The type of a related rule is `obsoletes`, as version 1 of Sigma spelled it.",
        why: "The word is `obsolete` now; tools that follow the specification refuse the rule.",
        remedy: "Write `obsolete`, which is what the fix does.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    let related = rule.root.get("related").and_then(Node::sequence).unwrap_or_default();
    let types = related.iter().filter_map(|one| rule.said(one.get("type")?));
    for said in types.filter(|said| said.text == "obsoletes") {
        let message = "the type of a related rule is `obsoletes`";
        let finding =
            Diagnostic::warning(LINT.page.code, said.at, message).with_help("write `obsolete`");
        out.push(fixed(finding, said.rewritten("obsolete", Safety::Safe)));
    }
}
