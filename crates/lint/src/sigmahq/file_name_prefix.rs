//! `sigmahq/file-name-prefix`

use super::file_name;
use crate::sigma_rule::SigmaRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_knowledge::sigmahq_source;
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "sigmahq/file-name-prefix",
        kind: Kind::OnRequest(Severity::Info),
        what: "The name of the file of a Sigma rule does not begin as SigmaHQ asks for rules of its log source.",
        why: "SigmaHQ's checks refuse it.",
        remedy: "Rename the file: the help says how its name begins.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    let Some(name) = file_name(rule).filter(|_| rule.is_detection()) else { return };
    let product = rule.source("product");
    let own = sigmahq_source(rule.source("category"), product, rule.source("service"));
    let prefix = match own {
        Some(own) if own.prefix.is_some() => own.prefix,
        _ => product.and_then(|product| sigmahq_source(None, Some(product), None)?.prefix),
    };
    if let Some(prefix) = prefix.filter(|prefix| !name.starts_with(prefix)) {
        let message = format!("the name of the file, `{name}`, does not say its log source");
        out.push(
            Diagnostic::info(LINT.page.code, rule.at(), message)
                .with_help(format!("let it begin with `{prefix}`")),
        );
    }
}
