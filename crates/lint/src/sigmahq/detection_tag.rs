//! `sigmahq/detection-tag`

use super::folders;
use crate::sigma_rule::SigmaRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "sigmahq/detection-tag",
        kind: Kind::OnRequest(Severity::Info),
        what: "A Sigma rule in one of the folders `rules-dfir`, `rules-emerging-threats` and \
              `rules-threat-hunting` has not the tag of that folder.",
        why: "SigmaHQ's checks refuse it.",
        remedy: "Add the tag.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    let kinds = ["dfir", "emerging-threats", "threat-hunting"];
    let of_folder =
        |folder: &str| kinds.into_iter().find(|kind| folder.strip_prefix("rules-") == Some(kind));
    let Some(kind) = folders(rule).and_then(|mut folders| folders.find_map(of_folder)) else {
        return;
    };
    let tag = format!("detection.{kind}");
    if !rule.list("tags").any(|said| said.text == tag) {
        let at = rule.entry("tags").map_or(rule.at(), |tags| rule.place(tags.key_span));
        out.push(
            Diagnostic::info(LINT.page.code, at, format!("`{tag}` is missing"))
                .with_help("add the tag of the folder"),
        );
    }
}
