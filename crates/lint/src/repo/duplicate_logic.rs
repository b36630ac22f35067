//! `repo/duplicate-logic`

use super::{Life, Part, RuleFacts, groups, others};
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "repo/duplicate-logic",
        kind: Kind::Finding(Severity::Warning),
        what: "Two rules in use read the same log source and are proved to detect the same, whatever their wording, the \
               order of their conditions and the names of their fields. Between rules of two formats it is a remark: a \
               repository under migration has each rule twice.",
        why: "Every event raises two alerts, and whoever tunes one of the rules forgets the other.",
        remedy: "Remove one, or say in it what sets it apart.",
        since: "0.1.0",
    },
    run: Run::Repo(check),
};

fn check(rules: &[RuleFacts], out: &mut Vec<Diagnostic>) {
    let key = |rule: &RuleFacts| {
        let detects = rule.detects.as_ref().filter(|_| rule.life == Life::Live)?;
        Some((detects.source, detects.whole))
    };
    for (_, group) in &groups(rules, key) {
        for rule in group.iter().filter(|rule| rule.part == Part::Checked) {
            // Those of the same format first: they are the worse.
            let (same, other): (Vec<&RuleFacts>, Vec<&RuleFacts>) =
                group.iter().partition(|r| r.format == rule.format);
            let finding = if same.len() > 1 {
                let message = format!("this rule detects the same as {}", others(&same, rule));
                Diagnostic::warning(LINT.page.code, rule.at, message)
                    .with_help("remove one of them, or add what sets it apart")
            } else {
                let message = format!(
                    "this rule detects the same as {}, which is of another format",
                    others(&other, rule)
                );
                Diagnostic::info(LINT.page.code, rule.at, message)
                    .with_help("deploy one of them where both formats are in use")
            };
            out.push(finding);
        }
    }
}
