//! `detection-rules/file-name`

use crate::elastic_rule::ElasticRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "detection-rules/file-name",
        kind: Kind::OnRequest(Severity::Warning),
        what: "The name of the file has other characters than small letters, digits and `_`.",
        why: "Elastic's own tests refuse it.",
        remedy: "Rename the file.",
        since: "0.1.0",
    },
    run: Run::Elastic(check),
};

fn check(rule: &ElasticRule<'_>, out: &mut Vec<Diagnostic>) {
    let Some(name) = rule.file_name() else { return };
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    let stem = name.strip_suffix(".toml").unwrap_or_default();
    if stem.is_empty() || !stem.bytes().all(fits) {
        let message = format!("the file is called `{name}`");
        out.push(
            Diagnostic::warning(LINT.page.code, rule.key("name"), message)
                .with_help("use small letters, digits and `_`, and `.toml`"),
        );
    }
}
