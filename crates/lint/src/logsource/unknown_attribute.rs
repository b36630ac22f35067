//! `logsource/unknown-attribute`

use crate::sigma_rule::SigmaRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_document::Node;
use ruleglot_knowledge::nearest;
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "logsource/unknown-attribute",
        kind: Kind::OnRequest(Severity::Warning),
        what: "The log source of a Sigma rule has a key beside `category`, `product`, `service` and `definition`.",
        why: "Tools pass it over, so it does not tell which events the rule is for.",
        remedy: "Say it in `definition`, or as a condition of the detection.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

const KNOWN: [&str; 4] = ["category", "product", "service", "definition"];

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    let map = rule.root.get("logsource").and_then(Node::mapping);
    for entry in map.into_iter().flat_map(|map| &map.entries) {
        let key = entry.key.as_str();
        // What is only misspelt is `schema/unknown-key`.
        if !KNOWN.contains(&key) && nearest(key, KNOWN).is_none() {
            let message = format!("a log source has no `{key}`");
            out.push(
                Diagnostic::warning(LINT.page.code, rule.place(entry.key_span), message)
                    .with_help("say it in `definition`, or in the detection"),
            );
        }
    }
}
