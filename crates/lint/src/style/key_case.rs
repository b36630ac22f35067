//! `style/key-case`

use crate::sigma_rule::{KEYS, SigmaRule};
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "style/key-case",
        kind: Kind::OnRequest(Severity::Info),
        what: "A key of a Sigma rule that is none of the specification has capitals.",
        why: "Keys of rules are in lower case, so that nobody has to remember how one was written.",
        remedy: "Write it in lower case.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    for entry in rule.entries() {
        let lower = entry.key.to_lowercase();
        // Those of the specification `schema/unknown-key` asks for.
        if lower != entry.key.as_str() && !KEYS.contains(&lower.as_str()) {
            let message = format!("the key `{}` has capitals", entry.key);
            out.push(
                Diagnostic::info(LINT.page.code, rule.place(entry.key_span), message)
                    .with_help(format!("write `{lower}`")),
            );
        }
    }
}
