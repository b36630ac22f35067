//! `sigmahq/unknown-field`

use crate::sigma_rule::SigmaRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_knowledge::sigmahq_source;
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "sigmahq/unknown-field",
        kind: Kind::OnRequest(Severity::Warning),
        what: "A Sigma rule names a field that is not among those that SigmaHQ lists for its log source.",
        why: "SigmaHQ's checks refuse it. No provider of these events is known to have the field.",
        remedy: "Write a field of the log source, or correct the log source.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    let [category, product, service] = ["category", "product", "service"].map(|k| rule.source(k));
    let Some(source) = sigmahq_source(category, product, service) else { return };
    if !source.has_fields() {
        return;
    }
    rule.items(|item| {
        let Some(field) = item.field.as_deref() else { return };
        if !source.has_field(field) {
            let message = format!("`{field}` is no field of this log source");
            out.push(
                Diagnostic::warning(LINT.page.code, item.key.0.unwrap_or_default(), message)
                    .with_help("write a field of the log source, or correct the log source"),
            );
        }
    });
}
