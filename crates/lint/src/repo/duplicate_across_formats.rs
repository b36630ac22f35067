//! `repo/duplicate-across-formats`

use super::{Life, Part, RuleFacts, groups, others};
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "repo/duplicate-across-formats",
        kind: Kind::OnRequest(Severity::Info),
        what: "Two rules of different formats, both in use, read the same log source and are proved to detect the same, \
               their fields compared by the field map. Told when asked for: a repository under migration has each rule \
               twice.",
        why: "Where both formats are deployed, every event raises two alerts.",
        remedy: "Deploy one of them, or remove it once the other has taken its place.",
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
            let other = |r: &&&RuleFacts| r.format != rule.format || std::ptr::eq(**r, *rule);
            let theirs: Vec<&RuleFacts> = group.iter().filter(other).copied().collect();
            if theirs.len() < 2 {
                continue;
            }
            let message = format!("this rule detects the same as {}", others(&theirs, rule));
            out.push(
                Diagnostic::info(LINT.page.code, rule.at, message)
                    .with_help("deploy one of them where both formats are in use"),
            );
        }
    }
}
