//! `metadata/misspelt-tag-namespace`

use super::tags;
use crate::sigma_rule::{SigmaRule, fixed};
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Safety, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "metadata/misspelt-tag-namespace",
        kind: Kind::Finding(Severity::Warning),
        what: "The namespace of a tag of a Sigma rule is none of the specification, and one of those differs from \
              it by one letter, or the tag names a technique of ATT&CK.",
        why: "Tools that count coverage look for exact tags; this one they pass over.",
        remedy: "Write the namespace that was meant: `attack`, `car`, `cve`, `d3fend`, `detection`, `stp` or `tlp`.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    for tag in tags::of(rule) {
        let Some(meant) = tags::meant(tag.space, tag.name) else { continue };
        let message = format!("`{}` is no namespace of tags", tag.space);
        let right = format!("{meant}.{}", tag.name);
        let finding = Diagnostic::warning(LINT.page.code, tag.said.at, message)
            .with_help(format!("did you mean `{right}`?"));
        out.push(fixed(finding, tag.said.rewritten(&right, Safety::Unsafe)));
    }
}
