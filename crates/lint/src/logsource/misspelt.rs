//! `logsource/misspelt`

use super::{KEYS, is_known, misspelt, words};
use crate::sigma_rule::{SigmaRule, fixed};
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Safety, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "logsource/misspelt",
        kind: Kind::Finding(Severity::Warning),
        what: "No log source is known by the words of a Sigma rule, and one is that differs in one letter of one \
              word.",
        why: "Pipelines do not recognise the log source, so the fields keep their names and the rule matches \
              nothing.",
        remedy: "Write the word that was meant.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    let said = words(rule);
    if is_known(said) {
        return;
    }
    let Some((which, meant)) = misspelt(said) else { return };
    let node = rule.root.at(&["logsource", KEYS[which]]);
    let Some(word) = node.and_then(|node| rule.said(node)) else { return };
    let message = format!("no log source has the {} `{}`", KEYS[which], word.text);
    let finding = Diagnostic::warning(LINT.page.code, word.at, message)
        .with_help(format!("did you mean `{meant}`?"));
    out.push(fixed(finding, word.rewritten(meant, Safety::Unsafe)));
}
