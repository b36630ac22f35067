//! `metadata/malformed-tag`

use super::tags;
use crate::sigma_rule::{SigmaRule, fixed};
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Safety, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "metadata/malformed-tag",
        kind: Kind::Finding(Severity::Warning),
        what: "A tag of a Sigma rule is in a namespace of the specification, and has not the form that tags have \
              there. Tags of ATT&CK have their own codes.",
        why: "Tools that read the tag look for the exact form, and pass over this one.",
        remedy: "Write it as the help says: `cve.2021-44228`, `car.2016-04-005`, `detection.threat-hunting`, \
              `tlp.amber`, `stp.2a`, `d3fend.d3-fe`. The fix mends what can only mean one CVE.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    for tag in tags::of(rule) {
        let Some(form) = tags::broken_form(tag.space, tag.name) else { continue };
        let message = format!("`{}` is not {form}", tag.said.text);
        let finding = Diagnostic::warning(LINT.page.code, tag.said.at, message);
        let meant = (tag.space == "cve").then(|| cve(tag.name)).flatten();
        out.push(match meant {
            Some(meant) => {
                let finding = finding.with_help(format!("write `{meant}`"));
                fixed(finding, tag.said.rewritten(&meant, Safety::Safe))
            }
            None => finding.with_help(format!("write {form}")),
        });
    }
}

/// The tag of a CVE that is written in another way: `2021.44228`, `cve-2021-44228`.
fn cve(name: &str) -> Option<String> {
    let number =
        name.strip_prefix("cve").map_or(name, |rest| rest.trim_start_matches(['-', '_', '.']));
    let number = number.replace(['.', '_'], "-");
    let (year, _) = number.split_once('-')?;
    let right = year.len() == 4 && tags::broken_form("cve", &number).is_none();
    right.then(|| format!("cve.{number}"))
}
