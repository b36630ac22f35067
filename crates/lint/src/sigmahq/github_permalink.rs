//! `sigmahq/github-permalink`

use crate::sigma_rule::SigmaRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "sigmahq/github-permalink",
        kind: Kind::OnRequest(Severity::Info),
        what: "A reference of a Sigma rule is a file at GitHub, as it is on a branch.",
        why: "The file changes or goes away; the commit in the link keeps what was read.",
        remedy: "Link the file at a commit: press `y` on its page.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    for said in rule.list("references") {
        let file = said.text.strip_prefix("https://github.com/");
        let Some((_, rest)) = file.and_then(|file| file.split_once("/blob/")) else { continue };
        let commit = rest.split('/').next().unwrap_or_default();
        let is_commit = commit.len() == 40 && commit.bytes().all(|b| b.is_ascii_hexdigit());
        if !is_commit {
            let message = format!("the link is to `{commit}`, which changes");
            out.push(
                Diagnostic::info(LINT.page.code, said.at, message)
                    .with_help("link the file at a commit"),
            );
        }
    }
}
