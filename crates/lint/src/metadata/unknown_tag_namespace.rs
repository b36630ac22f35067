//! `metadata/unknown-tag-namespace`

use super::tags::{self, NAMESPACES};
use crate::sigma_rule::SigmaRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "metadata/unknown-tag-namespace",
        kind: Kind::OnRequest(Severity::Info),
        what: "The namespace of a tag of a Sigma rule is none of the specification.",
        why: "Other tools do not know what it says. Repositories may have namespaces of their own.",
        remedy: "Write `attack`, `car`, `cve`, `d3fend`, `detection`, `stp` or `tlp`, or leave the finding out \
              where the namespace is your own.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    for tag in tags::of(rule) {
        let known = NAMESPACES.contains(&tag.space) || tags::meant(tag.space, tag.name).is_some();
        if !known {
            let message = format!("`{}` is no namespace of the specification", tag.space);
            out.push(
                Diagnostic::info(LINT.page.code, tag.said.at, message)
                    .with_help(format!("the namespaces are `{}`", NAMESPACES.join("`, `"))),
            );
        }
    }
}
