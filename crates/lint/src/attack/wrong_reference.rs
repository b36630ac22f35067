//! `attack/wrong-reference`

use super::AttackContext;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_formats::Mentioned;
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "attack/wrong-reference",
        kind: Kind::Finding(Severity::Warning),
        what: "The page beside an id is not the page of that id.",
        why: "Who follows it reads about something else, and it is not clear which of the two the author meant.",
        remedy: "Write the page of the id, as the fix does, unless the id is what is wrong.",
        since: "0.1.0",
    },
    run: Run::Attack(check),
};

fn check(context: &AttackContext<'_>, out: &mut Vec<Diagnostic>) {
    for mention in context.list() {
        let Some(reference) = &mention.reference else { continue };
        let page = match &mention.what {
            Mentioned::Technique(id) => {
                format!("https://attack.mitre.org/techniques/{}/", id.replace('.', "/"))
            }
            Mentioned::Tactic(id) => format!("https://attack.mitre.org/tactics/{id}/"),
            _ => continue,
        };
        if path(&reference.text) == path(&page) {
            continue;
        }
        let id = &mention.written.text;
        let message = format!("`{}` is not the page of `{id}`", reference.text);
        let finding = Diagnostic::warning(LINT.page.code, reference.at, message)
            .with_help(format!("write `{page}`"));
        out.push(match AttackContext::replace(reference, &page) {
            Some(fix) => finding.with_fix(fix),
            None => finding,
        });
    }
}

/// What decides which page it is: not the scheme, nor a slash at the end.
fn path(url: &str) -> &str {
    let url = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or(url);
    url.strip_prefix("www.").unwrap_or(url).trim_end_matches('/')
}
