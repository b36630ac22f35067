//! `metadata/description-too-long`

use crate::sigma_rule::SigmaRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "metadata/description-too-long",
        kind: Kind::Finding(Severity::Warning),
        what: "The description of a Sigma rule has more than 65,535 characters.",
        why: "The specification allows no more, and databases that hold rules cut it off.",
        remedy: "Shorten it; long texts belong behind a reference.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

/// What the specification allows.
const MOST: usize = 65_535;

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    let Some(description) = rule.text("description").filter(|d| d.text.len() > MOST) else {
        return;
    };
    let long = description.text.chars().count();
    if long > MOST {
        let message = format!("the description has {long} characters");
        out.push(
            Diagnostic::warning(LINT.page.code, description.at, message)
                .with_help(format!("shorten it to {MOST}")),
        );
    }
}
