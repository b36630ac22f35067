//! `repo/duplicate-title`

use super::{Life, RuleFacts, groups, tell};
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "repo/duplicate-title",
        kind: Kind::Finding(Severity::Warning),
        what: "Two rules of one format, both in use, have the same title.",
        why: "An alert is known by its rule's title: nobody can tell which of the two raised it. Elastic's and Splunk's \
              repositories refuse it, for files and searches are named after it.",
        remedy: "Say in the title what sets the rule apart; or, if nothing does, remove one of them.",
        since: "0.1.0",
    },
    run: Run::Repo(check),
};

fn check(rules: &[RuleFacts], out: &mut Vec<Diagnostic>) {
    let key = |rule: &RuleFacts| {
        let title =
            rule.title.as_ref().filter(|t| rule.life == Life::Live && !t.text.is_empty())?;
        Some((rule.format, title.text.trim().to_lowercase()))
    };
    let mut groups = groups(rules, key);
    for (_, group) in &mut groups {
        // What `action: global` says is said once.
        group.dedup_by_key(|rule| rule.title.as_ref().map(|title| title.at));
    }
    groups.retain(|(_, group)| group.len() > 1);
    tell(&groups, out, |rule, others| {
        let title = rule.title.as_ref()?;
        let message = format!("the title '{}' is also that of {others}", title.text.trim());
        Some(
            Diagnostic::warning(LINT.page.code, title.at, message)
                .with_help("say in the title what sets this rule apart"),
        )
    });
}
