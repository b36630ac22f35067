//! `style/key-case`

use crate::sigma_rule::SigmaRule;
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

/// Keys that `schema/unknown-key` asks for when they are written otherwise.
const KNOWN: [&str; 20] = [
    "title",
    "id",
    "name",
    "related",
    "taxonomy",
    "status",
    "description",
    "license",
    "references",
    "author",
    "date",
    "modified",
    "tags",
    "falsepositives",
    "logsource",
    "detection",
    "fields",
    "level",
    "scope",
    "filter",
];

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    for entry in rule.entries() {
        let lower = entry.key.to_lowercase();
        if lower != entry.key.as_str() && !KNOWN.contains(&lower.as_str()) {
            let message = format!("the key `{}` has capitals", entry.key);
            out.push(
                Diagnostic::info(LINT.page.code, rule.place(entry.key_span), message)
                    .with_help(format!("write `{lower}`")),
            );
        }
    }
}
