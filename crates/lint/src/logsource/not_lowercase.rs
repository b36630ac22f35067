//! `logsource/not-lowercase`

use crate::sigma_rule::{SigmaRule, fixed};
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_document::Node;
use ruleglot_source::{Diagnostic, Safety, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "logsource/not-lowercase",
        kind: Kind::Finding(Severity::Warning),
        what: "A word of the log source of a Sigma rule has capitals or blanks.",
        why: "Pipelines and other tools compare these words letter for letter: for them this rule has a log \
              source that nobody knows.",
        remedy: "Write it in lower case, with `_` for a blank. The fix does; it is safe where only capitals change, \
              for here case makes no difference.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    if super::is_own(super::words(rule)) {
        return;
    }
    let map = rule.root.get("logsource").and_then(Node::mapping);
    for key in ["category", "product", "service"] {
        let node = map.and_then(|map| map.get(key));
        let Some(said) = node.and_then(|node| rule.said(node)) else { continue };
        let right = said.text.to_lowercase().replace(' ', "_");
        if said.text != right {
            let message = format!("the `{key}` of the log source is `{}`", said.text);
            let finding = Diagnostic::warning(LINT.page.code, said.at, message)
                .with_help(format!("write `{right}`"));
            let only_case = !said.text.contains(' ');
            let safety = if only_case { Safety::Safe } else { Safety::Unsafe };
            out.push(fixed(finding, said.rewritten(&right, safety)));
        }
    }
}
