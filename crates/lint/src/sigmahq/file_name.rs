//! `sigmahq/file-name`

use super::file_name;
use crate::sigma_rule::SigmaRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "sigmahq/file-name",
        kind: Kind::OnRequest(Severity::Info),
        what: "The file of a Sigma rule has not the name that SigmaHQ asks for: 10 to 90 small letters, digits \
              and `_`, one `_` at least, and `.yml`.",
        why: "SigmaHQ's checks refuse it.",
        remedy: "Rename the file.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    let Some(name) = file_name(rule) else { return };
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    let right = name.strip_suffix(".yml").is_some_and(|stem| {
        (10..=90).contains(&stem.len()) && stem.bytes().all(fits) && stem.contains('_')
    });
    if !right {
        let message = format!("the file is called `{name}`");
        out.push(
            Diagnostic::info(LINT.page.code, rule.at(), message)
                .with_help("use 10 to 90 small letters, digits and `_`, and `.yml`"),
        );
    }
}
