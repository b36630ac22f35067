//! `repo/duplicate-file-name`

use super::{Life, RuleFacts, groups, tell};
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "repo/duplicate-file-name",
        kind: Kind::Finding(Severity::Warning),
        what: "Two files of rules in use, in different folders, have the same name but for letter case.",
        why: "Tools that gather rules into one folder, as packaging and most deployments do, keep one of the two.",
        remedy: "Rename one.",
        since: "0.1.0",
    },
    run: Run::Repo(check),
};

fn check(rules: &[RuleFacts], out: &mut Vec<Diagnostic>) {
    let mut files: Vec<&RuleFacts> = rules.iter().filter(|r| r.life == Life::Live).collect();
    // One file may hold several rules.
    files.sort_by(|a, b| (&a.path, a.at.span.start).cmp(&(&b.path, b.at.span.start)));
    files.dedup_by(|a, b| a.path == b.path);
    let files: Vec<RuleFacts> = files.into_iter().cloned().collect();
    let key = |rule: &RuleFacts| {
        let name = rule.path.rsplit(['/', '\\']).next()?;
        // What is called the same on purpose names no rule.
        (name != "-").then(|| (rule.format, name.to_lowercase()))
    };
    tell(&groups(&files, key), out, |rule, others| {
        let name = rule.path.rsplit(['/', '\\']).next().unwrap_or_default();
        let message = format!("a file named `{name}` is there already: {others}");
        Some(Diagnostic::warning(LINT.page.code, rule.at, message).with_help("rename one of them"))
    });
}
