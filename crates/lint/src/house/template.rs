//! `house/template`

use super::{InHouse, place};
use crate::{CodePage, Kind, Lint, RuleContext, Run};
use ruleglot_formats::lacking;
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "house/template",
        kind: Kind::Finding(Severity::Warning),
        what: "A rule lacks a key of the template that your configuration names for its format, or a tag or reference of it.",
        why: "The template says what every rule of yours has.",
        remedy: "Add it, or take it out of the template.",
        since: "0.1.0",
    },
    run: Run::Rule(check),
};

fn check(context: &RuleContext<'_>, out: &mut Vec<Diagnostic>) {
    let Some(rule) = InHouse::of(context, None) else { return };
    let Some(template) = &rule.style.template else { return };
    let lacking = lacking(rule.format, rule.document, template);
    if lacking.is_empty() {
        return;
    }
    let message = format!("the rule lacks {} of the template", lacking.join(", "));
    let help = "add what is missing, or take it out of the template";
    out.push(Diagnostic::warning(LINT.page.code, place(context), message).with_help(help));
}
