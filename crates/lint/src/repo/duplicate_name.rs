//! `repo/duplicate-name`

use super::{RuleFacts, groups, tell};
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "repo/duplicate-name",
        kind: Kind::Finding(Severity::Error),
        what: "Two Sigma rules have the same `name`.",
        why: "Correlations and filters call a rule by its name: with two of one name, which is meant depends on the order \
              of files.",
        remedy: "Give one of them another name, and change what refers to it.",
        since: "0.1.0",
    },
    run: Run::Repo(check),
};

fn check(rules: &[RuleFacts], out: &mut Vec<Diagnostic>) {
    let key = |rule: &RuleFacts| {
        let name = rule.name.as_ref().filter(|n| !n.text.is_empty())?;
        Some((rule.format, name.text.clone()))
    };
    tell(&groups(rules, key), out, |rule, others| {
        let name = rule.name.as_ref()?;
        let message = format!("the name `{}` is also that of {others}", name.text);
        Some(
            Diagnostic::error(LINT.page.code, name.at, message)
                .with_help("give one of the two another name, and change what refers to it"),
        )
    });
}
