//! `repo/duplicate-id`

use super::{Part, RuleFacts, groups, others};
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "repo/duplicate-id",
        kind: Kind::Finding(Severity::Error),
        what: "Two rules of one format have the same id.",
        why: "What a rule is deployed, excepted, related and tested by is its id: of two rules with one id, the second \
              takes the first one's place.",
        remedy: "Give the newer one an id of its own.",
        since: "0.1.0",
    },
    run: Run::Repo(check),
};

fn check(rules: &[RuleFacts], out: &mut Vec<Diagnostic>) {
    let key = |rule: &RuleFacts| {
        let id = rule.id.as_ref().filter(|id| !id.text.is_empty())?;
        Some((rule.format, id.text.to_ascii_lowercase()))
    };
    for (_, group) in &groups(rules, key) {
        for rule in group.iter().filter(|rule| rule.part == Part::Checked) {
            let Some(id) = &rule.id else { continue };
            let elsewhere = |other: &&&RuleFacts| other.id.as_ref().is_some_and(|o| o.at != id.at);
            let (message, help) = match group.iter().find(elsewhere) {
                Some(_) => (
                    format!("the id `{}` is also that of {}", id.text, others(group, rule)),
                    "give the newer rule an id of its own",
                ),
                // Nothing else repeats the bytes of an id.
                None => (
                    format!("the id `{}` is given to several rules by `action: global`", id.text),
                    "give each rule its own, below its `---`",
                ),
            };
            out.push(Diagnostic::error(LINT.page.code, id.at, message).with_help(help));
        }
    }
}
