//! `metadata/date-form`

use crate::sigma_rule::{SigmaRule, fixed};
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Safety, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "metadata/date-form",
        kind: Kind::Finding(Severity::Info),
        what: "A date of a Sigma rule is not written `YYYY-MM-DD`.",
        why: "Since version 2 the specification knows no other form; `2021/01/31` is one of version 1, and \
              stricter tools refuse it.",
        remedy: "Write it with `-`, which is what the fix does.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    let meta = &rule.read.meta;
    for (key, date) in [("date", meta.created), ("modified", meta.modified)] {
        let (Some(said), Some(date)) = (rule.text(key), date) else { continue };
        let usual = format!("{:04}-{:02}-{:02}", date.year, date.month, date.day);
        if said.text != usual {
            let message = format!("`{key}` is written `{}`", said.text);
            let finding = Diagnostic::info(LINT.page.code, said.at, message)
                .with_help(format!("write `{usual}`"));
            out.push(fixed(finding, said.rewritten(&usual, Safety::Safe)));
        }
    }
}
