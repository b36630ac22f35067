//! `repo/duplicate-logic`

use super::{Life, RuleFacts, groups, tell};
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "repo/duplicate-logic",
        kind: Kind::Finding(Severity::Warning),
        what: "Two rules of one format, both in use, read the same log source and are proved to detect the same, whatever \
               their wording and the order of their conditions.",
        why: "Every event raises two alerts, and whoever tunes one of the rules forgets the other.",
        remedy: "Remove one, or add what sets it apart.",
        since: "0.1.0",
    },
    run: Run::Repo(check),
};

fn check(rules: &[RuleFacts], out: &mut Vec<Diagnostic>) {
    let key = |rule: &RuleFacts| {
        let detects = rule.detects.as_ref().filter(|_| rule.life == Life::Live)?;
        Some((rule.format, detects.source, detects.whole))
    };
    tell(&groups(rules, key), out, |rule, others| {
        let message = format!("this rule detects the same as {others}");
        Some(
            Diagnostic::warning(LINT.page.code, rule.at, message)
                .with_help("remove one of them, or add what sets it apart"),
        )
    });
}
